import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { realNow } from '../base';
import { fileReason, renameFile } from '../files';
import { checkRealPlaces, checkSettings } from './check';
import { parseObject, readText, writeObject } from './file';
import type { JsonObject } from './json';
import { mergeUnknown } from './merge';
import { settingsProblems } from './problems';
import { withPlainPaths } from './path-fields';
import type { Settings, SettingsToSave } from './schema';
import { secretFields, withoutSecrets } from './secrets';
import { dropUnfinished, readUnfinished } from './unfinished';
import { settingsMessages } from '../../shared/messages/pt-BR/settings';

export const SETTINGS_FILE = 'settings.json';

export interface SettingsDraft {
  /** What the file holds, unchecked and without secrets; empty when there is no file or it was broken. */
  readonly draft: JsonObject;
  /** SETTINGS_BROKEN, SETTINGS_SECRET: to be shown, in this order. */
  readonly warnings: readonly MaloteError[];
}

export interface FormDraft extends SettingsDraft {
  /** Whether it is an unfinished form that was kept: nothing of it is in force. */
  readonly unfinished: boolean;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly warnings: readonly MaloteError[];
}

/** `settings.broken-2026-11-29-104105.json`, with a number behind it where that is taken: none takes another's place. */
async function freeName(dir: string, now = new Date(realNow())): Promise<string> {
  const [day = '', time = ''] = now.toISOString().split('T');
  const name = `settings.broken-${day}-${time.slice(0, 8).replaceAll(':', '')}`;
  const taken = new Set(await readdir(dir));
  let free = `${name}.json`;
  for (let more = 2; taken.has(free); more += 1) free = `${name}-${String(more)}.json`;
  return join(dir, free);
}

/** Keeps the broken file under a name of its own: somebody may have written it by hand. */
async function setAside(dir: string, file: string, reason: string): Promise<MaloteError> {
  try {
    const keptAt = await freeName(dir);
    await renameFile(file, keptAt);
    return new MaloteError('SETTINGS_BROKEN', { file, reason, keptAt });
  } catch (error) {
    throw new MaloteError(
      'SETTINGS_UNREADABLE',
      { file, reason: settingsMessages.file.notSetAside(reason, fileReason(error)) },
      { cause: error },
    );
  }
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
  const parsed = parseObject(text);
  if ('reason' in parsed) return { draft: {}, warnings: [await setAside(dir, file, parsed.reason)] };
  const secrets = secretFields(parsed.value);
  if (secrets.length === 0) return { draft: withPlainPaths(parsed.value), warnings: [] };
  const warning = new MaloteError('SETTINGS_SECRET', { file, fields: secrets.join(', ') });
  return { draft: withPlainPaths(withoutSecrets(parsed.value) as JsonObject), warnings: [warning] };
}

/**
 * What a form begins with: what settings.json holds, or, while that is not complete, what `keepUnfinished` has kept.
 * @throws SETTINGS_UNREADABLE
 */
export async function readForm(dir: string): Promise<FormDraft> {
  const stored = await readDraft(dir);
  const isComplete = Object.keys(settingsProblems(stored.draft, { workspace: dir })).length === 0;
  const kept = isComplete ? null : await readUnfinished(dir);
  return kept === null ? { ...stored, unfinished: false } : { ...stored, draft: kept, unfinished: true };
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

/**
 * Writes settings.json in an existing workspace, atomically. What the file holds that this version does not know is kept; what was
 * kept of an unfinished form is dropped.
 * @throws SETTINGS_SECRET when a field looks like a secret (nothing is written), SETTINGS_INCOMPLETE, SETTINGS_INVALID,
 * SETTINGS_UNWRITABLE.
 */
export async function saveSettings(dir: string, settings: SettingsToSave): Promise<void> {
  const file = join(dir, SETTINGS_FILE);
  const secrets = secretFields(settings);
  if (secrets.length > 0) throw new MaloteError('SETTINGS_SECRET', { file, fields: secrets.join(', ') });
  const checked = checkSettings(settings, file);
  await checkRealPlaces(checked, file);
  const { draft } = await readDraft(dir);
  await writeObject(dir, SETTINGS_FILE, mergeUnknown(draft, checked));
  await dropUnfinished(dir);
}
