import { decodeText } from './csv';

export type FileKind = 'empty' | 'xlsx' | 'encrypted' | 'xls' | 'html' | 'text' | 'binary';

const OLE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, index) => bytes[index] === byte);

/** An xlsx with a password is an OLE container with a stream of this name (MS-OFFCRYPTO), in UTF-16. */
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');

/** Whether the bytes are a web page: what a server sends instead of a file when it wants a login. */
export function looksLikeHtml(bytes: Uint8Array): boolean {
  const head = decodeText(bytes.subarray(0, 1024)).trimStart();
  return /^(?:<!doctype html|<html|<head|<\?xml[^>]*>\s*<(?:!doctype )?html)/i.test(head);
}

/** What a file is by its first bytes; its name is not trusted. */
export function sniff(bytes: Uint8Array): FileKind {
  if (bytes.length === 0) return 'empty';
  if (startsWith(bytes, ZIP)) return 'xlsx';
  if (startsWith(bytes, OLE)) return Buffer.from(bytes).includes(ENCRYPTED_STREAM) ? 'encrypted' : 'xls';
  if (looksLikeHtml(bytes)) return 'html';
  return bytes.subarray(0, 4096).includes(0) ? 'binary' : 'text';
}
