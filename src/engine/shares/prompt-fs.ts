import * as fs from 'node:fs';
import { promisify } from 'node:util';
import { monotonicMs } from '../base';
import { readRegularSync } from '../files';
import { factsOf, kindOf, nodeFs, sizeOf, WHOLE_MOST, type FsPort, type OpenFile, type SizeAndTime } from './fs-port';
import { PROMPT_MS, SyncHeuristic, Turns } from './sync-heuristic';

const inThread = {
  open: promisify(fs.open),
  fsync: promisify(fs.fsync),
  fstat: promisify(fs.fstat),
  write: promisify(fs.write),
  close: promisify(fs.close),
};

/** Files that are looked at in one go: few enough to take no longer than one call may. */
const SIZES_AT_ONCE = 32;

/**
 * The real file system for a process that does nothing else. A call through Node's threads costs several times what the system
 * takes for it on a good disk; one made at once is cheaper, but nothing else happens meanwhile. So each kind of call is made at
 * once while that takes next to no time, and through the threads, many side by side, where it takes longer: on a disk that
 * is mostly the flush, on a slow network everything. Which it is, is measured all the time.
 */
export function promptFs(): FsPort {
  const turns = new Turns();

  /** `atOnce` and `threaded` do the same. */
  function either<Args extends readonly unknown[], Value>(
    atOnce: (...args: Args) => Value,
    threaded: (...args: Args) => Promise<Value>,
  ): (...args: Args) => Promise<Value> {
    const syncHeuristic = new SyncHeuristic();
    return async (...args) => {
      if (!syncHeuristic.isPrompt()) return threaded(...args);
      await turns.mine();
      const since = monotonicMs();
      try {
        return atOnce(...args);
      } finally {
        syncHeuristic.took(monotonicMs() - since);
      }
    };
  }

  const open = either((path: string, flags: 'wx' | 'r') => fs.openSync(path, flags), inThread.open);
  const write = either(
    (fd: number, bytes: Uint8Array, offset: number) => fs.writeSync(fd, bytes, offset, bytes.length - offset, null),
    async (fd, bytes, offset) => (await inThread.write(fd, bytes, offset, bytes.length - offset, null)).bytesWritten,
  );
  const sync = either((fd: number) => fs.fsyncSync(fd), inThread.fsync);
  const fstat = either(
    (fd: number) => factsOf(fs.fstatSync(fd, { bigint: true })),
    async (fd) => factsOf(await inThread.fstat(fd, { bigint: true })),
  );
  const close = either((fd: number) => fs.closeSync(fd), inThread.close);

  const statting = new SyncHeuristic();

  /** As many as next to no time allows, but one at least. */
  function someSizes(paths: readonly string[], from: number): (SizeAndTime | null)[] {
    const found: (SizeAndTime | null)[] = [];
    const since = monotonicMs();
    let elapsed = 0;
    for (const path of paths.slice(from, from + SIZES_AT_ONCE)) {
      const stats = fs.statSync(path, { throwIfNoEntry: false });
      found.push(stats === undefined ? null : sizeOf(stats));
      elapsed = monotonicMs() - since;
      if (elapsed > PROMPT_MS) break;
    }
    statting.took(elapsed / found.length);
    return found;
  }

  async function sizes(paths: readonly string[]): Promise<(SizeAndTime | null)[]> {
    const found: (SizeAndTime | null)[] = [];
    while (found.length < paths.length) {
      if (!statting.isPrompt()) {
        found.push(...(await nodeFs.sizes(paths.slice(found.length, found.length + SIZES_AT_ONCE))));
        continue;
      }
      await turns.mine();
      found.push(...someSizes(paths, found.length));
    }
    return found;
  }

  const openFileOf = (fd: number): OpenFile => ({
    write: (bytes, offset) => write(fd, bytes, offset),
    sync: () => sync(fd),
    stat: () => fstat(fd),
    close: () => close(fd),
  });

  return {
    ...nodeFs,
    open: async (path, flags) => openFileOf(await open(path, flags)),
    readFile: either(
      (path: string, most: number = WHOLE_MOST) => readRegularSync(path, most),
      (path, most) => nodeFs.readFile(path, most),
    ),
    stat: either(
      (path) => {
        const stats = fs.statSync(path, { bigint: true, throwIfNoEntry: false });
        return stats === undefined ? null : factsOf(stats);
      },
      (path) => nodeFs.stat(path),
    ),
    sizes,
    readdir: either(
      (path) =>
        fs.readdirSync(path, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
      (path) => nodeFs.readdir(path),
    ),
    rename: either(
      (from, to) => fs.renameSync(from, to),
      (from, to) => nodeFs.rename(from, to),
    ),
    link: either(
      (existing, added) => fs.linkSync(existing, added),
      (existing, added) => nodeFs.link(existing, added),
    ),
    unlink: either(
      (path) => fs.unlinkSync(path),
      (path) => nodeFs.unlink(path),
    ),
  };
}
