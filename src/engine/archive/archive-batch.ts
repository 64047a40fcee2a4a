import type { Sha256 } from '../domain';
import { MaloteError } from '../../shared/errors';
import {
  isOfOneFile,
  shareBehaviour,
  toStored,
  type FileRoot,
  type Placement,
  type RelPath,
  type Standing,
} from '../shares';
import { conflictPath } from './layout';

/** Handed to the root in one go: enough for a page, and no more than its process should be given at once. */
const BYTES_AT_ONCE = 8 * 1024 ** 2;

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
  /** The other content that stands under the wanted name, when there is one. */
  readonly conflictWith: Standing | null;
  /** Why nothing can be filed under the wanted name, when that is so: a folder has it, a pipe. */
  readonly refusedThere: MaloteError | null;
}

/** A file that could not be archived for a reason of its own. */
export interface NotArchived {
  readonly wanted: RelPath;
  readonly error: MaloteError;
}

/** What came of each file; a failure that is of one file alone is among the outcomes, any other is thrown. */
type Outcome = Placement | MaloteError;

/** In their order, each as many as may go together, and one at least. */
function inGoes(files: readonly FileToArchive[]): FileToArchive[][] {
  const goes: FileToArchive[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const file of files) {
    bytes += file.bytes.byteLength;
    if (bytes > BYTES_AT_ONCE) {
      goes.push([]);
      bytes = file.bytes.byteLength;
    }
    goes.at(-1)?.push(file);
  }
  return goes;
}

async function placeEach(root: FileRoot, files: readonly FileToArchive[], signal: AbortSignal): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const go of inGoes(files)) {
    const results = await root.writeVerifiedMany(go, { signal });
    const failures = results.flatMap((result) => (result.ok || isOfOneFile(result.error) ? [] : [result]));
    const failure = failures.find(({ begun }) => begun) ?? failures[0];
    if (failure !== undefined) throw failure.error;
    outcomes.push(...results.map((result) => (result.ok ? result.value : result.error)));
  }
  return outcomes;
}

const isFailure = (outcome: Outcome): outcome is MaloteError => outcome instanceof MaloteError;

/** Whether the file goes beside the name that it wants: other content has it, or what can be no document at all. */
const goesBeside = (outcome: Outcome): boolean =>
  isFailure(outcome) ? shareBehaviour(outcome) !== 'again-soon' : outcome.outcome === 'conflict';

/** Where a file comes to lie: under its own name, or beside what stands there. */
function archivedAt({ path, bytes, sha256 }: FileToArchive, outcome: Outcome): ArchivedFile {
  return {
    wanted: path,
    path: goesBeside(outcome) ? conflictPath(path, sha256) : path,
    sha256,
    size: bytes.byteLength,
    conflictWith: !isFailure(outcome) && outcome.outcome === 'conflict' ? outcome.found : null,
    refusedThere: isFailure(outcome) ? outcome : null,
  };
}

/** Why the file is not there, when it is not. */
function failureOf({ path }: ArchivedFile, outcome: Outcome): MaloteError | null {
  if (isFailure(outcome)) return outcome;
  return outcome.outcome === 'conflict' ? new MaloteError('SHARE_VERIFY_FAILED', { path: toStored(path) }) : null;
}

/**
 * Writes the files of one batch into the archive, each verified by reading it back, then flushes their folders. What another content, a
 * folder or a pipe has the name of lies beside it. What was written before an error stays and is recognised as the same content the next
 * time. After an error that concerns the whole root nothing more is begun, and what was begun has ended when this throws.
 * @returns what lies there, in order, and what could not be brought there for a reason of its own
 * @throws MaloteError SHARE_* of more than one file, CANCELLED
 */
export async function archiveEach(
  root: FileRoot,
  files: readonly FileToArchive[],
  signal: AbortSignal,
): Promise<{ readonly archived: readonly ArchivedFile[]; readonly failed: readonly NotArchived[] }> {
  if (files.length === 0) return { archived: [], failed: [] };
  const first = await placeEach(root, files, signal);
  const wanted = files.map((file, index) => archivedAt(file, first[index] as Outcome));
  const moves = wanted.flatMap(({ path }, index) =>
    goesBeside(first[index] as Outcome) ? [{ index, file: { ...(files[index] as FileToArchive), path } }] : [],
  );
  const beside = moves.map(({ file: { path, bytes, sha256 } }) => ({ path, bytes, sha256 }));
  const second = await placeEach(root, beside, signal);
  const outcomes = [...first];
  for (const [place, { index }] of moves.entries()) {
    const outcome = second[place] as Outcome;
    // why it could not lie where it belongs says more than why it could not lie beside
    if (!isFailure(outcome) || !isFailure(first[index] as Outcome)) outcomes[index] = outcome;
  }
  const failures = outcomes.map((outcome, index) => failureOf(wanted[index] as ArchivedFile, outcome));
  const archived = wanted.filter((_, index) => failures[index] === null);
  const failed = failures.flatMap((error, index) =>
    error === null ? [] : [{ wanted: (files[index] as FileToArchive).path, error }],
  );
  await root.flush({ signal });
  return { archived, failed };
}

/** `fileEachAway`, all or an error. @throws MaloteError SHARE_*, CANCELLED */
export async function archiveBatch(
  root: FileRoot,
  files: readonly FileToArchive[],
  signal: AbortSignal,
): Promise<readonly ArchivedFile[]> {
  const { archived, failed } = await archiveEach(root, files, signal);
  if (failed[0] !== undefined) throw failed[0].error;
  return archived;
}
