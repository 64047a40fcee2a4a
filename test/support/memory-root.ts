import { createHash } from 'node:crypto';
import { MaloteError } from '../../src/shared/errors';
import { FolderDigester, relPath, toStored } from '../../src/engine/shares';
import type {
  FileOptions,
  FileRoot,
  FolderDigest,
  ListOptions,
  Fingerprint,
  RelPath,
  ItemResult,
  Standing,
} from '../../src/engine/shares';

interface Stored {
  readonly path: RelPath;
  readonly bytes: Uint8Array;
  readonly modifiedMs: number;
}

export interface MemoryRoot extends FileRoot {
  /** Everything that is stored, by `toStored` path; tests may change it as another program would. */
  readonly files: Map<string, Stored>;
}

const READ_OF_STRANGERS = 1024 ** 2;

/** As a real root tells it: of what is large and of another size nothing is read. */
function standing(bytes: Uint8Array, wantedSize = bytes.length): Standing {
  const isUnread = bytes.length !== wantedSize && bytes.length > Math.max(wantedSize, READ_OF_STRANGERS);
  return isUnread ? { size: bytes.length, sha256: null } : fingerprintOf(bytes);
}

const fingerprintOf = (bytes: Uint8Array): Fingerprint => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** A folder's own files first, then the folders in it, each in order of name. */
function inOrderOfWalk({ path: one }: Stored, { path: other }: Stored): number {
  const depth = one.findIndex((name, at) => name !== other[at]);
  const [hasFolder, otherHasFolder] = [depth < one.length - 1, depth < other.length - 1];
  if (hasFolder !== otherHasFolder) return hasFolder ? 1 : -1;
  return (one[depth] ?? '') < (other[depth] ?? '') ? -1 : 1;
}

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
    { names = [], ...options }: ListOptions = {},
  ): AsyncGenerator<{
    readonly path: RelPath;
    readonly size: number;
    readonly modifiedMs: number;
  }> {
    await Promise.resolve();
    enter(options, folder);
    for (const { path, bytes, modifiedMs } of [...files.values()].sort(inOrderOfWalk)) {
      const folders = path.slice(folder.length, -1);
      if (!folders.every((name, depth) => names[depth]?.includes(name) ?? true)) continue;
      if (folder.every((name, depth) => path[depth] === name)) yield { path, size: bytes.length, modifiedMs };
    }
  }

  async function* folders(folder: RelPath, options?: ListOptions): AsyncGenerator<FolderDigest> {
    const digesters = new Map<string, { readonly path: RelPath; readonly digester: FolderDigester }>();
    for await (const file of list(folder, options)) {
      const path = file.path.slice(0, -1);
      const known = digesters.get(toStored(path)) ?? { path, digester: new FolderDigester() };
      digesters.set(toStored(path), known);
      known.digester.add(file.path.at(-1) ?? '', file);
    }
    for (const { path, digester } of digesters.values()) {
      yield { path, files: digester.files, bytes: digester.bytes, digest: digester.digest() };
    }
  }

  async function settled<Value>(work: readonly Promise<Value>[]): Promise<ItemResult<Value>[]> {
    const results = await Promise.allSettled(work);
    return results.map((result) =>
      result.status === 'fulfilled'
        ? { ok: true, value: result.value }
        : { ok: false, error: result.reason as MaloteError, begun: true },
    );
  }

  const root: MemoryRoot = {
    id,
    location,
    files,
    list,
    folders,
    writeVerifiedMany: (batch, options) =>
      settled(
        batch.map(({ path, bytes, replacing }) =>
          root.writeVerified(path, bytes, { ...options, ...(replacing === undefined ? {} : { replacing }) }),
        ),
      ),
    readMany: (paths, options) => settled(paths.map((path) => root.read(path, options))),
    fingerprintMany: (paths, options) =>
      settled(paths.map((path) => root.fingerprint(path, options) as Promise<Fingerprint | null>)),
    writeVerified: async (path, bytes, options = {}) => {
      await Promise.resolve();
      enter(options, path);
      const present = found(path);
      const wanted = fingerprintOf(bytes);
      if (present !== null) {
        const there = fingerprintOf(present);
        if (there.sha256 === wanted.sha256) return { outcome: 'same', found: there };
        const isNamed = options.replacing !== undefined;
        if (there.sha256 !== options.replacing)
          return { outcome: 'conflict', found: isNamed ? there : standing(present, bytes.length) };
      }
      put(path, bytes);
      return { outcome: 'placed', found: wanted };
    },
    read: async (path, options = {}) => {
      await Promise.resolve();
      enter(options, path);
      const { from, bytes } = options.part ?? { from: 0, bytes: Number.POSITIVE_INFINITY };
      return found(path)?.subarray(from, from + bytes) ?? null;
    },
    fingerprint: async (path, options = {}) => {
      await Promise.resolve();
      enter(options, path);
      const bytes = found(path);
      return bytes === null ? null : standing(bytes, options.wantedSize);
    },
    flush: async (options = {}) => {
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
    remove: async (path, options = {}) => {
      await Promise.resolve();
      enter(options, path);
      return files.delete(toStored(path));
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
