import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly';
import { alertsSchema } from './alerts';
import { auditStatusSchema } from './audit';
import { journalActionSchema } from './journal-actions';
import { jobSchema } from './jobs';
import { legacyStatusSchema } from './legacy';
import { recoverySchema, wholeRecoverySchema } from './recovery';
import { scheduleSchema } from './schedule';
import { outboxSchema, scrubSchema, shareLineSchema, spoolSchema } from './shares';
import { monthVerdictSchema, VERDICT_STATES } from './verdict';
import { instantSchema, monthSchema, taxIdSchema } from './primitives';
import { runProgressSchema, runSummarySchema, totalsSchema } from '../views';

const count = z.int().min(0);

/** The engine's process as main sees it. `attempt` counts its restarts after a crash, from 1; `gone` means that main gave up. */
export const engineStatusSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('starting') }),
  /** `heldBy`: another program of the office that has the workspace; absent: this one has it. */
  z.object({ state: z.literal('ready'), heldBy: z.enum(['window', 'service']).optional() }),
  z.object({ state: z.literal('crashed'), attempt: z.int().min(1) }),
  z.object({ state: z.literal('gone') }),
]);

export const workspaceSchema = z.object({
  /** The folder, for people. */
  shown: z.string(),
  /** Whether the settings are complete, so that a run can start (the key apart). */
  configured: z.boolean(),
  /** What the demonstration office is made of; null in the office's own workspace. */
  demonstration: z.object({ companies: count, documents: count, seed: z.int() }).nullable(),
});

export const runSchema = runProgressSchema.extend({
  /** How the run was asked to end, while it has not ended yet. */
  stopping: z.enum(['after-page', 'now']).nullable(),
  /** The companies it is limited to; null for all. */
  only: z.array(taxIdSchema).nullable(),
});

/** A run that did not come to its end by itself. Starting its month again goes on where it stopped. */
export const resumableSchema = z.object({
  month: monthSchema,
  outcome: z.enum(['interrupted', 'stopped', 'failed']),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  only: z.array(taxIdSchema).nullable(),
  archived: count,
  /** Null when SIEG had not been counted yet. */
  expected: count.nullable(),
});

export const companyRowSchema = z.object({
  taxId: taxIdSchema,
  folder: z.string(),
  phase: z.enum(['waiting', 'capturing', 'comparing', 'delivering', 'aside', ...VERDICT_STATES]),
  nfe: count,
  cte: count,
  other: count,
  /** nfe + cte + other. */
  archived: count,
  delivered: count,
  /** What the verdict counts as missing or not in order. Null while nobody knows: a run is at work, or the verdict is open. */
  gaps: count.nullable(),
  /** 0 to 1: delivered of what is known to belong to the company. Null while it cannot be told honestly. */
  progress: z.number().min(0).max(1).nullable(),
  /** Documents archived a minute of late; null when nothing is coming in. */
  ratePerMinute: z.number().min(0).nullable(),
  /** Null while it cannot be told honestly. */
  etaSeconds: z.number().min(0).nullable(),
});

export const journalLineSchema = z.object({
  id: z.int(),
  at: instantSchema,
  /** For icons and filters. */
  action: journalActionSchema,
  /** One sentence in Portuguese. */
  text: z.string(),
});

export const noticeSchema = z.object({
  /** Unique within an epoch and a source. */
  id: z.string(),
  at: instantSchema,
  level: z.enum(['info', 'warning', 'error']),
  text: z.string(),
  code: z.string().nullable(),
});

/** Lines of the journal, and notices, that a state holds at most: the last ones. */
export const JOURNAL_TAIL = 200;
export const NOTICE_TAIL = 100;
/** Jobs that a state holds. */
export const JOB_TAIL = 12;

const figures = {
  workspace: workspaceSchema,
  /** The month that is shown: companies, totals and last summary are of it. */
  month: monthSchema,
  /** The run under way, of whatever month. */
  run: runSchema.nullable(),
  resumable: resumableSchema.nullable(),
  /** What the recorded facts prove of the month that is shown; null before anything is known of it. */
  verdict: monthVerdictSchema.nullable(),
  /** The last attempt at the month that has ended, with the facts as they stand now. */
  lastSummary: runSummarySchema.nullable(),
  totals: totalsSchema,
  /** The configured roots, in the order archive, import, cancelled, workbook. */
  shares: z.array(shareLineSchema),
  outbox: outboxSchema,
  spool: spoolSchema,
  /** The last "verificar de novo"; null when there has been none since the engine started. */
  scrub: scrubSchema.nullable(),
  alerts: alertsSchema,
  audit: auditStatusSchema,
  /** The recovery at work, else the last one that was touched. */
  recovery: recoverySchema.nullable(),
  /** The one click at work, else the last one. */
  wholeRecovery: wholeRecoverySchema.nullable(),
  legacy: legacyStatusSchema,
  /** Long works of every kind, at work in whatever process or ended: the last ones, newest first. */
  jobs: z.array(jobSchema),
  /** What is done at times, in the order in which it was added. */
  schedule: z.array(scheduleSchema),
};

/** Everything that the console shows of the engine. */
export const consoleStateSchema = z.object({
  /** Changes with every start of the engine's process; revisions of two epochs cannot be compared. */
  epoch: z.string(),
  revision: count,
  /** The engine itself always says `ready`; `followConsole` replaces it by what main says. */
  engine: engineStatusSchema,
  ...figures,
  /** In the order of their folders. */
  companies: z.array(companyRowSchema),
  /** Oldest first. */
  journal: z.array(journalLineSchema),
  /** Oldest first. */
  notices: z.array(noticeSchema),
});

/** `replace` true: these are all there are now; false: rows to be put in the place of those with the same key, or appended. */
const rowsOf = <Row extends z.ZodType>(row: Row) => z.object({ replace: z.boolean(), rows: z.array(row) });

/** What has changed from revision - 1 to revision. */
export const deltaSchema = z.object({
  epoch: z.string(),
  revision: z.int().min(1),
  /** Figures that have a new value. */
  set: z.object(figures).partial().optional(),
  companies: rowsOf(companyRowSchema).optional(),
  journal: rowsOf(journalLineSchema).optional(),
  notices: rowsOf(noticeSchema).optional(),
});

export type EngineStatus = DeepReadonly<z.infer<typeof engineStatusSchema>>;
export type WorkspaceView = DeepReadonly<z.infer<typeof workspaceSchema>>;
export type RunView = DeepReadonly<z.infer<typeof runSchema>>;
export type ResumableView = DeepReadonly<z.infer<typeof resumableSchema>>;
export type SummaryView = DeepReadonly<z.infer<typeof runSummarySchema>>;
export type TotalsView = DeepReadonly<z.infer<typeof totalsSchema>>;
export type CompanyLine = DeepReadonly<z.infer<typeof companyRowSchema>>;
export type JournalLine = DeepReadonly<z.infer<typeof journalLineSchema>>;
export type Notice = DeepReadonly<z.infer<typeof noticeSchema>>;
export type ConsoleState = DeepReadonly<z.infer<typeof consoleStateSchema>>;
export type Delta = DeepReadonly<z.infer<typeof deltaSchema>>;

/** Before anything is known of a month. */
export const EMPTY_TOTALS: TotalsView = {
  expected: null,
  archived: 0,
  delivered: 0,
  verified: 0,
  missing: 0,
  conflicts: 0,
  events: 0,
  cancelled: 0,
  unassigned: 0,
  refused: 0,
  pending: 0,
};
