import { asciiUpper, findAccessKeys, hasValidCheckDigit, isAccessKey } from '../domain';
import { MaloteError } from '../../shared/errors';

/** Enough of a huge file to meet its key. */
const HINT_BYTES = 1024 * 1024;

/** An access key as an element writes it. @throws MaloteError FISCAL_KEY_INVALID when it has not the shape of one. */
export function requireKey(value: string | null): string {
  const key = asciiUpper(value ?? '');
  if (!isAccessKey(key)) throw new MaloteError('FISCAL_KEY_INVALID');
  return key;
}

/** The key in an Id attribute, after its literal prefix. @throws MaloteError FISCAL_KEY_INVALID */
export function keyFromId(id: string | null, prefix: string): string {
  const key = id?.startsWith(prefix) ? id.slice(prefix.length) : id;
  return requireKey(key);
}

const LITERAL_AND_KEY = /^\s*([A-Za-z][A-Za-z0-9]{0,9}?)?(\d{6}[0-9A-Za-z]{12}\d{26})\s*$/;

/**
 * The key in the Id of a body (`infNFCom`), after the literal of its project: letters, or the body's own name where that ends in a
 * digit. Null for Ids of other kinds, such as longer numbers.
 */
export function keyInId(body: string, id: string): string | null {
  const [, literal = '', key = ''] = LITERAL_AND_KEY.exec(id) ?? [];
  if (key === '' || (/\d$/.test(literal) && asciiUpper(literal) !== asciiUpper(body.slice(3)))) return null;
  return asciiUpper(key);
}

/** An access key that stands in bytes that could not be read; one with a right check digit is preferred. */
export function keyHint(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HINT_BYTES)).toString('latin1');
  const keys = findAccessKeys(head.replaceAll('\0', ''));
  return keys.find(hasValidCheckDigit) ?? keys[0] ?? null;
}
