import { MaloteError } from '../../shared/errors';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { withDeadline } from './deadline';
import { shareError } from './errors';
import { settleFolders } from './folders';
import { nodeFs } from './fs-port';
import type { FsPort } from './fs-port';
import { KeyedQueue } from './keyed-queue';
import { foldedPath, moveFile } from './move';
import { HOST_PLATFORM, isAbsolutePath, normalisePath, toStored } from './paths';
import type { Platform } from './paths';
import { placeFile } from './place';
import type { FileOptions, FileRoot, RelPath } from './port';
import { probeRoot } from './probe';
import { fingerprintIfThere, locate, readIfThere } from './root-context';
import type { RootContext } from './root-context';
import { RootGuard } from './root-guard';
import { listFiles, sweep } from './walk';
import type { Bound } from './walk';

export interface LocalRootOptions {
  /** Stable name in ledger and logs. */
  readonly id: string;
  /** Absolute path of an existing folder; it is never created here. */
  readonly location: string;
  readonly fs?: FsPort;
  readonly clock?: Clock;
  readonly platform?: Platform;
  /** For calls that name none; default 30 s. */
  readonly deadlineMs?: number;
}

export interface LocalRoot extends FileRoot {
  /**
   * Removes temporary files that a crash left below `folder` and that are older than `olderThanMs` (take hours: another
   * process may be writing). @returns how many were removed.
   */
  sweepTemporaries(folder: RelPath, olderThanMs: number, options?: FileOptions): Promise<number>;
}

const DEFAULT_DEADLINE_MS = 30_000;

function contextOf(options: LocalRootOptions): RootContext {
  const { fs = nodeFs, clock = systemClock(), platform = HOST_PLATFORM } = options;
  if (!isAbsolutePath(options.location, platform)) {
    throw new MaloteError('SHARE_BAD_ROOT', { location: options.location, cause: 'o caminho não está completo' });
  }
  const location = normalisePath(options.location, platform);
  return {
    ...{ fs, clock, platform, location },
    guard: new RootGuard(fs, location, platform),
    knownFolders: new Set(),
    touchedFolders: new Set(),
    canLink: platform === 'posix',
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
  let isClosed = false;

  /** Deadline, cancellation, root guard and error words around one operation. */
  async function bounded<T>(path: RelPath, call: FileOptions, work: (lease: AbortSignal) => Promise<T>): Promise<T> {
    const { location } = context;
    if (isClosed) throw new MaloteError('SHARE_CLOSED', { location });
    const deadlineMs = call.deadlineMs ?? options.deadlineMs ?? DEFAULT_DEADLINE_MS;
    const shown = toStored(path) || location;
    const tooLate = (): Error =>
      new MaloteError('SHARE_TIMEOUT', { location, path: shown, seconds: Math.ceil(deadlineMs / 1000) });
    try {
      return await withDeadline(work, { signal: call.signal, deadlineMs, tooLate });
    } catch (error) {
      throw shareError(error, { location, path: shown });
    }
  }

  function onRoot<T>(path: RelPath, call: FileOptions, work: (lease: AbortSignal) => Promise<T>): Promise<T> {
    return bounded(path, call, async (lease) => {
      await context.guard.ensure();
      lease.throwIfAborted();
      return work(lease);
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

  return {
    id: options.id,
    location: options.location,
    place: (path, bytes, call = {}) =>
      onRoot(path, call, (lease) => alone([path], lease, () => placeFile(context, path, bytes, call.replacing, lease))),
    read: (path, call = {}) => onRoot(path, call, () => readIfThere(context, locate(context, path))),
    fingerprint: (path, call = {}) => onRoot(path, call, () => fingerprintIfThere(context, locate(context, path))),
    settle: (call = {}) => onRoot([], call, (lease) => settleFolders(context, lease)),
    list: (folder, call = {}) => listFiles(context, folder, boundFor(call)),
    move: (from, to, call = {}) =>
      onRoot(from, call, (lease) => alone([from, to], lease, () => moveFile(context, from, to, lease))),
    check: (call = {}) => onRoot([], call, (lease) => probeRoot(context, lease)),
    sweepTemporaries: (folder, olderThanMs, call = {}) => sweep(context, folder, olderThanMs, boundFor(call)),
    close: async () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
}
