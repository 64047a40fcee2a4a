import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFile as waitOnPipe } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { nodeFs } from '../../src/engine/shares';
import type { FsPort, OpenFile } from '../../src/engine/shares';
import { serveProcess } from '../../src/engine/shares/agent/serve-process';

/** What goes wrong on the roots below one folder. Calls are named as in FsPort, `write` and `sync` as in OpenFile. */
export interface Faults {
  /** These calls end with a system error. */
  readonly errno?: Readonly<Record<string, string>>;
  /** These calls do not come back while they stand here. */
  readonly hang?: readonly string[];
  /** These calls stop the whole process while they stand here. */
  readonly block?: readonly string[];
  /** These calls hold a thread within the system: they read this pipe, which nobody writes. */
  readonly stuckOn?: { readonly calls: readonly string[]; readonly pipe: string };
  /** What gets a name below it is gone in the same instant, as a virus scanner takes it. */
  readonly vanish?: boolean;
  readonly delayMs?: number;
}

/** Folder → its faults; lies beside the bundle, and is looked at anew with every call. */
export type FaultFile = Readonly<Record<string, Faults>>;

const FAULTS = join(import.meta.dirname, 'faults.json');
const NONE: Faults = {};

function faultsOf(path: string): Faults {
  const all = JSON.parse(readFileSync(FAULTS, 'utf8')) as FaultFile;
  return Object.entries(all).find(([folder]) => path.startsWith(folder))?.[1] ?? NONE;
}

async function suffer(call: string, path: string): Promise<void> {
  const { errno, delayMs, stuckOn } = faultsOf(path);
  if (delayMs !== undefined) await sleep(delayMs);
  if (stuckOn?.calls.includes(call) === true) await waitOnPipe(stuckOn.pipe);
  while (faultsOf(path).hang?.includes(call) === true) await sleep(10);
  while (faultsOf(path).block?.includes(call) === true)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  const code = errno?.[call];
  if (code !== undefined) throw Object.assign(new Error(`${code}: bent`), { code });
}

async function vanishing(named: string): Promise<void> {
  if (faultsOf(named).vanish === true) await nodeFs.unlink(named);
}

async function faulty<Value>(call: string, path: string, work: () => Promise<Value>): Promise<Value> {
  await suffer(call, path);
  return work();
}

const faultyFile = (path: string, file: OpenFile): OpenFile => ({
  ...file,
  write: (bytes, offset) => faulty('write', path, () => file.write(bytes, offset)),
  sync: () => faulty('sync', path, () => file.sync()),
});

const fs: FsPort = {
  open: (path, flags) => faulty('open', path, async () => faultyFile(path, await nodeFs.open(path, flags))),
  readFile: (path, most) => faulty('readFile', path, () => nodeFs.readFile(path, most)),
  digest: (path) => faulty('readFile', path, () => nodeFs.digest(path)),
  readPart: (path, from, bytes) => faulty('readFile', path, () => nodeFs.readPart(path, from, bytes)),
  stat: (path) => faulty('stat', path, () => nodeFs.stat(path)),
  sizes: (paths) => faulty('stat', paths[0] ?? '', () => nodeFs.sizes(paths)),
  mkdir: (path) => faulty('mkdir', path, () => nodeFs.mkdir(path)),
  readdir: (path) => faulty('readdir', path, () => nodeFs.readdir(path)),
  rename: (from, to) => faulty('rename', from, () => nodeFs.rename(from, to).then(() => vanishing(to))),
  link: (existing, added) => faulty('link', existing, () => nodeFs.link(existing, added).then(() => vanishing(added))),
  unlink: (path) => faulty('unlink', path, () => nodeFs.unlink(path)),
  rmdir: (path) => faulty('rmdir', path, () => nodeFs.rmdir(path)),
  freeBytes: (path) => faulty('freeBytes', path, () => nodeFs.freeBytes(path)),
};

// a process that has died is known by the pid that it leaves
writeFileSync(join(import.meta.dirname, `${process.argv[2] ?? 'agent'}.pid`), String(process.pid));
serveProcess({ fs });
