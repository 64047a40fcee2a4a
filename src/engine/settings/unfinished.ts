import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseObject, readText, writeObject } from './file';
import { isObject } from './json';
import type { JsonObject } from './json';
import { settingsProblems } from './problems';
import { withoutSecrets } from './secrets';

/** What somebody has chosen before there was enough of it for settings.json. */
export const UNFINISHED_FILE = 'settings-draft.json';

/**
 * Keeps a form that is not complete yet, atomically. A value that settings.json would refuse is left out: an address typed with its
 * password must not end up on disk here either.
 * @throws SETTINGS_UNWRITABLE
 */
export async function keepUnfinished(dir: string, raw: JsonObject): Promise<void> {
  await writeObject(dir, UNFINISHED_FILE, withoutSecrets(withoutWrong(raw, dir)) as JsonObject);
}

/** What was kept; null when there is nothing that can be read. */
export async function readUnfinished(dir: string): Promise<JsonObject | null> {
  const text = await readText(join(dir, UNFINISHED_FILE)).catch(() => null);
  const parsed = parseObject(text ?? '');
  return 'value' in parsed ? (withoutSecrets(parsed.value) as JsonObject) : null;
}

/** One that cannot be removed does no harm: it is not looked at while settings.json is complete. */
export async function dropUnfinished(dir: string): Promise<void> {
  await rm(join(dir, UNFINISHED_FILE), { force: true }).catch(() => undefined);
}

function withoutWrong(raw: JsonObject, dir: string): JsonObject {
  const problems = settingsProblems(raw, { workspace: dir });
  return Object.fromEntries(
    Object.entries(raw).map(([group, fields]) => {
      if (!isObject(fields)) return [group, fields];
      const right = Object.entries(fields).filter(([name]) => problems[`${group}.${name}`] === undefined);
      return [group, Object.fromEntries(right)];
    }),
  );
}
