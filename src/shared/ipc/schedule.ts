import { z } from 'zod';
import { SCHEDULE_RUN_STATES, SCHEDULED_WORK_NAMES, scheduleRuleSchema } from '../schedule';
import type { DeepReadonly } from './deep-readonly';
import { errorEnvelopeSchema, instantSchema } from './primitives';

export const scheduledWorkSchema = z.enum(SCHEDULED_WORK_NAMES);

/** A due time and what became of it. */
export const scheduleRunSchema = z.object({
  id: z.int(),
  dueAt: instantSchema,
  /** Earlier due times that it stands for as well, since nobody was there to begin at them. */
  missed: z.int().min(0),
  /** Nobody was there at its time, or the computer slept. */
  late: z.boolean(),
  /** Asked for by a person, besides the schedule. */
  byHand: z.boolean(),
  state: z.enum(SCHEDULE_RUN_STATES),
  attempts: z.int().min(0),
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  error: errorEnvelopeSchema.nullable(),
});

/** One line of the schedule. */
export const scheduleSchema = z.object({
  id: z.int(),
  work: scheduledWorkSchema,
  rule: scheduleRuleSchema,
  /** So many companies of the workbook alone, for a trial; null: all. */
  limit: z.int().nullable(),
  paused: z.boolean(),
  /** Null while it is paused, or where its rule names no time any more. */
  nextAt: instantSchema.nullable(),
  /** What is to be begun, or is at work. */
  current: scheduleRunSchema.nullable(),
  /** The last one that has ended. */
  last: scheduleRunSchema.nullable(),
});

export const newScheduleSchema = z.object({
  work: scheduledWorkSchema,
  rule: scheduleRuleSchema,
  limit: z.int().min(1).max(5_000).optional(),
});

const nothing = z.undefined();
const one = z.object({ id: z.int() });

/** What may be asked of the schedule. How it stands is in the deltas. */
export const scheduleRequests = {
  addSchedule: { input: newScheduleSchema, output: nothing },
  /** Everything of the office's standard schedule that is not scheduled yet. */
  addStandardSchedule: { input: nothing, output: nothing },
  pauseSchedule: { input: one.extend({ paused: z.boolean() }), output: nothing },
  removeSchedule: { input: one, output: nothing },
  /** At once, or as soon as what it must not work beside has ended. */
  runScheduleNow: { input: one, output: nothing },
} as const;

export type ScheduleView = DeepReadonly<z.infer<typeof scheduleSchema>>;
export type ScheduleRunView = DeepReadonly<z.infer<typeof scheduleRunSchema>>;
export type NewSchedule = DeepReadonly<z.infer<typeof newScheduleSchema>>;
