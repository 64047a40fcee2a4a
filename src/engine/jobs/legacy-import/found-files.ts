import { isMaloteError, MaloteError } from '../../../shared/errors';
import { legacyFileMessages } from '../../../shared/messages/pt-BR/legacy-import';
import type { LegacyFile, LegacySort } from '../../ledger';
import { isRootWide, foundPath, toStored, type FileRoot, type ListedFile, type RelPath } from '../../shares';
import type { ImportContext } from './context';

/** A file that is to be read: what the ledger knows it by, and where it lies. */
export interface FoundOnDisk extends LegacyFile {
  readonly path: RelPath;
}

export interface ReadFromDisk {
  readonly file: FoundOnDisk;
  readonly bytes: Uint8Array;
}

export interface Bounds {
  readonly files: number;
  readonly bytes: number;
  /** Of one file; a larger one is named and left. */
  readonly largest: number;
}

const NEVER_READ_MS = 10 * 60_000;

/** The name by which people and the ledger know a file. */
export function locationOf(root: FileRoot, path: RelPath): string {
  return root.id === 'archive' ? `acervo/${toStored(path)}` : `${root.location}/${toStored(path)}`;
}

/**
 * The files that were not read before, or have changed since, in batches that fit in memory. Counts every one, and names again what
 * stood against those that are known.
 */
export async function* unreadBatches(
  { tally, ledger, signal }: ImportContext,
  root: FileRoot,
  sort: LegacySort,
  files: AsyncIterable<ListedFile> | Iterable<ListedFile>,
  bounds: Bounds,
): AsyncGenerator<FoundOnDisk[]> {
  let batch: FoundOnDisk[] = [];
  let bytes = 0;
  for await (const { path, size, modifiedMs } of files) {
    signal.throwIfAborted();
    const file: FoundOnDisk = { sort, location: locationOf(root, path), size, modifiedMs, path };
    const known = ledger.legacy.unchanged(file);
    tally.file(sort, known !== undefined);
    const refusal = known === undefined ? refusalOf(file, bounds) : known.problem;
    if (refusal !== null) tally.unreadable(file.location, refusal);
    if (known !== undefined || refusal !== null) continue;
    if (batch.length > 0 && (batch.length >= bounds.files || bytes + size > bounds.bytes)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(file);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

function refusalOf({ path, location, size }: FoundOnDisk, { largest }: Bounds): string | null {
  if (size > largest) return new MaloteError('LEGACY_TOO_LARGE', { file: location, bytes: size }).message;
  try {
    foundPath(...path);
    return null;
  } catch (error) {
    // a share of another system may hold names that Windows forbids
    if (isMaloteError(error)) return legacyFileMessages.badName;
    throw error;
  }
}

/**
 * Reads a batch. A file that cannot be read now is named and not remembered as read; one that has gone meanwhile is no longer there.
 * @throws MaloteError SHARE_* when the next file would fail as well, CANCELLED
 */
export async function readBatchOf(
  { tally, signal }: ImportContext,
  root: FileRoot,
  batch: readonly FoundOnDisk[],
): Promise<ReadFromDisk[]> {
  const options = { signal, ...(batch.length === 1 ? { deadlineMs: NEVER_READ_MS } : {}) };
  const results = await root.readMany(
    batch.map(({ path }) => path),
    options,
  );
  signal.throwIfAborted();
  const read: ReadFromDisk[] = [];
  for (const [index, file] of batch.entries()) {
    const result = results[index];
    if (result?.ok === true && result.value !== null) read.push({ file, bytes: result.value });
    else if (result?.ok === false) {
      if (isRootWide(result.error) || result.error.code === 'CANCELLED') throw result.error;
      tally.unreadable(file.location, result.error.message);
    }
  }
  return read;
}
