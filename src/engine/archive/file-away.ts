import PQueue from 'p-queue';
import type { Sha256 } from '../domain';
import { settleAll } from '../settle-all';
import { MaloteError } from '../../shared/errors';
import { toStored, type FileRoot, type RelPath } from '../shares';
import { conflictPath } from './layout';

/** Files written at once: small files live from concurrency, and the thread pool has 16 threads. */
const IN_FLIGHT = 12;

export interface FileToArchive {
  readonly path: RelPath;
  readonly bytes: Uint8Array;
  readonly sha256: Sha256;
  /** Hash of our own former content that this one may replace. */
  readonly replacing?: Sha256;
}

export interface ArchivedFile {
  readonly wanted: RelPath;
  /** Where it lies now: `wanted`, or beside it under a `_CONFLITO_` name. */
  readonly path: RelPath;
  readonly sha256: Sha256;
  readonly size: number;
  /** Hash of the other content that stands under the wanted name, when there is one. */
  readonly conflictWith: Sha256 | null;
}

async function placeOne(root: FileRoot, file: FileToArchive, signal: AbortSignal): Promise<ArchivedFile> {
  const options = { signal, ...(file.replacing === undefined ? {} : { replacing: file.replacing }) };
  const placement = await root.place(file.path, file.bytes, options);
  const size = file.bytes.byteLength;
  if (placement.outcome !== 'conflict') {
    return { wanted: file.path, path: file.path, sha256: file.sha256, size, conflictWith: null };
  }
  const aside = conflictPath(file.path, file.sha256);
  const second = await root.place(aside, file.bytes, { signal });
  if (second.outcome === 'conflict') throw new MaloteError('SHARE_VERIFY_FAILED', { path: toStored(aside) });
  return { wanted: file.path, path: aside, sha256: file.sha256, size, conflictWith: placement.found.sha256 };
}

/**
 * Writes the files of one batch into the archive, each verified by reading it back, then flushes their folders. All or an error:
 * what was written before the error stays and is recognised as the same content the next time. After the first error nothing
 * more is begun, and what was begun has ended when this throws.
 * @throws MaloteError SHARE_*, CANCELLED
 */
export async function fileAway(
  root: FileRoot,
  files: readonly FileToArchive[],
  signal: AbortSignal,
): Promise<ArchivedFile[]> {
  const queue = new PQueue({ concurrency: IN_FLIGHT });
  let failure: Error | null = null;
  const placeUnlessFailed = async (file: FileToArchive): Promise<ArchivedFile> => {
    // on a root that hangs, each further file would cost its whole deadline
    if (failure !== null) throw failure;
    try {
      return await placeOne(root, file, signal);
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  };
  const archived = await settleAll(files.map((file) => queue.add(() => placeUnlessFailed(file))));
  await root.settle({ signal });
  return archived;
}
