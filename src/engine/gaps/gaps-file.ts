import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import type { RunSummary } from '../../shared/views';
import { gapCount, gapsFileText } from '../../shared/messages/pt-BR/gaps';
import { fileReason, readRegular, replaceFile } from '../files';

/** The largest that is compared; a larger one is written anew. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Writes every gap of the month to `gaps-<month>.txt` in the workspace, or removes that file when no gap is left: an old list
 * would name what has long arrived.
 * @returns the file, or null when there is no gap. @throws MaloteError CLI_CANNOT_WRITE
 */
export async function keepGapsFile({
  run,
  gaps,
  workspace,
}: Pick<RunSummary, 'run' | 'gaps' | 'workspace'>): Promise<string | null> {
  const file = join(workspace, `gaps-${run.month}.txt`);
  try {
    if (gapCount(gaps) === 0) {
      await rm(file, { force: true });
      return null;
    }
    const text = gapsFileText(run.month, gaps);
    if ((await readRegular(file, MOST_BYTES).then(String, () => null)) === text) return file;
    await replaceFile(file, text);
    return file;
  } catch (error) {
    const reason = fileReason(error);
    throw new MaloteError('CLI_CANNOT_WRITE', { place: file, reason }, { cause: error });
  }
}
