import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { decodeText } from '../base';
import { readRegular, replaceFile } from '../files';
import { jsonFault } from './json-fault';
import { isObject, type JsonObject } from './json';

/** Settings are a page of text. */
const MOST_BYTES = 1024 * 1024;

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'motivo desconhecido';

/** In any encoding that an editor on Windows saves. Null when there is no such file. @throws SETTINGS_UNREADABLE */
export async function readText(file: string): Promise<string | null> {
  try {
    return decodeText(await readRegular(file, MOST_BYTES));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new MaloteError('SETTINGS_UNREADABLE', { file, reason: codeOf(error) }, { cause: error });
  }
}

/** The JSON object in a text; else why there is none, in Portuguese. */
export function parseObject(text: string): { readonly value: JsonObject } | { readonly reason: string } {
  if (text.trim() === '') return { reason: 'está vazio' };
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value } : { reason: 'não contém um objeto JSON' };
  } catch (error) {
    return { reason: jsonFault(text, error) };
  }
}

/** A crash leaves the old or the new object, never half of one. @throws SETTINGS_UNWRITABLE */
export async function writeObject(dir: string, name: string, value: JsonObject): Promise<void> {
  try {
    await replaceFile(join(dir, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new MaloteError('SETTINGS_UNWRITABLE', { file: join(dir, name), reason: codeOf(error) }, { cause: error });
  }
}
