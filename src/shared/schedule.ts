import { z } from 'zod';
import type { DeepReadonly } from './ipc/deep-readonly';
import type { JobKind } from './jobs';
import { scheduledWorkTitles } from './messages/pt-BR/schedule';

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/**
 * When something is to be done, by the clock and the calendar of this computer. Business days are those on which Brazil's banks work, and
 * the office's own holidays are none of them.
 */
export const scheduleRuleSchema = z.discriminatedUnion('days', [
  z.object({ days: z.literal('every'), at: clockTime }),
  z.object({ days: z.literal('business'), at: clockTime }),
  /** Days of the week, Sunday is 0. */
  z.object({ days: z.literal('weekly'), on: z.array(z.int().min(0).max(6)).min(1).max(7), at: clockTime }),
  /** A month without this day has it on its last one. */
  z.object({ days: z.literal('monthly'), day: z.int().min(1).max(31), at: clockTime }),
  /** The first business day of a month is 1. */
  z.object({ days: z.literal('nth-business'), nth: z.int().min(1).max(19), at: clockTime }),
  /** Five fields of cron. */
  z.object({ days: z.literal('cron'), pattern: z.string().min(9).max(200) }),
]);

export type ScheduleRule = DeepReadonly<z.infer<typeof scheduleRuleSchema>>;

/** Something that can be done at times, and when the office's standard schedule does it. */
export interface ScheduledWorkRow {
  /** As people call it, at the beginning of a line. */
  readonly title: string;
  /** The job that it begins; null: it reminds people. */
  readonly job: JobKind | null;
  /** Part of the standard only where the settings say where copies go. */
  readonly needsBackups?: true;
  /** Whether it may be limited to some companies, for a trial. */
  readonly limits: boolean;
  readonly standard: ScheduleRule;
}

const SUNDAY = 0;
const SATURDAY = 6;

/** Everything that can be done at times. What each asks of its job stands in `engine/schedule/asked.ts`. */
export const SCHEDULED_WORKS = {
  'run-current': {
    title: scheduledWorkTitles.runCurrent,
    job: 'run',
    limits: true,
    standard: { days: 'business', at: '06:00' },
  },
  'run-previous': {
    title: scheduledWorkTitles.runPrevious,
    job: 'run',
    limits: true,
    standard: { days: 'business', at: '20:00' },
  },
  'audit-light': {
    title: scheduledWorkTitles.auditLight,
    job: 'audit',
    limits: false,
    standard: { days: 'every', at: '01:00' },
  },
  'audit-full': {
    title: scheduledWorkTitles.auditFull,
    job: 'audit',
    limits: false,
    standard: { days: 'weekly', on: [SATURDAY], at: '13:00' },
  },
  scrub: {
    title: scheduledWorkTitles.scrub,
    job: 'scrub',
    limits: false,
    standard: { days: 'weekly', on: [SUNDAY], at: '03:00' },
  },
  backup: {
    title: scheduledWorkTitles.backup,
    job: 'backup',
    needsBackups: true,
    limits: false,
    standard: { days: 'every', at: '02:30' },
  },
  'backup-proof': {
    title: scheduledWorkTitles.backupProof,
    job: 'backup-proof',
    needsBackups: true,
    limits: false,
    standard: { days: 'weekly', on: [SATURDAY], at: '10:00' },
  },
  retention: {
    title: scheduledWorkTitles.retention,
    job: 'retention',
    limits: false,
    standard: { days: 'every', at: '04:30' },
  },
  'closing-reminder': {
    title: scheduledWorkTitles.closingReminder,
    job: null,
    limits: false,
    standard: { days: 'nth-business', nth: 3, at: '09:00' },
  },
  'silence-check': {
    title: scheduledWorkTitles.silenceCheck,
    job: null,
    limits: false,
    standard: { days: 'business', at: '18:00' },
  },
} as const satisfies Readonly<Record<string, ScheduledWorkRow>>;

export type ScheduledWork = keyof typeof SCHEDULED_WORKS;

export const SCHEDULED_WORK_NAMES = Object.keys(SCHEDULED_WORKS) as [ScheduledWork, ...ScheduledWork[]];

/** The same rows, each as any of them. */
export const SCHEDULED_WORK_ROWS: Readonly<Record<ScheduledWork, ScheduledWorkRow>> = SCHEDULED_WORKS;

/**
 * What becomes of a due time. `waiting`: for its hour, for what it must not work beside, or for the next attempt. `passed-over`: its
 * schedule was paused or removed before it began.
 */
export const SCHEDULE_RUN_STATES = [
  'waiting',
  'running',
  'complete',
  'stopped',
  'failed',
  'interrupted',
  'passed-over',
] as const;
export type ScheduleRunState = (typeof SCHEDULE_RUN_STATES)[number];
