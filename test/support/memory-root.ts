import { createHash } from 'node:crypto';
import { MaloteError } from '../../src/shared/errors';
import { relPath, toStored } from '../../src/engine/shares';
import type { FileOptions, FileRoot, Fingerprint, RelPath, Settled } from '../../src/engine/shares';

interface Stored {
  readonly path: RelPath;
  readonly bytes: Uint8Array;
  readonly modifiedMs: number;
}

export interface MemoryRoot extends FileRoot {
  /** Everything that is stored, by `toStored` path; tests may change it as another program would. */
  readonly files: Map<string, Stored>;
}

const fingerprintOf = (bytes: Uint8Array): Fingerprint => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** A FileRoot without a disk, held to the same contract as the real one. */
export function openMemoryRoot(id: string, now: () => number = Date.now): MemoryRoot {
  const files = new Map<string, Stored>();
  const location = `memory:${id}`;
  let isClosed = false;

  function enter(options: FileOptions, ...paths: RelPath[]): void {
    if (options.signal?.aborted) throw new MaloteError('CANCELLED');
    if (isClosed) throw new MaloteError('SHARE_CLOSED', { location });
    for (const path of paths) relPath(...path);
  }

  const found = (path: RelPath): Uint8Array | null => files.get(toStored(path))?.bytes ?? null;
  const put = (path: RelPath, bytes: Uint8Array): void => {
    files.set(toStored(path), { path, bytes: Uint8Array.from(bytes), modifiedMs: now() });
  };

  async function* list(
    folder: RelPath,
    options: FileOptions = {},
  ): AsyncGenerator<{
    readonly path: RelPath;
    readonly size: number;
    readonly modifiedMs: number;
  }> {
    await Promise.resolve();
    enter(options, folder);
    for (const { path, bytes, modifiedMs } of [...files.values()]) {
      if (folder.every((name, depth) => path[depth] === name)) yield { path, size: bytes.length, modifiedMs };
    }
  }

  async function settled<Value>(work: readonly Promise<Value>[]): Promise<Settled<Value>[]> {
    const results = await Promise.allSettled(work);
    return results.map((result) =>
      result.status === 'fulfilled'
        ? { ok: true, value: result.value }
        : { ok: false, error: result.reason as MaloteError, begun: true },
    );
  }

  const root: MemoryRoot = {
    ...{ id, location, files, list },
    placeMany: (batch, options) =>
      settled(
        batch.map(({ path, bytes, replacing }) =>
          root.place(path, bytes, { ...options, ...(replacing === undefined ? {} : { replacing }) }),
        ),
      ),
    readMany: (paths, options) => settled(paths.map((path) => root.read(path, options))),
    place: async (path, bytes, options = {}) => {
      await Promise.resolve();
      enter(options, path);
      const present = found(path);
      const wanted = fingerprintOf(bytes);
      if (present !== null) {
        const there = fingerprintOf(present);
        if (there.sha256 === wanted.sha256) return { outcome: 'same', found: there };
        if (there.sha256 !== options.replacing) return { outcome: 'conflict', found: there };
      }
      put(path, bytes);
      return { outcome: 'placed', found: wanted };
    },
    read: async (path, options = {}) => {
      await Promise.resolve();
      enter(options, path);
      return found(path);
    },
    fingerprint: async (path, options = {}) => {
      await Promise.resolve();
      enter(options, path);
      const bytes = found(path);
      return bytes === null ? null : fingerprintOf(bytes);
    },
    settle: async (options = {}) => {
      await Promise.resolve();
      enter(options);
    },
    move: async (from, to, options = {}) => {
      await Promise.resolve();
      enter(options, from, to);
      const source = found(from);
      if (source === null) return false;
      if (toStored(from) === toStored(to)) return true;
      const there = found(to);
      if (there !== null && fingerprintOf(there).sha256 !== fingerprintOf(source).sha256) {
        throw new MaloteError('SHARE_EXISTS', { location, path: toStored(to) });
      }
      if (there === null) put(to, source);
      files.delete(toStored(from));
      return true;
    },
    check: async (options = {}) => {
      await Promise.resolve();
      enter(options);
      return { latencyMs: 0, freeBytes: null };
    },
    close: async () => {
      isClosed = true;
      await Promise.resolve();
    },
  };
  return root;
}
