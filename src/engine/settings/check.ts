import type { z } from 'zod';
import { MaloteError } from '../../shared/errors';
import { isObject, valueAt } from './json';
import { FIELD_LABELS, GROUPS, settingsSchema } from './schema';
import type { Settings } from './schema';

/** A missing group counts as an empty one, so that its missing fields are named one by one. */
export function withGroups(raw: unknown): unknown {
  const empty = Object.fromEntries(Object.keys(GROUPS).map((group) => [group, {}]));
  return isObject(raw) ? { ...empty, ...raw } : raw;
}

function labelOf(issue: z.core.$ZodIssue): string {
  const field = issue.path.map(String).join('.');
  const label = FIELD_LABELS[field];
  return label === undefined ? field : `${label} (${field})`;
}

function isMissing(raw: unknown, issue: z.core.$ZodIssue): boolean {
  const value = valueAt(raw, issue.path);
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** What is wrong, for people. A group of the wrong type has only zod's own words, which are English, so it gets ours. */
function wrongText(issue: z.core.$ZodIssue): string {
  return `${labelOf(issue)}: ${issue.path.length < 2 ? 'deve ser um grupo de campos' : issue.message}`;
}

/**
 * Checks settings as read or typed and fills in the defaults.
 * @throws SETTINGS_INCOMPLETE naming every missing field, SETTINGS_INVALID naming every wrong one.
 */
export function checkSettings(raw: unknown, file: string): Settings {
  const grouped = withGroups(raw);
  const result = settingsSchema.safeParse(grouped);
  if (result.success) return result.data;
  const missing = result.error.issues.filter((issue) => isMissing(grouped, issue)).map(labelOf);
  if (missing.length > 0) throw new MaloteError('SETTINGS_INCOMPLETE', { file, fields: missing.join(', ') });
  throw new MaloteError('SETTINGS_INVALID', { file, fields: result.error.issues.map(wrongText).join('; ') });
}
