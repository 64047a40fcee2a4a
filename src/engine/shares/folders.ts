import { allOrThrow } from '../base';
import { systemCode } from '../../shared/errors/system-codes';
import type { RelPath } from './port';
import { locate, type RootContext } from './root-context';

async function makeOne(context: RootContext, folder: RelPath): Promise<void> {
  try {
    await context.fs.mkdir(locate(context, folder));
    context.touchedFolders.add(locate(context, folder.slice(0, -1)));
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
  }
}

/** Creates what is missing between the root (never created) and `folder`; asks the system only once per folder. */
export async function ensureFolder(context: RootContext, folder: RelPath, lease: AbortSignal): Promise<void> {
  for (let depth = 1; depth <= folder.length; depth += 1) {
    const part = folder.slice(0, depth);
    const name = part.join('/');
    if (context.knownFolders.has(name)) continue;
    lease.throwIfAborted();
    await makeOne(context, part);
    context.knownFolders.add(name);
  }
}

/** Runs `work` in a folder that exists; when somebody removed it, or one above it, creates it and runs `work` once more. */
export async function inFolder<T>(
  context: RootContext,
  folder: RelPath,
  lease: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    await ensureFolder(context, folder, lease);
    return await work();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    await context.guard.ensure();
    context.knownFolders.clear();
    await ensureFolder(context, folder, lease);
    return work();
  }
}

/** What a system answers that cannot flush a folder: Windows, and some network file systems. */
const CANNOT_FLUSH = new Set([
  'EINVAL',
  'ENOTSUP',
  'EOPNOTSUPP',
  'EISDIR',
  'EPERM',
  'EACCES',
  'EBADF',
  'ENOSYS',
  'ENOENT',
]);

async function flushFolder(context: RootContext, folder: string): Promise<void> {
  try {
    const handle = await context.fs.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!CANNOT_FLUSH.has(systemCode(error) ?? '')) throw error;
  }
}

/** A run of a day touches a folder for each company, kind and direction: one after the other, each would wait for its own flush. */
const FLUSHES_AT_ONCE = 8;

/**
 * fsync of every folder whose entries changed, several at once. When one fails nothing more is begun, what was begun has ended when this
 * throws, and whatever was not flushed is owed to the next call. Windows has no such call: NTFS keeps names in its own journal.
 */
export async function settleFolders(context: RootContext, lease: AbortSignal): Promise<void> {
  const { touchedFolders } = context;
  if (context.platform === 'win32') {
    touchedFolders.clear();
    return;
  }
  const folders = [...touchedFolders];
  let isOver = false;
  const takeTurns = async (): Promise<void> => {
    for (let folder = folders.shift(); folder !== undefined && !isOver; folder = folders.shift()) {
      await settleFolder(context, folder, lease).catch((error: unknown) => {
        isOver = true;
        throw error;
      });
    }
  };
  await allOrThrow(Array.from({ length: Math.min(FLUSHES_AT_ONCE, folders.length) }, takeTurns));
}

async function settleFolder(context: RootContext, folder: string, lease: AbortSignal): Promise<void> {
  lease.throwIfAborted();
  // taken off before: what is named while it is being flushed is owed a flush of its own
  context.touchedFolders.delete(folder);
  try {
    await flushFolder(context, folder);
  } catch (error) {
    context.touchedFolders.add(folder);
    throw error;
  }
}
