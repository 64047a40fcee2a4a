import { randomBytes } from 'node:crypto';
import { open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { checkSettings } from './check';
import { isObject } from './json';
import type { JsonObject } from './json';
import { mergeUnknown } from './merge';
import type { Settings } from './schema';
import { secretFields, withoutSecrets } from './secrets';

export const SETTINGS_FILE = 'settings.json';

export interface SettingsDraft {
  /** What the file holds, unchecked and without secrets; empty when there is no file or it was broken. */
  readonly draft: JsonObject;
  /** SETTINGS_BROKEN, SETTINGS_SECRET: to be shown, in this order. */
  readonly warnings: readonly MaloteError[];
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly warnings: readonly MaloteError[];
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'motivo desconhecido';

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new MaloteError('SETTINGS_UNREADABLE', { file, reason: codeOf(error) }, { cause: error });
  }
}

function parse(text: string): { readonly value: JsonObject } | { readonly reason: string } {
  if (text.trim() === '') return { reason: 'está vazio' };
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isObject(value) ? { value } : { reason: 'não contém um objeto JSON' };
  } catch {
    return { reason: 'não é um JSON válido' };
  }
}

/** Keeps the broken file under a name of its own: somebody may have written it by hand. */
async function setAside(dir: string, file: string, reason: string): Promise<MaloteError> {
  const keptAt = join(dir, `settings.broken-${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
  try {
    await rename(file, keptAt);
  } catch (error) {
    throw new MaloteError('SETTINGS_UNREADABLE', { file, reason: `${reason} (${codeOf(error)})` }, { cause: error });
  }
  return new MaloteError('SETTINGS_BROKEN', { file, reason, keptAt });
}

/**
 * What the workspace's settings.json holds, for a form or an assistant: never fails for its content. A broken file is set
 * aside as `settings.broken-<time>.json` and reported as a warning; fields that look like secrets are left out and reported.
 * @throws SETTINGS_UNREADABLE
 */
export async function readDraft(dir: string): Promise<SettingsDraft> {
  const file = join(dir, SETTINGS_FILE);
  const text = await readText(file);
  if (text === null) return { draft: {}, warnings: [] };
  const parsed = parse(text);
  if ('reason' in parsed) return { draft: {}, warnings: [await setAside(dir, file, parsed.reason)] };
  const secrets = secretFields(parsed.value);
  if (secrets.length === 0) return { draft: parsed.value, warnings: [] };
  const warning = new MaloteError('SETTINGS_SECRET', { file, fields: secrets.join(', ') });
  return { draft: withoutSecrets(parsed.value) as JsonObject, warnings: [warning] };
}

/**
 * The workspace's settings, checked and with defaults. `warnings` holds SETTINGS_SECRET when a secret stood in the file.
 * @throws SETTINGS_BROKEN (the file has been set aside; the next call says SETTINGS_INCOMPLETE), SETTINGS_INCOMPLETE
 * (also when there is no file), SETTINGS_INVALID, SETTINGS_UNREADABLE.
 */
export async function loadSettings(dir: string): Promise<LoadedSettings> {
  const { draft, warnings } = await readDraft(dir);
  const broken = warnings.find((warning) => warning.code === 'SETTINGS_BROKEN');
  if (broken !== undefined) throw broken;
  return { settings: checkSettings(draft, join(dir, SETTINGS_FILE)), warnings };
}

async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dir, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Temporary file beside it, fsync, rename: a crash leaves the old or the new settings, never half of them. */
async function writeAtomically(dir: string, text: string): Promise<void> {
  const temporary = join(dir, `.settings-${randomBytes(6).toString('hex')}.part`);
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(dir, SETTINGS_FILE));
    await syncFolder(dir);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error;
  }
}

/**
 * Writes settings.json in an existing workspace, atomically. What the file holds that this version does not know is kept.
 * @throws SETTINGS_SECRET when a field looks like a secret (nothing is written), SETTINGS_INCOMPLETE, SETTINGS_INVALID,
 * SETTINGS_UNWRITABLE.
 */
export async function saveSettings(dir: string, settings: Settings): Promise<void> {
  const file = join(dir, SETTINGS_FILE);
  const secrets = secretFields(settings);
  if (secrets.length > 0) throw new MaloteError('SETTINGS_SECRET', { file, fields: secrets.join(', ') });
  const checked = checkSettings(settings, file);
  const { draft } = await readDraft(dir);
  try {
    await writeAtomically(dir, `${JSON.stringify(mergeUnknown(draft, checked), null, 2)}\n`);
  } catch (error) {
    throw new MaloteError('SETTINGS_UNWRITABLE', { file, reason: codeOf(error) }, { cause: error });
  }
}
