import { withGroups } from './check';
import { valueAt } from './json';
import { placeProblems, realPlaceProblems, type SettingsPlace } from './places';
import { FIELD_LABELS, settingsSchema } from './schema';
import { settingsMessages } from '../../shared/messages/pt-BR/settings';

/** A sentence in Portuguese for each field (`sieg.baseUrl`) that is missing or cannot be used; empty for settings that are complete. */
export type SettingsProblems = Readonly<Record<string, string>>;

/** What trying a setting showed, in Portuguese. */
export interface SettingsTest {
  readonly ok: boolean;
  readonly words: string;
  /** What to do about it. */
  readonly action?: string;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

function sentence(field: string, words: string): string {
  const label = FIELD_LABELS[field] ?? field;
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}: ${words}.`;
}

/**
 * What is wrong with settings as typed or read, field by field, for a form: the same as `checkSettings` refuses. Never throws.
 * @param place where they would hold
 */
export function settingsProblems(raw: unknown, place: SettingsPlace): SettingsProblems {
  const grouped = withGroups(raw);
  const result = settingsSchema.safeParse(grouped);
  const problems: Record<string, string> = {};
  for (const issue of result.error?.issues ?? []) {
    const place = issue.path.map(String).join('.');
    // a group that is no group at all is the problem of each of its fields
    const fields = Object.keys(FIELD_LABELS).filter((field) => field === place || field.startsWith(`${place}.`));
    for (const field of fields) {
      const words = isEmpty(valueAt(grouped, field.split('.'))) ? settingsMessages.missing : issue.message;
      problems[field] ??= sentence(field, words);
    }
  }
  const places = result.success ? result.data : grouped;
  for (const [field, words] of Object.entries(placeProblems(places, place))) problems[field] ??= sentence(field, words);
  return problems;
}

/** As `settingsProblems`, by what the folders really are: for who saves them. Asks the system, within seconds. Never throws. */
export async function realSettingsProblems(raw: unknown, workspace: string): Promise<SettingsProblems> {
  const problems = Object.entries(await realPlaceProblems(raw, { workspace }));
  return Object.fromEntries(problems.map(([field, words]) => [field, sentence(field, words)]));
}
