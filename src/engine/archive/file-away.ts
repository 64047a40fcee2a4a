import type { Sha256 } from '../domain';
import { MaloteError } from '../../shared/errors';
import { toStored, type FileRoot, type Placement, type RelPath, type Standing } from '../shares';
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
}

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

async function placeAll(root: FileRoot, files: readonly FileToArchive[], signal: AbortSignal): Promise<Placement[]> {
  const placements: Placement[] = [];
  for (const go of inGoes(files)) {
    const results = await root.placeMany(go, { signal });
    const failures = results.flatMap((result) => (result.ok ? [] : [result]));
    const failure = failures.find(({ begun }) => begun) ?? failures[0];
    if (failure !== undefined) throw failure.error;
    placements.push(...results.flatMap((result) => (result.ok ? [result.value] : [])));
  }
  return placements;
}

/** Where a file comes to lie: under its own name, or beside what stands there. */
function archivedAt({ path, bytes, sha256 }: FileToArchive, { outcome, found }: Placement): ArchivedFile {
  const isTaken = outcome === 'conflict';
  return {
    ...{ wanted: path, path: isTaken ? conflictPath(path, sha256) : path, sha256, size: bytes.byteLength },
    conflictWith: isTaken ? found : null,
  };
}

/**
 * Writes the files of one batch into the archive, each verified by reading it back, then flushes their folders. All or an error:
 * what was written before the error stays and is recognised as the same content the next time. After an error that concerns the whole
 * root nothing more is begun, and what was begun has ended when this throws.
 * @throws MaloteError SHARE_*, CANCELLED
 */
export async function fileAway(
  root: FileRoot,
  files: readonly FileToArchive[],
  signal: AbortSignal,
): Promise<ArchivedFile[]> {
  if (files.length === 0) return [];
  const archived = (await placeAll(root, files, signal)).map((placement, index) =>
    archivedAt(files[index] as FileToArchive, placement),
  );
  const aside = archived.flatMap(({ path, conflictWith, sha256 }, index) =>
    conflictWith === null ? [] : [{ path, bytes: (files[index] as FileToArchive).bytes, sha256 }],
  );
  const second = await placeAll(root, aside, signal);
  const taken = aside.find((_, index) => second[index]?.outcome === 'conflict');
  if (taken !== undefined) throw new MaloteError('SHARE_VERIFY_FAILED', { path: toStored(taken.path) });
  await root.settle({ signal });
  return archived;
}
