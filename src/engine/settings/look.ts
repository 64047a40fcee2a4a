import { join } from 'node:path';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { checkRealPlaces, checkSettings } from './check';
import { parseObject, readText } from './file';
import type { JsonObject } from './json';
import { withPlainPaths } from './path-fields';
import type { Settings } from './schema';
import { secretFields, secretValues, withoutSecrets } from './secrets';
import { SETTINGS_FILE } from './store';

/** The settings as somebody who may change nothing finds them. */
export interface SettingsSight {
  /** Null while they cannot be used. */
  readonly settings: Settings | null;
  /** What the file holds, without secrets; empty where it holds nothing that can be read. */
  readonly draft: JsonObject;
  /** SETTINGS_SECRET where that alone is wrong: the settings hold. */
  readonly error: MaloteError | null;
  /** Values of fields that look like secrets, for who has to hide them elsewhere. */
  readonly secrets: readonly string[];
}

/** As `loadSettings` and `checkRealPlaces`; what is broken stays where it is. Never throws for what the file holds. */
export async function lookAtSettings(dir: string): Promise<SettingsSight> {
  const file = join(dir, SETTINGS_FILE);
  try {
    const parsed = parseObject((await readText(file)) ?? '{}');
    if ('reason' in parsed)
      return refused(new MaloteError('DIAGNOSIS_SETTINGS_BROKEN', { file, reason: parsed.reason }));
    return await lookAt(parsed.value, file);
  } catch (error) {
    if (!isMaloteError(error)) throw error;
    return refused(error);
  }
}

async function lookAt(held: JsonObject, file: string): Promise<SettingsSight> {
  const secrets = secretFields(held);
  const draft = withPlainPaths(withoutSecrets(held) as JsonObject);
  try {
    const settings = checkSettings(draft, file);
    await checkRealPlaces(settings, file);
    const told = secrets.length === 0 ? null : new MaloteError('SETTINGS_SECRET', { file, fields: secrets.join(', ') });
    return { settings, draft, error: told, secrets: secretValues(held) };
  } catch (error) {
    if (!isMaloteError(error)) throw error;
    return { ...refused(error), draft, secrets: secretValues(held) };
  }
}

function refused(error: MaloteError): SettingsSight {
  return { settings: null, draft: {}, error, secrets: [] };
}
