import type { ErrorCode } from '../../shared/errors';

const MAGIC: readonly (readonly [ErrorCode, readonly number[]])[] = [
  ['FISCAL_ZIP', [0x50, 0x4b, 0x03, 0x04]],
  ['FISCAL_ZIP', [0x50, 0x4b, 0x05, 0x06]],
  ['FISCAL_GZIP', [0x1f, 0x8b]],
  ['FISCAL_PDF', [0x25, 0x50, 0x44, 0x46]],
];

const HEAD_BYTES = 1024;

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((value, index) => bytes[index] === value);
}

/** Spaces, NUL and the bytes of byte-order marks: what may stand before the first character that counts. */
function isEdge(byte: number): boolean {
  return byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf || byte >= 0xfe;
}

/** The first bytes that count, one character a byte and without the NULs of UTF-16; null when there are none. */
function significantHead(bytes: Uint8Array): string | null {
  const start = bytes.findIndex((byte) => !isEdge(byte));
  if (start < 0) return null;
  return Buffer.from(bytes.subarray(start, start + HEAD_BYTES))
    .toString('latin1')
    .replaceAll('\0', '');
}

/** Why the bytes cannot be a fiscal XML, told from their beginning alone; null when they may be one. */
export function sniff(bytes: Uint8Array): ErrorCode | null {
  for (const [code, magic] of MAGIC) if (startsWith(bytes, magic)) return code;
  const head = significantHead(bytes);
  if (head === null) return bytes.includes(0) ? 'FISCAL_BINARY' : 'FISCAL_EMPTY';
  if (/^(?:<!doctype\s+html|<html)\b/i.test(head)) return 'FISCAL_HTML';
  if (/^[{[]/.test(head)) return 'FISCAL_JSON';
  return head.startsWith('<') ? null : 'FISCAL_NOT_XML';
}
