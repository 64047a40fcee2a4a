import { z } from 'zod';
import { alertLineSchema } from './alerts';
import type { DeepReadonly } from './deep-readonly';
import { jobKindSchema, jobRequestSchema } from './jobs';
import { errorEnvelopeSchema, instantSchema } from './primitives';
import { scheduleRunSchema } from './schedule';
import { shareRootSchema } from './share-root';
import { runSummarySchema } from '../views';

const count = z.int().min(0);
const nothing = z.undefined();

/** What a copy of the workspace has come to. */
export const madeBackupSchema = z.object({
  id: z.string(),
  files: count,
  /** Of its files, unpacked. */
  bytes: count,
  /** That it has added to the store. */
  written: count,
  /** Copies that retention has taken away. */
  removed: z.array(z.string()),
});

/** What came of putting a copy together for trial. */
export const backupProofSchema = z.object({
  id: z.string(),
  at: instantSchema,
  files: count,
  bytes: count,
  /** Rows of the ledger in it, by table. */
  counts: z.record(z.string(), count),
});

/**
 * How a job has ended: what its own tables do not say. `subject` is its row there, of a run, an audit, a recovery or a correction, which
 * whoever asked reads by itself.
 */
export const jobOutcomeSchema = z.object({
  kind: jobKindSchema,
  subject: z.int().nullable(),
  /** Why it failed. */
  error: errorEnvelopeSchema.nullable(),
  /** Of a run, whole. */
  summary: runSummarySchema.nullable(),
  made: madeBackupSchema.nullable(),
  proof: backupProofSchema.nullable(),
});

export const deliveredSchema = z.object({
  delivered: count,
  conflicts: count,
  failed: count,
  pending: count,
  waitingFor: z.array(shareRootSchema),
  elsewhere: z.boolean(),
});

/** An alert for the notifications of the operating system. */
export const desktopAlertSchema = alertLineSchema.pick({
  id: true,
  severity: true,
  title: true,
  text: true,
  screen: true,
});

/**
 * What other programs of the office ask of who holds the workspace: commands, and windows that are attached. Answered at the end of the
 * work, however long it takes.
 */
export const commandRequests = {
  /**
   * Begins a job, or goes on with it. `join`: follows the one at work instead, which was asked for the same; null: there is none.
   * @throws MaloteError what kept it from beginning, and what it failed by
   */
  doJob: { input: z.object({ job: jobRequestSchema, join: z.boolean() }), output: jobOutcomeSchema.nullable() },
  /** Whether such a job is at work there, asked for the same. */
  isAtWork: { input: z.object({ job: jobRequestSchema }), output: z.boolean() },
  /** What a line of the schedule does, at once. `waiting`: as soon as what it must not work beside has ended. */
  doSchedule: { input: z.object({ id: z.int() }), output: scheduleRunSchema },
  /** Delivers what waits, also what failed and waits for its time. */
  deliver: { input: nothing, output: deliveredSchema },
  /** Who asks has changed the settings. */
  settingsChanged: { input: nothing, output: nothing },
  /** How the notification of a `desktop` went; `error`, the reason in Portuguese, is null when it was shown, and when nobody wants any. */
  desktopShown: { input: z.object({ id: z.int(), error: z.string().max(500).nullable() }), output: nothing },
} as const;

export type JobOutcome = DeepReadonly<z.infer<typeof jobOutcomeSchema>>;
