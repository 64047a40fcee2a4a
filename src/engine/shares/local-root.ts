import { setMaxListeners } from 'node:events';
import { MaloteError } from '../../shared/errors';
import { systemClock, type Clock, within } from '../base';
import { runBatch } from './batch';
import { withDeadline } from './deadline';
import { shareError } from './errors';
import { settleFolders } from './folders';
import { ofTheFile } from './file-affair';
import { nodeFs, type FsPort } from './fs-port';
import { KeyedQueue } from './keyed-queue';
import { foldedPath, moveFile, removeFile } from './move';
import { HOST_PLATFORM, absolute, isAbsolutePath, normalisePath, toStored, type Platform } from './paths';
import { placeFile } from './place';
import type {
  FileOptions,
  FileRoot,
  Fingerprint,
  FolderDigest,
  ListedFile,
  ListOptions,
  Placement,
  WriteOptions,
  ReadOptions,
  RelPath,
  Standing,
} from './port';
import { probeRoot } from './probe';
import { fingerprintIfThere, locate, readIfThere, standingIfThere, type RootContext } from './root-context';
import { RootGuard, type Volume } from './root-guard';
import { asSpelled } from './spelling';
import { Staging } from './staging';
import { digestFolders, listFiles, sweep, type Bound } from './walk';
import { shareCauses } from '../../shared/messages/pt-BR/share-causes';

export interface LocalRootOptions {
  /** Stable name in ledger and logs. */
  readonly id: string;
  /** Absolute path of an existing folder; it is never created here. */
  readonly location: string;
  /** Whether another program takes files away from here as they come. Default: a file that is gone was lost. */
  readonly drained?: boolean;
  readonly fs?: FsPort;
  readonly clock?: Clock;
  readonly platform?: Platform;
  /** For calls that name none; default 30 s. */
  readonly deadlineMs?: number;
  /** What an earlier opening of the same root knew, when this one takes its place. */
  readonly memory?: RootMemory;
  /** Told of what is worth remembering of the volume. */
  readonly onVolume?: (volume: Volume) => void;
}

/** What must not be lost when somebody else takes over a root. */
export interface RootMemory {
  /** The volume that it is; null: not met yet. */
  readonly volume: Volume | null;
  /** Folders whose names are not flushed yet: the next `settle` owes it to them. */
  readonly unsettled: readonly RelPath[];
}

export interface LocalRoot extends FileRoot {
  /** `list`, some files at a time. */
  listChunks(folder: RelPath, options?: ListOptions): AsyncIterable<readonly ListedFile[]>;
  /** `folders`, some at a time. */
  folderChunks(folder: RelPath, options?: ListOptions): AsyncIterable<readonly FolderDigest[]>;
  /**
   * Removes temporary files that a crash left below `folder` and that are older than `olderThanMs` (take hours: another
   * process may be writing). @returns how many were removed.
   */
  sweepTemporaries(folder: RelPath, olderThanMs: number, options?: FileOptions): Promise<number>;
}

export const DEFAULT_DEADLINE_MS = 30_000;
/** What has been given up tidies up after itself; what hangs is not waited for. */
const CLOSE_WITHIN_MS = 1_000;

const readingTime = (deadlineMs: number): number => Math.floor((deadlineMs * 2) / 3);
const readingTimeOf = ({ deadlineMs }: FileOptions): number | undefined =>
  deadlineMs === undefined ? undefined : readingTime(deadlineMs);

/** @throws SHARE_BAD_ROOT when the location is not an absolute path. */
export function checkedLocation(location: string, platform: Platform): string {
  if (isAbsolutePath(location, platform)) return normalisePath(location, platform);
  throw new MaloteError('SHARE_BAD_ROOT', { location, cause: shareCauses.incomplete });
}

async function* flattened<Item>(chunks: AsyncIterable<readonly Item[]>): AsyncGenerator<Item> {
  for await (const chunk of chunks) yield* chunk;
}

/** Each file of a batch listens to the batch's one signal, which is no leak. */
function allowMany(signal: AbortSignal | undefined): void {
  if (signal !== undefined) setMaxListeners(0, signal);
}

/** The folder and those above it: any of them may have been created on the way to it. */
function withParents(folder: RelPath): RelPath[] {
  return [[], ...folder.map((_, depth) => folder.slice(0, depth + 1))];
}

function contextOf(options: LocalRootOptions): RootContext {
  const { fs = nodeFs, clock = systemClock(), platform = HOST_PLATFORM, drained = false, memory, onVolume } = options;
  const location = checkedLocation(options.location, platform);
  const guard = { known: memory?.volume ?? null, ...(onVolume === undefined ? {} : { onKnown: onVolume }) };
  const unsettled = (memory?.unsettled ?? []).flatMap(withParents);
  return {
    fs,
    clock,
    platform,
    location,
    drained,
    guard: new RootGuard(fs, location, platform, guard),
    knownFolders: new Set(),
    touchedFolders: new Set(unsettled.map((folder) => absolute(location, folder, platform))),
    staging: new Staging(),
    readWithinMs: readingTime(options.deadlineMs ?? DEFAULT_DEADLINE_MS),
    canLink: true,
    expectsNew: false,
  };
}

/**
 * A root on a folder of this machine or a mounted share, through Node's file system.
 * Names that differ only in case are different files on POSIX and one file on Windows and SMB; calls on them are serialised.
 * A call that timed out or was cancelled may still be in the system's hands: it changes nothing more once it is released,
 * and the next call on the same path waits for it.
 * @throws SHARE_BAD_ROOT when the location is not an absolute path.
 */
export function openLocalRoot(options: LocalRootOptions): LocalRoot {
  const context = contextOf(options);
  const queue = new KeyedQueue();
  /** Work that was begun and has not ended, also when nobody waits for it any more. */
  const underWay = new Set<Promise<unknown>>();
  let isClosed = false;

  function tracked<T>(work: (lease: AbortSignal) => Promise<T>): (lease: AbortSignal) => Promise<T> {
    return async (lease) => {
      const begun = work(lease);
      underWay.add(begun);
      try {
        return await begun;
      } finally {
        underWay.delete(begun);
      }
    };
  }

  /** Deadline, cancellation, root guard and error words around one operation. */
  async function bounded<T>(path: RelPath, call: FileOptions, work: (lease: AbortSignal) => Promise<T>): Promise<T> {
    const { location } = context;
    if (isClosed) throw new MaloteError('SHARE_CLOSED', { location });
    const deadlineMs = call.deadlineMs ?? options.deadlineMs ?? DEFAULT_DEADLINE_MS;
    const shown = toStored(path) || location;
    const tooLate = (): Error =>
      new MaloteError('SHARE_TIMEOUT', { location, path: shown, seconds: Math.ceil(deadlineMs / 1000) });
    try {
      return await withDeadline(tracked(work), { signal: call.signal, deadlineMs, tooLate });
    } catch (error) {
      throw shareError(error, { location, path: shown });
    }
  }

  function onRoot<T>(path: RelPath, call: FileOptions, work: (lease: AbortSignal) => Promise<T>): Promise<T> {
    return bounded(path, call, async (lease) => {
      await context.guard.ensure();
      lease.throwIfAborted();
      return ofTheFile(context, path, () => work(lease));
    });
  }

  /** For what is done to thousands of files in a row. */
  function onRootLately<T>(path: RelPath, call: FileOptions, work: (lease: AbortSignal) => Promise<T>): Promise<T> {
    return bounded(path, call, async (lease) => {
      await context.guard.ensureLately();
      lease.throwIfAborted();
      return ofTheFile(context, path, () => work(lease));
    });
  }

  function alone<T>(paths: readonly RelPath[], lease: AbortSignal, work: () => Promise<T>): Promise<T> {
    const keys = [...new Set(paths.map(foldedPath))].sort();
    const start = async (): Promise<T> => {
      lease.throwIfAborted();
      return work();
    };
    return keys.reduceRight<() => Promise<T>>((inner, key) => () => queue.run(key, inner), start)();
  }

  const boundFor =
    (call: FileOptions): Bound =>
    (path, work) =>
      bounded(path, call, work);

  const place = (path: RelPath, bytes: Uint8Array, call: WriteOptions = {}): Promise<Placement> =>
    onRootLately(path, call, (lease) =>
      alone([path], lease, () => placeFile(context, path, bytes, call.replacing, lease)),
    );
  const read = (path: RelPath, { part, ...call }: ReadOptions = {}): Promise<Uint8Array | null> =>
    onRootLately(path, call, () =>
      asSpelled(context, path, (spelled) => readIfThere(context, locate(context, spelled), part)),
    );

  const fingerprint = (path: RelPath, call: FileOptions = {}): Promise<Fingerprint | null> =>
    onRootLately(path, call, () =>
      asSpelled(context, path, (spelled) => fingerprintIfThere(context, locate(context, spelled), readingTimeOf(call))),
    );

  const standing = (path: RelPath, size: number, call: FileOptions): Promise<Standing | null> =>
    onRootLately(path, call, () =>
      asSpelled(context, path, (spelled) =>
        standingIfThere(context, locate(context, spelled), { size }, readingTimeOf(call)),
      ),
    );

  const writeVerifiedMany: LocalRoot['writeVerifiedMany'] = (files, { concurrency, ...call } = {}) => {
    allowMany(call.signal);
    return runBatch(files, concurrency, ({ path, bytes, replacing }) =>
      place(path, bytes, { ...call, ...(replacing === undefined ? {} : { replacing }) }),
    );
  };
  const readMany: LocalRoot['readMany'] = (paths, { concurrency, ...call } = {}) => {
    allowMany(call.signal);
    return runBatch(paths, concurrency, (path) => read(path, call));
  };
  const listChunks: LocalRoot['listChunks'] = (folder, { names, ...call } = {}) =>
    listFiles(context, folder, boundFor(call), names);
  const folderChunks: LocalRoot['folderChunks'] = (folder, { names, ...call } = {}) =>
    digestFolders(context, folder, boundFor(call), names);
  const fingerprintMany: LocalRoot['fingerprintMany'] = (paths, { concurrency, ...call } = {}) => {
    allowMany(call.signal);
    return runBatch(paths, concurrency, (path) => fingerprint(path, call));
  };

  return {
    id: options.id,
    location: options.location,
    writeVerified: place,
    read,
    writeVerifiedMany,
    readMany,
    fingerprintMany,
    fingerprint: (path, { wantedSize, ...call } = {}) =>
      wantedSize === undefined ? fingerprint(path, call) : standing(path, wantedSize, call),
    flush: (call = {}) => onRoot([], call, (lease) => settleFolders(context, lease)),
    list: (folder, call) => flattened(listChunks(folder, call)),
    listChunks,
    folders: (folder, call) => flattened(folderChunks(folder, call)),
    folderChunks,
    move: (from, to, call = {}) =>
      onRoot(from, call, (lease) => alone([from, to], lease, () => moveFile(context, from, to, lease))),
    remove: (path, call = {}) =>
      onRootLately(path, call, (lease) => alone([path], lease, () => removeFile(context, path, lease))),
    check: (call = {}) => onRoot([], call, (lease) => probeRoot(context, lease)),
    sweepTemporaries: (folder, olderThanMs, call = {}) => sweep(context, folder, olderThanMs, boundFor(call)),
    close: async () => {
      isClosed = true;
      const tidied = Promise.allSettled(underWay).then(() => context.staging.clear(context));
      await within(CLOSE_WITHIN_MS, tidied, { keepsProcess: false });
    },
  };
}
