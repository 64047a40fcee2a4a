import { MaloteError } from '../../shared/errors';
import { systemCode } from '../../shared/errors/system-codes';
import type { RootContext } from './root-context';
import { shareCauses } from '../../shared/messages/pt-BR/share-causes';

/**
 * Answers that mean "no hard links here": the file systems differ in which one they give. EISDIR is how libuv hands on Windows'
 * "invalid function", FAT's word for it.
 */
const NO_LINKS = new Set([
  ...['EPERM', 'EACCES', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EMLINK', 'ENOSYS', 'EINVAL', 'EIO', 'EISDIR'],
]);

/**
 * Gives a file a second name without ever overwriting: the only rename-like call that refuses an existing name. It costs the
 * same as `rename` with a look before it (0.29 against 0.30 ms on tmpfs, 0.8 against 0.9 on ext4, 6 KB files, fsync
 * included), so it is always tried first; Windows refuses a name that is taken as POSIX does. A root that refuses once is not asked
 * again. `refused`: on Windows the same word may only mean that another program has the file open; whoever then can rename it knows.
 */
export async function tryLink(
  context: RootContext,
  from: string,
  to: string,
  lease: AbortSignal,
): Promise<'done' | 'taken' | 'unsupported' | 'refused'> {
  if (!context.canLink) return 'unsupported';
  try {
    await patiently(context, lease, () => context.fs.link(from, to));
    return 'done';
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code === 'EEXIST') return 'taken';
    if (code === 'ENOENT') throw await goneAtOnce(context, to);
    if (context.platform === 'win32' && isHeldOpen(error)) return 'refused';
    if (!NO_LINKS.has(code)) throw error;
    context.canLink = false;
    return 'unsupported';
  }
}

/**
 * The root is well, and yet there is no such file or folder: another program took the folder away, or the file in the instant in which
 * it got its name (some mounts look once more). That is this file's affair and nobody else's; it is looked at again soon.
 */
async function goneAtOnce(context: RootContext, to: string): Promise<MaloteError> {
  await context.guard.ensure();
  context.knownFolders.clear();
  return new MaloteError('SHARE_BUSY', { location: context.location, path: to, cause: shareCauses.takenAway });
}

/** Virus scanners and indexers hold a new file open for an instant; Windows then refuses the rename. */
const WINDOWS_WAITS_MS = [20, 100, 400];
const HELD_OPEN = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** Whether another program may just have the file open, or the system be about to delete it. */
export function isHeldOpen(error: unknown): boolean {
  return HELD_OPEN.has(systemCode(error) ?? '');
}

/** On Windows `work` is done again, a few times, while another program holds the file open. @throws its last failure. */
export async function patiently<Value>(
  context: RootContext,
  lease: AbortSignal,
  work: () => Promise<Value>,
): Promise<Value> {
  const waits = context.platform === 'win32' ? WINDOWS_WAITS_MS : [];
  for (const wait of waits) {
    try {
      return await work();
    } catch (error) {
      if (!isHeldOpen(error)) throw error;
      await context.clock.sleep(wait, lease);
    }
  }
  lease.throwIfAborted();
  return work();
}

export async function renamePatiently(
  context: RootContext,
  from: string,
  to: string,
  lease: AbortSignal,
): Promise<void> {
  await unlessOpen(context, to, () => patiently(context, lease, () => context.fs.rename(from, to)));
}

/**
 * On Windows "denied" is also the word for a file that another program has open. For `work` on a file in a folder that takes and gives
 * up files of this user, it is tried again by itself, as what is open.
 */
export async function unlessOpen<Value>(
  context: RootContext,
  file: string,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (context.platform !== 'win32' || !isHeldOpen(error)) throw error;
    const cause = shareCauses.heldOpen;
    const details = { location: context.location, path: file, cause, systemCode: systemCode(error) };
    throw new MaloteError('SHARE_BUSY', details, { cause: error });
  }
}

/** `renamePatiently` for a file that was just written here, in a folder that was there. */
export async function renameNew(context: RootContext, from: string, to: string, lease: AbortSignal): Promise<void> {
  try {
    await renamePatiently(context, from, to, lease);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') throw await goneAtOnce(context, to);
    throw error;
  }
}
