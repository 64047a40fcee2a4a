import { randomBytes } from 'node:crypto';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { decodeText } from '../encodings';
import { jsonFault } from './json-fault';
import { isObject } from './json';
import type { JsonObject } from './json';

export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'motivo desconhecido';

/** In any encoding that an editor on Windows saves. Null when there is no such file. @throws SETTINGS_UNREADABLE */
export async function readText(file: string): Promise<string | null> {
  try {
    return decodeText(await readFile(file));
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

async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}

async function replace(dir: string, name: string, text: string): Promise<void> {
  const temporary = join(dir, `.settings-${randomBytes(6).toString('hex')}.part`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(dir, name));
    await syncFolder(dir);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/**
 * Temporary file beside it, fsync, rename: a crash leaves the old or the new object, never half of one.
 * @throws SETTINGS_UNWRITABLE
 */
export async function writeObject(dir: string, name: string, value: JsonObject): Promise<void> {
  try {
    await replace(dir, name, `${JSON.stringify(value, null, 2)}\n`);
  } catch (error) {
    throw new MaloteError('SETTINGS_UNWRITABLE', { file: join(dir, name), reason: codeOf(error) }, { cause: error });
  }
}
