import { join } from 'node:path';
import { isMaloteError } from '../../shared/errors';
import { checkSettings } from './check';
import { parseObject, readText } from './file';
import type { Settings } from './schema';
import { SETTINGS_FILE } from './store';

/**
 * The settings as the file says them now, for who looks often while somebody may be writing it: null when they cannot be had, and
 * then nothing is put aside and nobody is told.
 */
export async function peekSettings(dir: string): Promise<Settings | null> {
  const file = join(dir, SETTINGS_FILE);
  try {
    const text = await readText(file);
    const parsed = text === null ? null : parseObject(text);
    return parsed === null || 'reason' in parsed ? null : checkSettings(parsed.value, file);
  } catch (error) {
    if (isMaloteError(error)) return null;
    throw error;
  }
}
