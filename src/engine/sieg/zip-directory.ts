/** One entry as the central directory describes it, the only place where sizes are right when an archive was streamed. */
export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc32: number;
  readonly size: number;
  /** The packed bytes. */
  readonly packed: Uint8Array;
}

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const ENCRYPTED = 1;
const UTF8_NAME = 0x800;

/**
 * The entries of a ZIP (APPNOTE 6.3.10, without the 64-bit extension: an answer is far below 4 GB).
 * @returns null when the directory, or an entry that it points to, does not lie within the bytes.
 */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    const end = findEnd(view);
    if (end === null) return null;
    const entries: ZipEntry[] = [];
    let at = view.getUint32(end + 16, true);
    for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
      if (view.getUint32(at, true) !== CENTRAL) return null;
      entries.push(entryAt(view, bytes, at));
      at +=
        CENTRAL_BYTES + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries;
  } catch (error) {
    // DataView throws RangeError for every offset outside the bytes.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function findEnd(view: DataView): number | null {
  const lowest = Math.max(0, view.byteLength - END_BYTES - LONGEST_COMMENT);
  for (let at = view.byteLength - END_BYTES; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return null;
}

function entryAt(view: DataView, bytes: Uint8Array, at: number): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const packedSize = view.getUint32(at + 20, true);
  const nameStart = at + CENTRAL_BYTES;
  const name = bytes.subarray(nameStart, nameStart + view.getUint16(at + 28, true));
  return {
    name: Buffer.from(name).toString((flags & UTF8_NAME) === 0 ? 'latin1' : 'utf8'),
    method: view.getUint16(at + 10, true),
    encrypted: (flags & ENCRYPTED) !== 0,
    crc32: view.getUint32(at + 16, true),
    size: view.getUint32(at + 24, true),
    packed: packedBytes(view, bytes, view.getUint32(at + 42, true), packedSize),
  };
}

function packedBytes(view: DataView, bytes: Uint8Array, local: number, size: number): Uint8Array {
  if (view.getUint32(local, true) !== LOCAL) throw new RangeError('no local header');
  const start = local + LOCAL_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + size > bytes.length) throw new RangeError('entry beyond the end');
  return bytes.subarray(start, start + size);
}
