import { z } from 'zod';
import {
  channelFields,
  forChannelFields,
  SETTABLE_CHANNELS,
  type ChannelField,
  type ChannelSettings,
  type SettableChannel,
} from '../../shared/alert-channels';
import { SIEG_ADDRESS } from '../../shared/audience';
import { isLoopback } from '../base';
import { readOwnHolidays } from '../domain';
import { pathProblem, plainPath } from './path-text';
import { RETENTION_DAYS, type RetentionSetting } from '../../shared/retention';
import { SIEG_GENERATION_NAMES } from '../../shared/sieg-generations';
import { CHANNEL_FIELD_WORDS } from '../../shared/messages/pt-BR/alert-channels';
import { settingsMessages } from '../../shared/messages/pt-BR/settings';

function isAcceptedAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
  return isSecure && [username, password, search, hash].every((part) => part === '');
}

/** A folder, a file or, for the workbook, an address: without the quotes and marks that copying leaves around it. */
const pathText = z
  .string({ error: settingsMessages.noText })
  .transform(plainPath)
  .pipe(z.string().min(1, settingsMessages.emptyText))
  .superRefine((path, context) => {
    const problem = pathProblem(path);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: settingsMessages.oneOf(values) });
const wholeNumber = (from: number, to: number) => {
  const error = settingsMessages.wholeNumber(from, to);
  return z.int({ error }).min(from, error).max(to, error);
};

const flag = z.boolean({ error: settingsMessages.noFlag });
const anyText = z.string({ error: settingsMessages.noText }).trim();
/** Empty, or an hour such as "22:00". */
const timeOfDay = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d)?$/, settingsMessages.noTime);

/** For how many days something is kept, by its row. */
const kept = (name: RetentionSetting) => {
  const { standard, least, most } = RETENTION_DAYS[name];
  return wholeNumber(least, most).default(standard);
};

function channelField(field: ChannelField): z.ZodType {
  switch (field.is) {
    case 'flag':
      return flag.default(field.default);
    case 'text':
      return anyText.default(field.default);
    case 'number':
      return wholeNumber(field.from, field.to).default(field.default);
    case 'choice':
      return oneOf(field.of).default(field.default);
  }
}

function forChannels<Made>(make: (name: SettableChannel) => Made): Record<SettableChannel, Made> {
  return Object.fromEntries(SETTABLE_CHANNELS.map((name) => [name, make(name)])) as Record<SettableChannel, Made>;
}

type ChannelGroup<Name extends SettableChannel> = z.ZodObject<
  { readonly [Field in keyof ChannelSettings<Name>]: z.ZodDefault<z.ZodType<ChannelSettings<Name>[Field]>> },
  z.core.$loose
>;
type ChannelGroups = { readonly [Name in SettableChannel]: ChannelGroup<Name> };
type PrefaultGroups = { readonly [Name in SettableChannel]: z.ZodPrefault<ChannelGroup<Name>> };

/** A group for each alert channel, by its row. */
const groupOf = forChannels((name) =>
  z.looseObject(
    Object.fromEntries(Object.entries(channelFields(name)).map(([own, field]) => [own, channelField(field)])),
  ),
);
const channelGroups = groupOf as unknown as ChannelGroups;

/** The groups of settings.json. Every object is loose: what a newer version or a person has added survives a rewrite. */
export const GROUPS = {
  sieg: z.looseObject({
    generation: oneOf(SIEG_GENERATION_NAMES),
    baseUrl: z
      .string({ error: settingsMessages.noAddress })
      .refine(isAcceptedAddress, settingsMessages.badAddress)
      .default(SIEG_ADDRESS),
    /** Absent: the limit that the SIEG adapter knows. */
    requestsPerMinute: wholeNumber(1, 600).optional(),
  }),
  archive: z.looseObject({ root: pathText }),
  importShare: z.looseObject({
    root: pathText,
    layout: oneOf(['flat', 'by-type']).default('flat'),
    /** Absent: `Cancelados` inside the import share. */
    cancelledRoot: pathText.optional(),
  }),
  companies: z.looseObject({ workbook: pathText }),
  previousMonth: z.looseObject({
    /** Entrada issued on the first `days` days of a month is also copied to `Mês_anterior`; 0 is off. */
    days: wholeNumber(0, 28).default(0),
  }),
  capture: z.looseObject({
    /** At the closing, reports of every company that holds something; or also then only where something is missing. */
    reports: oneOf(['always', 'when-needed']).default('always'),
    /** Reports that SIEG is asked for at once; fewer while it struggles. What it bears is not known. */
    reportsAtOnce: wholeNumber(1, 16).default(6),
    /** Days after the end of a month during which it stays open; then its next run closes it. */
    graceDays: wholeNumber(0, 90).default(10),
    /** A run of an open month begins with what entered the vault since the last one. */
    dailyByUpload: flag.default(true),
    rescanPreviousMonth: flag.default(true),
  }),
  shares: z.looseObject({
    /** How often a healthy root is looked at. */
    checkEveryMinutes: wholeNumber(1, 60).default(5),
    /** How much of this computer's disk downloaded pages may fill while the archive is away. */
    spoolMegabytes: wholeNumber(16, 102_400).default(1_024),
  }),
  alerts: z.looseObject({
    /** How long an outage lasts before it is told again; 0 is never. */
    reminderMinutes: wholeNumber(0, 1_440).default(60),
    /** Whether falls and returns of the folders, and ends of runs, are sent at all; the window's list has them in any case. */
    aboutShares: flag.default(true),
    aboutRuns: flag.default(true),
    quietFrom: timeOfDay.default(''),
    quietTo: timeOfDay.default(''),
  }),
  schedule: z.looseObject({
    /** In these hours nothing begins by the schedule; it waits until they are over. */
    quietFrom: timeOfDay.default(''),
    quietTo: timeOfDay.default(''),
    /** Days of the office's own on which nobody works: "25/01, 09/07/2027". */
    ownHolidays: z
      .string({ error: settingsMessages.noText })
      .trim()
      .refine((text) => readOwnHolidays(text) !== null, settingsMessages.noHolidays)
      .default(''),
  }),
  heartbeat: z.looseObject({
    /** Asked while the engine watches, so that a monitor notices when it stops; empty: nobody is told. */
    url: z
      .string({ error: settingsMessages.noAddress })
      .trim()
      .refine((text) => text === '' || isAcceptedAddress(text), settingsMessages.badMonitor)
      .default(''),
    everyMinutes: wholeNumber(1, 1_440).default(5),
  }),
  health: z.looseObject({
    /** Of this computer alone: where a monitor here may read the health; 0 is off. */
    port: wholeNumber(0, 65_535).default(0),
  }),
  backup: z.looseObject({
    /** Absent: no copies are made. */
    folder: pathText.optional(),
    /** Whether it may lie on the disk of the workspace, which keeps nothing when that fails. */
    sameDisk: flag.default(false),
    /** How many of the newest days, weeks and months with a copy keep one. */
    daily: wholeNumber(1, 366).default(7),
    weekly: wholeNumber(0, 520).default(4),
    monthly: wholeNumber(0, 120).default(12),
  }),
  retention: z.looseObject({
    logDays: kept('logDays'),
    warningDays: kept('warningDays'),
    latencyDays: kept('latencyDays'),
    alertDays: kept('alertDays'),
    jobDays: kept('jobDays'),
    reportDays: kept('reportDays'),
  }),
  ...channelGroups,
} as const;

/** A file written before a group was known has none of it. */
export const settingsSchema = z.looseObject({
  ...GROUPS,
  shares: GROUPS.shares.prefault({}),
  alerts: GROUPS.alerts.prefault({}),
  schedule: GROUPS.schedule.prefault({}),
  heartbeat: GROUPS.heartbeat.prefault({}),
  health: GROUPS.health.prefault({}),
  backup: GROUPS.backup.prefault({}),
  retention: GROUPS.retention.prefault({}),
  ...(forChannels((name) => groupOf[name].prefault({})) as unknown as PrefaultGroups),
});

/** Settings as they are given to be saved: what has a default may be left out. */
export type SettingsToSave = z.input<typeof settingsSchema>;

/** settings.json, complete and checked. Paths are as written: relative ones are seen from the workspace. */
export type Settings = z.infer<typeof settingsSchema>;

/** Names of the fields for people. */
export const FIELD_LABELS: Readonly<Record<string, string>> = {
  ...settingsMessages.fields,
  ...forChannelFields((_, field) => CHANNEL_FIELD_WORDS[field].named),
};
