import { MaloteError } from '../../shared/errors';
import { REPAIRS, type RepairCode } from './repairs';
import { decodeWindows1252 } from '../base';

export interface Decoded {
  readonly text: string;
  readonly encoding: string;
  readonly repairs: readonly RepairCode[];
}

export type WideEncoding = 'utf-16le' | 'utf-16be';

const STRICT = { fatal: true, ignoreBOM: true };
const utf8 = new TextDecoder('utf-8', STRICT);
const DECLARATION = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/;
const DECLARATION_BYTES = 256;
const LATIN = /^(?:iso-?8859-1|latin-?1|windows-1252|cp-?1252|l1)$/i;
const UTF8_OR_ASCII = /^(?:utf-?8|us-ascii|ascii)$/i;

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 by its byte-order mark or, without one, by the NUL beside the first "<" (XML 1.0, appendix F). */
export function wideEncoding(bytes: Uint8Array): WideEncoding | null {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  return null;
}

/** Strict UTF-16 with its byte-order mark kept as U+FEFF, so that a character index is half a byte offset. */
export function decodeWide(bytes: Uint8Array, encoding: WideEncoding): string {
  try {
    return new TextDecoder(encoding, STRICT).decode(bytes);
  } catch (cause) {
    throw new MaloteError('FISCAL_UNDECODABLE', { encoding }, { cause });
  }
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, DECLARATION_BYTES)).toString(
    'latin1',
  );
  return DECLARATION.exec(head.replace(/^\u00ef\u00bb\u00bf/, '').trimStart())?.[1] ?? null;
}

function asLatin(bytes: Uint8Array, repairs: readonly RepairCode[]): Decoded {
  return { text: decodeWindows1252(bytes), encoding: 'windows-1252', repairs };
}

function asDeclared(bytes: Uint8Array, declared: string): Decoded | null {
  try {
    return { text: new TextDecoder(declared, STRICT).decode(bytes), encoding: declared.toLowerCase(), repairs: [] };
  } catch {
    return null;
  }
}

function decodeDeclared(bytes: Uint8Array, declared: string): Decoded {
  if (LATIN.test(declared)) {
    const utf8Text = strictUtf8(bytes);
    const reallyUtf8 = utf8Text !== null && utf8Text.length !== bytes.length;
    return asLatin(bytes, reallyUtf8 ? [REPAIRS.encodingDoubtful] : []);
  }
  const known = UTF8_OR_ASCII.test(declared) || /^utf-?16/i.test(declared) ? null : asDeclared(bytes, declared);
  if (known) return known;
  const text = strictUtf8(bytes);
  const contradicted = !UTF8_OR_ASCII.test(declared);
  if (text === null) return asLatin(bytes, [REPAIRS.encodingContradicted]);
  return { text, encoding: 'utf-8', repairs: contradicted ? [REPAIRS.encodingContradicted] : [] };
}

/**
 * Decodes the bytes of one document: byte-order mark, then declaration, then strict UTF-8, then windows-1252. ISO-8859-1 is read as
 * windows-1252; a declaration of UTF-8 that the bytes contradict gives windows-1252 and a repair. The text has no byte-order mark.
 * @throws MaloteError FISCAL_UNDECODABLE for UTF-16 that is not.
 */
export function decode(bytes: Uint8Array): Decoded {
  const wide = wideEncoding(bytes);
  if (wide) return { text: decodeWide(bytes, wide).replace(/^\ufeff/, ''), encoding: wide, repairs: [] };
  const declared = bytes[0] === 0xef ? null : declaredEncoding(bytes);
  if (declared !== null) return decodeDeclared(bytes, declared);
  const text = strictUtf8(bytes);
  if (text === null) return asLatin(bytes, [REPAIRS.encodingGuessed]);
  return { text: text.replace(/^\ufeff/, ''), encoding: 'utf-8', repairs: [] };
}
