import { MaloteError } from '../../shared/errors';
import { systemCode } from '../../shared/errors/system-codes';
import { toStored } from './paths';
import type { RelPath } from './port';
import { locate } from './root-context';
import type { RootContext } from './root-context';
import { shareCauses } from '../../shared/messages/pt-BR/share-causes';

/** Whether something above `path` is a file: Windows then says "not found", where POSIX says "no folder". */
async function liesBelowAFile(context: RootContext, path: RelPath): Promise<boolean> {
  for (let depth = 1; depth < path.length; depth += 1) {
    const facts = await context.fs.stat(locate(context, path.slice(0, depth)));
    if (facts === null) return false;
    if (!facts.isDirectory) return true;
  }
  return false;
}

async function refusal(context: RootContext, path: RelPath, error: unknown): Promise<MaloteError> {
  const shown = { location: context.location, path: toStored(path), systemCode: systemCode(error) };
  if (await liesBelowAFile(context, path)) {
    return new MaloteError('SHARE_BAD_PATH', { ...shown, cause: shareCauses.fileAbove }, { cause: error });
  }
  return new MaloteError('SHARE_BUSY', { ...shown, cause: shareCauses.pathLost }, { cause: error });
}

/**
 * Runs `work` on one file of a root that is there. "Not found" is then this file's affair and no other's: one bad path must not take
 * the whole share for down.
 * @throws SHARE_UNREACHABLE when it is the root that has gone
 */
export async function ofTheFile<Value>(
  context: RootContext,
  path: RelPath,
  work: () => Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (systemCode(error) !== 'ENOENT' || path.length === 0) throw error;
    await context.guard.ensure();
    throw await refusal(context, path, error);
  }
}
