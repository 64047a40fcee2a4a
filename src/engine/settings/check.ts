import { dirname } from 'node:path';
import type { z } from 'zod';
import { MaloteError } from '../../shared/errors';
import { isObject, valueAt } from './json';
import { placeProblems, realPlaceProblems, type SettingsPlace } from './places';
import { FIELD_LABELS, GROUPS, settingsSchema } from './schema';
import type { Settings } from './schema';
import { settingsMessages } from '../../shared/messages/pt-BR/settings';

/** A missing group counts as an empty one, so that its missing fields are named one by one. */
export function withGroups(raw: unknown): unknown {
  const empty = Object.fromEntries(Object.keys(GROUPS).map((group) => [group, {}]));
  return isObject(raw) ? { ...empty, ...raw } : raw;
}

function labelOf(field: string): string {
  const label = FIELD_LABELS[field];
  return label === undefined ? field : `${label} (${field})`;
}

const fieldOf = (issue: z.core.$ZodIssue): string => issue.path.map(String).join('.');

function isMissing(raw: unknown, issue: z.core.$ZodIssue): boolean {
  const value = valueAt(raw, issue.path);
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

/** What is wrong, for people. A group of the wrong type has only zod's own words, which are English, so it gets ours. */
function wrongText(issue: z.core.$ZodIssue): string {
  return `${labelOf(fieldOf(issue))}: ${issue.path.length < 2 ? settingsMessages.noGroup : issue.message}`;
}

/** @throws MaloteError SETTINGS_INVALID naming every field that has a problem */
function refuse(problems: Readonly<Record<string, string>>, file: string): void {
  const found = Object.entries(problems);
  if (found.length === 0) return;
  const fields = found.map(([field, words]) => `${labelOf(field)}: ${words}`).join('; ');
  throw new MaloteError('SETTINGS_INVALID', { file, fields, field: found[0]?.[0] ?? null });
}

/**
 * What `checkSettings` cannot tell from texts: whether two folders are one, or lie in each other, by another name. For before work begins.
 * @param file where they stand
 * @throws SETTINGS_INVALID
 */
export async function checkRealPlaces(settings: Settings, file: string): Promise<void> {
  refuse(await realPlaceProblems(settings, { workspace: dirname(file) }), file);
}

/**
 * Checks settings as read or typed, as a whole, and fills in the defaults.
 * @param place where they hold: folders are compared as seen from there
 * @throws SETTINGS_INCOMPLETE naming every missing field, SETTINGS_INVALID naming every wrong one.
 */
export function checkSettings(
  raw: unknown,
  file: string,
  place: SettingsPlace = { workspace: dirname(file) },
): Settings {
  const grouped = withGroups(raw);
  const result = settingsSchema.safeParse(grouped);
  if (result.success) {
    refuse(placeProblems(result.data, place), file);
    return result.data;
  }
  const { issues } = result.error;
  const missing = issues.filter((issue) => isMissing(grouped, issue)).map(fieldOf);
  // `field` is the first one, for who leads people there
  if (missing.length > 0)
    throw new MaloteError('SETTINGS_INCOMPLETE', {
      file,
      fields: missing.map(labelOf).join(', '),
      field: missing[0] ?? null,
    });
  const field = issues[0] === undefined ? null : fieldOf(issues[0]);
  throw new MaloteError('SETTINGS_INVALID', { file, fields: issues.map(wrongText).join('; '), field });
}
