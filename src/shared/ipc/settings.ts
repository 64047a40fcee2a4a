import { z } from 'zod';
import {
  CHANNEL_DEFAULTS,
  CHANNEL_SETTINGS_FIELDS,
  forChannelFields,
  SECRET_AUDIENCES,
  type ChannelField,
  type ChannelSettingsField,
  type ChannelValues,
  type SecretAudience,
} from '../alert-channels';
import type { DeepReadonly } from './deep-readonly';
import { secretNameSchema } from './shell';
import { RETENTION_DAYS } from '../retention';
import { siegGenerationSchema } from '../sieg-generations';

/** Every field of the settings, named as the engine's settings name them. */
export const SETTINGS_FIELDS = [
  'sieg.generation',
  'sieg.baseUrl',
  'sieg.requestsPerMinute',
  'archive.root',
  'importShare.root',
  'importShare.layout',
  'importShare.cancelledRoot',
  'companies.workbook',
  'previousMonth.days',
  'capture.reports',
  'capture.reportsAtOnce',
  'capture.graceDays',
  'capture.dailyByUpload',
  'capture.rescanPreviousMonth',
  'shares.checkEveryMinutes',
  'shares.spoolMegabytes',
  'alerts.reminderMinutes',
  'alerts.aboutShares',
  'alerts.aboutRuns',
  'alerts.quietFrom',
  'alerts.quietTo',
  'schedule.quietFrom',
  'schedule.quietTo',
  'schedule.ownHolidays',
  'heartbeat.url',
  'heartbeat.everyMinutes',
  'health.port',
  'backup.folder',
  'backup.sameDisk',
  'backup.daily',
  'backup.weekly',
  'backup.monthly',
  'retention.logDays',
  'retention.warningDays',
  'retention.latencyDays',
  'retention.alertDays',
  'retention.jobDays',
  'retention.reportDays',
  ...CHANNEL_SETTINGS_FIELDS,
] as const;

export const settingsFieldSchema = z.enum(SETTINGS_FIELDS);

/** Fields that hold a folder or a file; the page sees how they are shown and never writes them. */
export const PLACE_FIELDS = [
  'archive.root',
  'importShare.root',
  'importShare.cancelledRoot',
  'companies.workbook',
  'backup.folder',
] as const satisfies readonly (typeof SETTINGS_FIELDS)[number][];

export const placeFieldSchema = z.enum(PLACE_FIELDS);

/** What the native picker is opened for: a field of the settings, or the folder of the system before this one. */
export const pickableSchema = z.enum([...PLACE_FIELDS, 'legacy']);

const text = z.string().max(2_000);

function plainField(field: ChannelField): z.ZodType {
  switch (field.is) {
    case 'flag':
      return z.boolean();
    case 'text':
      return text;
    case 'number':
      return z.number();
    case 'choice':
      return z.enum(field.of);
  }
}

const channelFields = forChannelFields(plainField) as {
  readonly [Field in ChannelSettingsField]: z.ZodType<ChannelValues[Field]>;
};
const plainFields = {
  'sieg.generation': siegGenerationSchema,
  'sieg.baseUrl': text,
  /** Null: the limit that the SIEG adapter knows. */
  'sieg.requestsPerMinute': z.number().nullable(),
  'importShare.layout': z.enum(['flat', 'by-type']),
  /** 0 is off. */
  'previousMonth.days': z.number(),
  'capture.reports': z.enum(['always', 'when-needed']),
  'capture.reportsAtOnce': z.number(),
  /** After the end of a month; then its next run closes it. */
  'capture.graceDays': z.number(),
  'capture.dailyByUpload': z.boolean(),
  'capture.rescanPreviousMonth': z.boolean(),
  'shares.checkEveryMinutes': z.number(),
  'shares.spoolMegabytes': z.number(),
  /** 0 is off. */
  'alerts.reminderMinutes': z.number(),
  'alerts.aboutShares': z.boolean(),
  'alerts.aboutRuns': z.boolean(),
  /** "22:00"; empty: no quiet hours. */
  'alerts.quietFrom': text,
  'alerts.quietTo': text,
  /** Hours in which nothing begins by the schedule; empty: none. */
  'schedule.quietFrom': text,
  'schedule.quietTo': text,
  /** "25/01, 09/07/2027" */
  'schedule.ownHolidays': text,
  /** Empty: nobody is told. */
  'heartbeat.url': text,
  'heartbeat.everyMinutes': z.number(),
  /** 0 is off. */
  'health.port': z.number(),
  'backup.sameDisk': z.boolean(),
  'backup.daily': z.number(),
  'backup.weekly': z.number(),
  'backup.monthly': z.number(),
  /** Days; `reportDays` 0: for good. */
  'retention.logDays': z.number(),
  'retention.warningDays': z.number(),
  'retention.latencyDays': z.number(),
  'retention.alertDays': z.number(),
  'retention.jobDays': z.number(),
  'retention.reportDays': z.number(),
  ...channelFields,
};

/** What these fields are where the file says nothing. */
export const WATCH_DEFAULTS = {
  'shares.checkEveryMinutes': 5,
  'shares.spoolMegabytes': 1_024,
  'alerts.reminderMinutes': 60,
  'alerts.aboutShares': true,
  'alerts.aboutRuns': true,
  'alerts.quietFrom': '',
  'alerts.quietTo': '',
  'schedule.quietFrom': '',
  'schedule.quietTo': '',
  'schedule.ownHolidays': '',
  'heartbeat.url': '',
  'heartbeat.everyMinutes': 5,
  'health.port': 0,
  'backup.sameDisk': false,
  'backup.daily': 7,
  'backup.weekly': 4,
  'backup.monthly': 12,
  'retention.logDays': RETENTION_DAYS.logDays.standard,
  'retention.warningDays': RETENTION_DAYS.warningDays.standard,
  'retention.latencyDays': RETENTION_DAYS.latencyDays.standard,
  'retention.alertDays': RETENTION_DAYS.alertDays.standard,
  'retention.jobDays': RETENTION_DAYS.jobDays.standard,
  'retention.reportDays': RETENTION_DAYS.reportDays.standard,
  ...CHANNEL_DEFAULTS,
} as const;

/** Where a place comes from: never a path of the page's making. */
export const placeChoiceSchema = z.discriminatedUnion('use', [
  /** What the settings hold now, unchanged (nothing, when they hold nothing). */
  z.object({ use: z.literal('stored') }),
  /** What the native picker gave under this id (see `main.pickPath`). */
  z.object({ use: z.literal('picked'), id: z.string().max(100) }),
  /** The workbook only: an https address that was typed. */
  z.object({ use: z.literal('address'), address: text }),
  z.object({ use: z.literal('none') }),
]);

/** A form as it is saved or tested: every field, as typed; the engine says what is wrong with it. */
export const settingsInputSchema = z.object({
  ...plainFields,
  'archive.root': placeChoiceSchema,
  'importShare.root': placeChoiceSchema,
  'importShare.cancelledRoot': placeChoiceSchema,
  'companies.workbook': placeChoiceSchema,
  'backup.folder': placeChoiceSchema,
});

const audiences = Object.fromEntries(
  SECRET_AUDIENCES.map(({ audience }) => [audience, z.string().nullable()]),
) as Record<SecretAudience, z.ZodNullable<z.ZodString>>;

export const keyStateSchema = z.object({
  /** For which generation a key is held; null when none is. */
  generation: siegGenerationSchema.nullable(),
  /**
   * `disk`: encrypted by the operating system, there after a restart. `session`: until the program ends, because this computer
   * offers no encryption.
   */
  kept: z.enum(['disk', 'session']),
  /** Secrets of the alert channels that are held. */
  secrets: z.array(secretNameSchema),
  /** Whom the key, and each secret that is for a server, are for (`audienceOf`); null where none is held, or it is not known. */
  audience: z.object({ sieg: z.string().nullable(), ...audiences }),
});

/** The settings for a form. */
export const settingsFormSchema = z.object({
  /** What is stored, completed by the defaults; a place is null when it is not set. */
  values: z.object({
    ...plainFields,
    'archive.root': z.string().nullable(),
    'importShare.root': z.string().nullable(),
    'importShare.cancelledRoot': z.string().nullable(),
    /** An address without its query string. */
    'companies.workbook': z.string().nullable(),
    'backup.folder': z.string().nullable(),
  }),
  /** One sentence in Portuguese for each field that is missing or wrong. */
  problems: z.partialRecord(settingsFieldSchema, z.string()),
  /** What is wrong with the file itself. */
  warnings: z.array(z.object({ message: z.string(), action: z.string() })),
  key: keyStateSchema,
  /** The settings of the demonstration are shown, not changed. */
  readOnly: z.boolean(),
  /** `values` are of a form that was left before it was complete: none of it is in force yet. */
  unfinished: z.boolean(),
});

export const settingsSavedSchema = z.discriminatedUnion('saved', [
  z.object({ saved: z.literal(true) }),
  z.object({ saved: z.literal(false), problems: z.partialRecord(settingsFieldSchema, z.string()) }),
]);

export const testResultSchema = z.object({
  ok: z.boolean(),
  /** What was found, in Portuguese. */
  words: z.string(),
  /** What to do about it. */
  action: z.string().optional(),
});

export type SettingsField = z.infer<typeof settingsFieldSchema>;
export type PlaceField = z.infer<typeof placeFieldSchema>;
export type Pickable = z.infer<typeof pickableSchema>;
export type PlaceChoice = DeepReadonly<z.infer<typeof placeChoiceSchema>>;
export type SettingsInput = DeepReadonly<z.infer<typeof settingsInputSchema>>;
export type SettingsForm = DeepReadonly<z.infer<typeof settingsFormSchema>>;
export type SettingsProblems = SettingsForm['problems'];
export type SettingsSaved = DeepReadonly<z.infer<typeof settingsSavedSchema>>;
export type KeyState = DeepReadonly<z.infer<typeof keyStateSchema>>;
export type TestResult = DeepReadonly<z.infer<typeof testResultSchema>>;
