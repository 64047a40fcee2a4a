import { join } from 'node:path';
import { z } from 'zod';
import { isAddress, resolveFrom, settingsProblems, shownSource, type JsonObject } from '../engine';
import {
  forChannelFields,
  type ChannelField,
  type ChannelSettingsField,
  type ChannelValues,
} from '../shared/alert-channels';
import { MaloteError } from '../shared/errors';
import type { KnownPlaces } from '../shared/ipc/host-link';
import {
  PLACE_FIELDS,
  SETTINGS_FIELDS,
  WATCH_DEFAULTS,
  type PlaceChoice,
  type PlaceField,
  type SettingsField,
  type SettingsForm,
  type SettingsInput,
  type SettingsProblems,
} from '../shared/ipc/settings';
import { DEFAULT_SIEG_GENERATION, siegGenerationSchema } from '../shared/sieg-generations';

type Groups = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** What stands in a field of settings.json, whatever it is. */
export function storedValue(draft: JsonObject, field: SettingsField): unknown {
  const [group = '', name = ''] = field.split('.');
  return (draft as Groups)[group]?.[name];
}

function shownField(field: ChannelField): z.ZodType {
  switch (field.is) {
    case 'flag':
      return z.boolean().catch(field.default);
    case 'text':
      return z.string().catch(field.default);
    case 'number':
      return z.number().catch(field.default);
    case 'choice':
      return z.enum(field.of).catch(field.default);
  }
}

const channelFields = forChannelFields(shownField) as {
  readonly [Field in ChannelSettingsField]: z.ZodCatch<z.ZodType<ChannelValues[Field]>>;
};

/** A form shows what the file holds; where that is nothing, or was spoilt by hand, it shows the default. */
const shownSchema = z.object({
  'sieg.generation': siegGenerationSchema.catch(DEFAULT_SIEG_GENERATION),
  'sieg.baseUrl': z.string().catch('https://api.sieg.com'),
  'sieg.requestsPerMinute': z.number().nullable().catch(null),
  'archive.root': z.string().nullable().catch(null),
  'importShare.root': z.string().nullable().catch(null),
  'importShare.layout': z.enum(['flat', 'by-type']).catch('flat'),
  'importShare.cancelledRoot': z.string().nullable().catch(null),
  'companies.workbook': z
    .string()
    .nullable()
    .catch(null)
    .transform((source) => source && shownSource(source)),
  'previousMonth.days': z.number().catch(0),
  'capture.reports': z.enum(['always', 'when-needed']).catch('always'),
  'capture.reportsAtOnce': z.number().catch(6),
  'capture.graceDays': z.number().catch(10),
  'capture.dailyByUpload': z.boolean().catch(true),
  'capture.rescanPreviousMonth': z.boolean().catch(true),
  'shares.checkEveryMinutes': z.number().catch(WATCH_DEFAULTS['shares.checkEveryMinutes']),
  'shares.spoolMegabytes': z.number().catch(WATCH_DEFAULTS['shares.spoolMegabytes']),
  'alerts.reminderMinutes': z.number().catch(WATCH_DEFAULTS['alerts.reminderMinutes']),
  'alerts.aboutShares': z.boolean().catch(true),
  'alerts.aboutRuns': z.boolean().catch(true),
  'alerts.quietFrom': z.string().catch(''),
  'alerts.quietTo': z.string().catch(''),
  'schedule.quietFrom': z.string().catch(''),
  'schedule.quietTo': z.string().catch(''),
  'schedule.ownHolidays': z.string().catch(''),
  'heartbeat.url': z.string().catch(''),
  'heartbeat.everyMinutes': z.number().catch(WATCH_DEFAULTS['heartbeat.everyMinutes']),
  'health.port': z.number().catch(WATCH_DEFAULTS['health.port']),
  'backup.folder': z.string().nullable().catch(null),
  'backup.sameDisk': z.boolean().catch(WATCH_DEFAULTS['backup.sameDisk']),
  'backup.daily': z.number().catch(WATCH_DEFAULTS['backup.daily']),
  'backup.weekly': z.number().catch(WATCH_DEFAULTS['backup.weekly']),
  'backup.monthly': z.number().catch(WATCH_DEFAULTS['backup.monthly']),
  'retention.logDays': z.number().catch(WATCH_DEFAULTS['retention.logDays']),
  'retention.warningDays': z.number().catch(WATCH_DEFAULTS['retention.warningDays']),
  'retention.latencyDays': z.number().catch(WATCH_DEFAULTS['retention.latencyDays']),
  'retention.alertDays': z.number().catch(WATCH_DEFAULTS['retention.alertDays']),
  'retention.jobDays': z.number().catch(WATCH_DEFAULTS['retention.jobDays']),
  'retention.reportDays': z.number().catch(WATCH_DEFAULTS['retention.reportDays']),
  ...channelFields,
});

export function shownValues(draft: JsonObject): SettingsForm['values'] {
  return shownSchema.parse(Object.fromEntries(SETTINGS_FIELDS.map((field) => [field, storedValue(draft, field)])));
}

export function problemsOf(raw: unknown, workspace: string): SettingsProblems {
  const problems = settingsProblems(raw, { workspace });
  return Object.fromEntries(
    SETTINGS_FIELDS.flatMap((field) => (problems[field] === undefined ? [] : [[field, problems[field]]])),
  );
}

/** What a form says, in the shape of settings.json, unchecked; and what is wrong with its places. */
export interface FormSettings {
  readonly raw: JsonObject;
  readonly problems: SettingsProblems;
}

/**
 * Turns a form into settings: places by their origin, never by a path of the page's making.
 * @param workspace where they would hold
 * @param pickedPath the path behind an id of the native picker, where it was picked for that field
 */
export async function formSettings(
  input: SettingsInput,
  draft: JsonObject,
  workspace: string,
  pickedPath: (id: string, what: PlaceField) => Promise<string | null>,
): Promise<FormSettings> {
  const problems: Partial<Record<SettingsField, string>> = {};
  const places: Partial<Record<PlaceField, unknown>> = {};
  for (const field of PLACE_FIELDS) {
    try {
      places[field] = await placeOf(field, input[field], draft, pickedPath);
    } catch (error) {
      if (!(error instanceof MaloteError)) throw error;
      problems[field] = error.message;
    }
  }
  const raw = {
    sieg: {
      generation: input['sieg.generation'],
      baseUrl: input['sieg.baseUrl'].trim(),
      ...optional('requestsPerMinute', input['sieg.requestsPerMinute']),
    },
    archive: { ...optional('root', places['archive.root']) },
    importShare: {
      ...optional('root', places['importShare.root']),
      layout: input['importShare.layout'],
      ...optional('cancelledRoot', places['importShare.cancelledRoot']),
    },
    companies: { ...optional('workbook', places['companies.workbook']) },
    previousMonth: { days: input['previousMonth.days'] },
    capture: {
      reports: input['capture.reports'],
      reportsAtOnce: input['capture.reportsAtOnce'],
      graceDays: input['capture.graceDays'],
      dailyByUpload: input['capture.dailyByUpload'],
      rescanPreviousMonth: input['capture.rescanPreviousMonth'],
    },
    ...watchGroups(input, { backup: { ...optional('folder', places['backup.folder']) } }),
  };
  return { raw, problems: { ...problemsOf(raw, workspace), ...problems } };
}

/** The groups whose fields are all plain, beside the places that some of them have. */
function watchGroups(input: SettingsInput, places: Record<string, Record<string, unknown>>): JsonObject {
  const groups = { ...places };
  for (const field of Object.keys(WATCH_DEFAULTS) as (keyof typeof WATCH_DEFAULTS)[]) {
    const [group = '', name = ''] = field.split('.');
    (groups[group] ??= {})[name] = input[field];
  }
  return groups;
}

function optional(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === null || value === undefined ? {} : { [name]: value };
}

/** @throws MaloteError SHELL_PLACE_UNKNOWN, COMPANIES_BAD_ADDRESS */
async function placeOf(
  field: PlaceField,
  choice: PlaceChoice,
  draft: JsonObject,
  pickedPath: (id: string, what: PlaceField) => Promise<string | null>,
): Promise<unknown> {
  switch (choice.use) {
    case 'stored':
      return storedValue(draft, field);
    case 'none':
      return undefined;
    case 'address':
      return workbookAddress(field, choice.address.trim());
    case 'picked': {
      const path = await pickedPath(choice.id, field);
      if (path === null) throw new MaloteError('SHELL_PLACE_UNKNOWN');
      return path;
    }
  }
}

/** Only the workbook may lie at an address, and only at a safe one: anything else would be a path that the page has made. */
function workbookAddress(field: PlaceField, address: string): string {
  const refused = new MaloteError('COMPANIES_BAD_ADDRESS', { source: shownSource(address) });
  if (field !== 'companies.workbook' || !isAddress(address) || !URL.canParse(address)) throw refused;
  if (new URL(address).protocol !== 'https:') throw refused;
  return address;
}

/** Where the folders of these settings are, for who is asked to open one. */
export function placesOf(workspace: string, draft: JsonObject): KnownPlaces {
  const folder = (field: SettingsField): string | null => {
    const value = storedValue(draft, field);
    return typeof value === 'string' && value.trim() !== '' ? resolveFrom(workspace, value) : null;
  };
  return {
    workspace,
    archive: folder('archive.root'),
    import: folder('importShare.root'),
    cancelled: folder('importShare.cancelledRoot'),
    reports: join(workspace, 'relatorios'),
  };
}
