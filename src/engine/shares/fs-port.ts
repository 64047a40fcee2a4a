import * as fs from 'node:fs/promises';
import { digestRegular, readRegular, readRegularPart } from '../files';
import { systemCode } from '../../shared/errors/system-codes';

export interface FileFacts {
  /** Device number; 0 where the system does not say (some Windows volumes). */
  readonly device: bigint;
  /** File number within the device; 0 where the system does not say. */
  readonly inode: bigint;
  readonly size: number;
  readonly modifiedMs: number;
  readonly isDirectory: boolean;
}

export interface SizeAndTime {
  readonly size: number;
  readonly modifiedMs: number;
}

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
}

export interface OpenFile {
  /** Writes from `offset` to the end at the current position; gives how many bytes were taken, which may be fewer. */
  write(bytes: Uint8Array, offset: number): Promise<number>;
  /** fsync: content and metadata. */
  sync(): Promise<void>;
  stat(): Promise<FileFacts>;
  close(): Promise<void>;
}

export interface Digest {
  readonly size: number;
  readonly sha256: string;
}

/** No page in the spool and no document is larger. */
export const WHOLE_MOST = 512 * 1024 ** 2;
/** What is larger is no document of anybody's, and not worth hours of reading. */
const DIGEST_MOST = 8 * 1024 ** 3;

/** The few file system calls that a root needs. Errors carry Node's `code`. Tests bend it with faults. */
export interface FsPort {
  /** `wx` creates and refuses an existing name; `r` opens for reading (a folder too, on POSIX). */
  open(path: string, flags: 'wx' | 'r'): Promise<OpenFile>;
  /** The whole of a regular file. @param most bytes; default `WHOLE_MOST` @throws also NOT_A_FILE, TOO_LARGE, before a byte is held */
  readFile(path: string, most?: number): Promise<Uint8Array>;
  /** Size and SHA-256 of a regular file that is too large to be held. @param enough as of `digestRegular` */
  digest(path: string, enough?: AbortSignal): Promise<Digest>;
  /** `bytes` of it from `from` on: fewer where it ends, none beyond. */
  readPart(path: string, from: number, bytes: number): Promise<Uint8Array>;
  /** Follows links. Null for no such file (ENOENT, ENOTDIR), which costs less than an error. */
  stat(path: string): Promise<FileFacts | null>;
  /** What `stat` says of some files, without what costs more; in their order. Null for no such file. */
  sizes(paths: readonly string[]): Promise<readonly (SizeAndTime | null)[]>;
  mkdir(path: string): Promise<void>;
  readdir(path: string): Promise<readonly DirectoryEntry[]>;
  rename(from: string, to: string): Promise<void>;
  link(existing: string, added: string): Promise<void>;
  unlink(path: string): Promise<void>;
  /** An empty folder only. */
  rmdir(path: string): Promise<void>;
  /** Bytes free to this user. */
  freeBytes(path: string): Promise<number>;
}

interface BigStats {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly size: bigint;
  readonly mtimeMs: bigint;
  isDirectory(): boolean;
}

export const factsOf = (stats: BigStats): FileFacts => ({
  device: stats.dev,
  inode: stats.ino,
  size: Number(stats.size),
  modifiedMs: Number(stats.mtimeMs),
  isDirectory: stats.isDirectory(),
});

export const sizeOf = ({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): SizeAndTime => ({
  size,
  modifiedMs: mtimeMs,
});

const STATS_AT_ONCE = 8;

async function sizes(paths: readonly string[]): Promise<(SizeAndTime | null)[]> {
  const found: (SizeAndTime | null)[] = [];
  for (let start = 0; start < paths.length; start += STATS_AT_ONCE) {
    const some = paths.slice(start, start + STATS_AT_ONCE);
    found.push(...(await Promise.all(some.map((path) => orAbsent(fs.stat(path).then(sizeOf))))));
  }
  return found;
}

function openFileOf(handle: fs.FileHandle): OpenFile {
  return {
    write: async (bytes, offset) => (await handle.write(bytes, offset, bytes.length - offset, null)).bytesWritten,
    sync: () => handle.sync(),
    stat: async () => factsOf(await handle.stat({ bigint: true })),
    close: () => handle.close(),
  };
}

export function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : 'other';
}

const ABSENT = new Set(['ENOENT', 'ENOTDIR']);

/** Null instead of "no such file". Any other failure stays a failure: not knowing is not absence. */
export async function orAbsent<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (ABSENT.has(systemCode(error) ?? '')) return null;
    throw error;
  }
}

/** The real file system, through Node. */
export const nodeFs: FsPort = {
  open: async (path, flags) => openFileOf(await fs.open(path, flags)),
  readFile: (path, most = WHOLE_MOST) => readRegular(path, most),
  digest: (path, enough) => digestRegular(path, DIGEST_MOST, enough),
  readPart: readRegularPart,
  stat: (path) => orAbsent(fs.stat(path, { bigint: true }).then(factsOf)),
  sizes,
  mkdir: async (path) => {
    await fs.mkdir(path);
  },
  readdir: async (path) =>
    (await fs.readdir(path, { withFileTypes: true })).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  rename: (from, to) => fs.rename(from, to),
  link: (existing, added) => fs.link(existing, added),
  unlink: (path) => fs.unlink(path),
  rmdir: (path) => fs.rmdir(path),
  freeBytes: async (path) => {
    const { bavail, bsize } = await fs.statfs(path);
    return bavail * bsize;
  },
};
