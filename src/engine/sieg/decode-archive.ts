import { crc32, inflateRawSync } from 'node:zlib';
import { readZipDirectory } from './zip-directory';
import type { ZipEntry } from './zip-directory';

/** How much an archive may unpack to before it is taken for a bomb. */
export interface ArchiveLimits {
  readonly maxEntries: number;
  readonly maxTotalBytes: number;
  /** Largest ratio of unpacked to packed size, asked of entries above 1 MiB only (small XML packs very well). */
  readonly maxRatio: number;
}

export interface ArchiveEntry {
  readonly name: string;
  /** Null when this entry cannot be unpacked; the others still can. */
  readonly bytes: Uint8Array | null;
  /** As it lies in the archive. */
  readonly packed: Uint8Array;
}

export type ArchiveReading =
  { readonly entries: readonly ArchiveEntry[] } | { readonly problem: 'archive-broken' | 'too-large' };

const RATIO_FREE_BYTES = 1_048_576;

/** Unpacks a ZIP. Its directory is judged before a byte is unpacked, and every entry is held to the size and CRC declared there. */
export function readArchive(bytes: Uint8Array, limits: ArchiveLimits): ArchiveReading {
  const directory = readZipDirectory(bytes);
  if (directory === null) return { problem: 'archive-broken' };
  if (exceeds(directory, limits)) return { problem: 'too-large' };
  const files = directory.filter(({ name }) => !name.endsWith('/'));
  return { entries: files.map((entry) => ({ name: entry.name, bytes: unpack(entry), packed: entry.packed })) };
}

function exceeds(entries: readonly ZipEntry[], limits: ArchiveLimits): boolean {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  const inflated = entries.some(
    ({ size, packed }) => size > RATIO_FREE_BYTES && size > packed.length * limits.maxRatio,
  );
  return entries.length > limits.maxEntries || total > limits.maxTotalBytes || inflated;
}

function unpack(entry: ZipEntry): Uint8Array | null {
  if (entry.encrypted) return null;
  const bytes = entry.method === 0 ? entry.packed : entry.method === 8 ? inflate(entry) : null;
  return bytes !== null && bytes.length === entry.size && crc32(bytes) === entry.crc32 ? bytes : null;
}

function inflate(entry: ZipEntry): Uint8Array | null {
  try {
    // Room for one byte more than declared, so that an entry that holds more is seen to.
    return inflateRawSync(entry.packed, { maxOutputLength: entry.size + 1 });
  } catch {
    return null;
  }
}
