import { unzipSync } from 'fflate';
import type { UnzipFileInfo } from 'fflate';

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
}

export type ArchiveReading =
  | { readonly entries: readonly ArchiveEntry[] }
  | { readonly problem: 'archive-broken' | 'too-large' };

const RATIO_FREE_BYTES = 1_048_576;

/**
 * Unpacks a ZIP by its central directory, the only place where sizes can be trusted when entries were streamed. The directory is
 * read and judged before a byte is unpacked; an entry that unpacks to more than it declares is broken.
 */
export function readArchive(bytes: Uint8Array, limits: ArchiveLimits): ArchiveReading {
  const infos = directoryOf(bytes);
  if (infos === null) return { problem: 'archive-broken' };
  if (exceeds(infos, limits)) return { problem: 'too-large' };
  return { entries: unpack(bytes, infos) };
}

/** Why an archive should not be unpacked, judged by its directory alone; null when it may be. */
export function archiveProblem(bytes: Uint8Array, limits: ArchiveLimits): 'archive-broken' | 'too-large' | null {
  const infos = directoryOf(bytes);
  if (infos === null) return 'archive-broken';
  return exceeds(infos, limits) ? 'too-large' : null;
}

function directoryOf(bytes: Uint8Array): UnzipFileInfo[] | null {
  const infos: UnzipFileInfo[] = [];
  try {
    unzipSync(bytes, {
      filter: (info) => {
        infos.push(info);
        return false;
      },
    });
    return infos;
  } catch {
    return null;
  }
}

function exceeds(infos: readonly UnzipFileInfo[], limits: ArchiveLimits): boolean {
  const total = infos.reduce((sum, info) => sum + info.originalSize, 0);
  const inflated = infos.some((info) => info.originalSize > RATIO_FREE_BYTES && info.originalSize > info.size * limits.maxRatio);
  return infos.length > limits.maxEntries || total > limits.maxTotalBytes || inflated;
}

/** All at once when that is safe; one by one when names repeat (fflate would keep only the last) or an entry is broken. */
function unpack(bytes: Uint8Array, infos: readonly UnzipFileInfo[]): ArchiveEntry[] {
  const wanted = infos.map((info, ordinal) => ({ name: info.name, ordinal })).filter(({ name }) => !name.endsWith('/'));
  const distinct = new Set(wanted.map(({ name }) => name)).size === wanted.length;
  const all = distinct ? tryUnzip(bytes, () => true) : null;
  return wanted.map(({ name, ordinal }) => {
    const unpacked = all ?? tryUnzip(bytes, (index) => index === ordinal);
    return { name, bytes: (unpacked !== null && Object.hasOwn(unpacked, name) ? unpacked[name] : null) ?? null };
  });
}

function tryUnzip(bytes: Uint8Array, wants: (ordinal: number) => boolean): Record<string, Uint8Array> | null {
  let ordinal = -1;
  try {
    return unzipSync(bytes, {
      filter: () => {
        ordinal += 1;
        return wants(ordinal);
      },
    });
  } catch {
    return null;
  }
}
