import type { MaloteError } from '../../shared/errors';
import type { Sha256 } from '../domain';

/** A path inside a root: names from the root down, without separators. Built by `relPath`, which sanitises or refuses. */
export type RelPath = readonly string[];

export interface Fingerprint {
  readonly size: number;
  readonly sha256: Sha256;
}

/** What stands under a name where another content is looked for. */
export interface Standing {
  readonly size: number;
  /** Null: it was not read, since its size alone says that it is not that content. */
  readonly sha256: Sha256 | null;
}

/** What became of a file that was to be placed. */
export type Placement =
  /** Written through a temporary name, flushed, renamed and read back with this size and hash. */
  | { readonly outcome: 'placed'; readonly found: Fingerprint }
  /** A file with the same content was already there, read and compared. */
  | { readonly outcome: 'same'; readonly found: Fingerprint }
  /** Another content stands under this name; nothing was written. */
  | { readonly outcome: 'conflict'; readonly found: Standing };

export interface FileOptions {
  readonly signal?: AbortSignal;
  /** Gives up (SHARE_TIMEOUT) after this long; default 30 s. */
  readonly deadlineMs?: number;
}

export interface ReadOptions extends FileOptions {
  /** Only these bytes of it: fewer where it ends, none beyond. Default: the whole file. */
  readonly part?: FilePart;
}

export interface FingerprintOptions extends FileOptions {
  /** Bytes of the content that is looked for: of a large file of another size nothing is read. */
  readonly wantedSize?: number;
}

export interface FilePart {
  readonly from: number;
  readonly bytes: number;
}

export interface WriteOptions extends FileOptions {
  /** Replace the file if, and only if, its present content has this hash. Default: never replace. */
  readonly replacing?: Sha256;
}

export interface BatchOptions extends FileOptions {
  /** How many files of the batch are worked on at once; default 12. `deadlineMs` counts for each file from its turn on. */
  readonly concurrency?: number;
}

export interface FileToWrite {
  readonly path: RelPath;
  readonly bytes: Uint8Array;
  /** As in `PlaceOptions`. */
  readonly replacing?: Sha256;
}

/**
 * What became of one file of a batch. `begun` false: nothing was done about this file; it was held back, with the error that
 * another file of the batch had met and that concerns the whole root.
 */
export type ItemResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: MaloteError; readonly begun: boolean };

export type WriteResult = ItemResult<Placement>;
export type ReadResult = ItemResult<Uint8Array | null>;
export type FingerprintResult = ItemResult<Fingerprint | null>;

/** At each depth below the listed folder, the names of the folders that are entered; none said: all. */
export type FolderNames = readonly (readonly string[] | null)[];

export interface ListOptions extends FileOptions {
  readonly names?: FolderNames;
}

export interface ListedFile {
  readonly path: RelPath;
  readonly size: number;
  readonly modifiedMs: number;
}

/** A folder that holds files of its own. */
export interface FolderDigest {
  readonly path: RelPath;
  /** Its own files, without those of the folders in it. */
  readonly files: number;
  readonly bytes: number;
  /** Of the names, sizes and times of its own files, as `FolderDigester` makes it: equal while nothing was done to them. */
  readonly digest: string;
}

/**
 * All input and output on one configured root (archive, import share …). Every failure is a MaloteError with a SHARE_* code
 * and the cause in words. Each root can stand in this process (`openLocalRoot`) or behind a process of its own (`openAgentRoot`).
 */
export interface FileRoot {
  /** Stable name of the root in ledger and logs: "archive", "import", "cancelled". */
  readonly id: string;
  /** For people: the configured folder. */
  readonly location: string;
  writeVerified(path: RelPath, bytes: Uint8Array, options?: WriteOptions): Promise<Placement>;
  /** Null when there is no such file. */
  read(path: RelPath, options?: ReadOptions): Promise<Uint8Array | null>;
  /** `place` for each file, in one go. One result for each, in their order; never rejects. */
  writeVerifiedMany(files: readonly FileToWrite[], options?: BatchOptions): Promise<readonly WriteResult[]>;
  /** `read` for each path, in one go. One result for each, in their order; never rejects. */
  readMany(paths: readonly RelPath[], options?: BatchOptions): Promise<readonly ReadResult[]>;
  /**
   * Size and hash of what is read back now; null when there is no such file.
   * @throws SHARE_UNFIT also of a file whose content still comes when the deadline is near: it is too large, the root is well
   */
  fingerprint(path: RelPath, options?: FingerprintOptions): Promise<Standing | null>;
  /** `fingerprint` for each path, in one go, where the files are. One result for each, in their order; never rejects. */
  fingerprintMany(paths: readonly RelPath[], options?: BatchOptions): Promise<readonly FingerprintResult[]>;
  /** Flushes the folders touched since the last call, so that names survive a power cut too. */
  flush(options?: FileOptions): Promise<void>;
  /**
   * Every file below `folder`, deepest detail; temporary files of Malote are left out. A folder's own files come first, one after
   * the other in order of name, then those of the folders in it.
   */
  list(folder: RelPath, options?: ListOptions): AsyncIterable<ListedFile>;
  /** One digest for each folder that `list` would tell files of, in its order, made where the files are. */
  folders(folder: RelPath, options?: ListOptions): AsyncIterable<FolderDigest>;
  /** Moves a file within the root without overwriting. False when the source is not there. */
  move(from: RelPath, to: RelPath, options?: FileOptions): Promise<boolean>;
  /** Takes a file away for good, whatever it holds: for who made it and alone knows that nobody needs it. False when it is not there. */
  remove(path: RelPath, options?: FileOptions): Promise<boolean>;
  /** Write, flush, read back and delete a probe file; the folder must exist already. */
  check(options?: FileOptions): Promise<{ readonly latencyMs: number; readonly freeBytes: number | null }>;
  close(): Promise<void>;
}

/** Absolute path for people and logs, in the platform's own form. */
export type ShowPath = (root: string, path: RelPath) => string;
