import { decodeText } from '../base';

export type FileKind = 'empty' | 'xlsx' | 'encrypted' | 'xls' | 'html' | 'text' | 'binary';

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/** An xlsx with a password is an OLE container with a stream of this name (MS-OFFCRYPTO), in UTF-16. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

/** The text at the beginning of a file; an even number of bytes, so that no character of UTF-16 is cut. */
function headOf(bytes: Uint8Array): string {
  return decodeText(bytes.subarray(0, 2048)).trimStart();
}

const COMMENTS = /^(?:<!--[^]*?-->\s*)+/;
const PAGE = /^(?:<!doctype html|<(?:html|head|meta|title|style|body|table|div|center|font)[\s>]|mime-version:)/i;

/** Whether the bytes are a web page: what a server sends when it wants a login, and what some programs write and call .xls. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  const head = headOf(bytes)
    .replace(/^<\?xml[^>]*>\s*/i, '')
    .replace(COMMENTS, '');
  return PAGE.test(head);
}

/** "XML Spreadsheet 2003", which Excel writes under the name .xls or .xml. */
function isXmlOf2003(bytes: Uint8Array): boolean {
  return /^<\?xml[^]*urn:schemas-microsoft-com:office:spreadsheet/i.test(headOf(bytes));
}

/** Whether the bytes are text in some encoding: UTF-16 has zeros of its own. */
function isText(bytes: Uint8Array): boolean {
  return !headOf(bytes).includes('\0');
}

/** What a file is by its first bytes; its name is not trusted. */
export function sniff(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty';
  if (startsWith(bytes, ZIP)) return 'xlsx';
  if (startsWith(bytes, OLE)) return Buffer.from(bytes).includes(ENCRYPTED_STREAM) ? 'encrypted' : 'xls';
  if (looksLikeHtml(bytes)) return 'html';
  if (isXmlOf2003(bytes)) return 'xls';
  return isText(bytes) ? 'text' : 'binary';
}
