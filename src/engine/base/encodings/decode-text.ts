import { decodeWindows1252 } from './windows-1252';

type Wide = 'utf-16le' | 'utf-16be';

/** How many characters at the head tell UTF-16 without a byte-order mark by its zeros. */
const HEAD_PAIRS = 64;

/** UTF-16 by its byte-order mark or, without one, by zeros beside nearly every character at the head; null for anything else. */
function wideOf(bytes: Uint8Array): Wide | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(HEAD_PAIRS, bytes.length >> 1);
  const zeros = [0, 0];
  for (let at = 0; at < 2 * pairs; at += 1) if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (pairs < 2 || Math.min(even, odd) > 0 || Math.max(even, odd) < 0.7 * pairs) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

/** Text that a person's program wrote: UTF-16, UTF-8, or else windows-1252, which never fails. Without its byte-order mark. */
export function decodeText(bytes: Uint8Array): string {
  const wide = wideOf(bytes);
  if (wide !== null) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeWindows1252(bytes);
  }
}

/** Decodes piece by piece; without bytes, the end. @throws TypeError for bytes that the encoding does not have */
export type StreamDecoder = (bytes?: Uint8Array) => string;

const LATIN_DECLARED = /^<\?xml\s[^>]*?\bencoding\s*=\s*["'](?:iso-?8859-1|latin-?1|windows-1252|cp-?1252)["']/i;

/** For a part of XML that begins with these bytes: UTF-16, a declared Latin, or strict UTF-8. */
export function streamDecoder(head: Uint8Array): StreamDecoder {
  const declaration = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 256)).toString('latin1');
  if (LATIN_DECLARED.test(declaration)) return (bytes) => (bytes === undefined ? '' : decodeWindows1252(bytes));
  const decoder = new TextDecoder(wideOf(head) ?? 'utf-8', { fatal: true });
  return (bytes) => (bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true }));
}
