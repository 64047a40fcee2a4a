import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { decodeText } from '../base';
import { fileReason, readRegular, replaceFile } from '../files';
import { jsonFault } from './json-fault';
import { isObject, type JsonObject } from './json';
import { settingsMessages } from '../../shared/messages/pt-BR/settings';

/** Settings are a page of text. */
const MOST_BYTES = 1024 * 1024;

/** In any encoding that an editor on Windows saves. Null when there is no such file. @throws SETTINGS_UNREADABLE */
export async function readText(file: string): Promise<string | null> {
  try {
    return decodeText(await readRegular(file, MOST_BYTES));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    const reason = fileReason(error, settingsMessages.file.usualSize);
    throw new MaloteError('SETTINGS_UNREADABLE', { file, reason }, { cause: error });
  }
}

/** The JSON object in a text; else why there is none, in Portuguese. */
export function parseObject(text: string): { readonly value: JsonObject } | { readonly reason: string } {
  if (text.trim() === '') return { reason: settingsMessages.file.empty };
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value } : { reason: settingsMessages.file.noObject };
  } catch (error) {
    return { reason: jsonFault(text, error) };
  }
}

/** A crash leaves the old or the new object, never half of one. @throws SETTINGS_UNWRITABLE */
export async function writeObject(dir: string, name: string, value: JsonObject): Promise<void> {
  try {
    await replaceFile(join(dir, name), `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new MaloteError(
      'SETTINGS_UNWRITABLE',
      { file: join(dir, name), reason: fileReason(error) },
      { cause: error },
    );
  }
}
