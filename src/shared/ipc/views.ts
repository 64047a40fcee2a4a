import { z } from 'zod';
import type { CompanyImportView, RunProgress, RuntimeProbe } from '../views';
import { damageProblemSchema, documentKindSchema, promiseSourceSchema, undeliveredStateSchema } from './documents';
import { shareRootSchema } from './share-root';
import { monthVerdictSchema, verdictReasonSchema } from './verdict';

const count = z.int().min(0);

/** `YYYY-MM` with a month that exists. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** CNPJ or CPF without punctuation; the engine checks it further. */
export const taxIdSchema = z.string().regex(/^[0-9A-Z]{11,14}$/);

/** An instant, ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime();

export const errorEnvelopeSchema = z.object({
  code: z.string(),
  message: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const runProgressSchema = z.object({
  runId: z.int(),
  month: monthSchema,
  phase: z.enum([
    'preparing',
    'counting',
    'sweeping',
    'comparing',
    'reports',
    'singles',
    'events',
    'delivering',
    'done',
  ]),
  paused: z.boolean(),
  waitingFor: z.array(shareRootSchema).readonly(),
  siegAway: z
    .object({
      since: instantSchema,
      nextAttemptAt: instantSchema,
      attempts: count,
      code: z.string(),
      reason: z.string(),
    })
    .optional(),
  requests: z.object({ done: count, planned: count.nullable() }),
  documents: z.object({ expected: count.nullable(), archived: count, delivered: count, pending: count }),
  events: count,
  failures: count,
  elapsedSeconds: z.number(),
  etaSeconds: z.number().nullable(),
}) satisfies z.ZodType<RunProgress>;

const documentTotals = {
  expected: count,
  archived: count,
  delivered: count,
  verified: count,
  missing: count,
  conflicts: count,
  events: count,
  cancelled: count,
  unassigned: count,
  refused: count,
  damaged: count.optional(),
};

/** A run's result. Its lists of gaps are cut at `GAPS_NAMED`; the numbers are whole. */
export const runSummarySchema = z.object({
  run: z.object({
    id: z.int(),
    month: monthSchema,
    status: z.enum(['complete', 'gaps', 'stopped', 'failed']),
    seconds: z.number(),
  }),
  verdict: monthVerdictSchema,
  companies: z.object({
    total: count,
    complete: count,
    withGaps: count,
    open: count,
    noneAnnounced: count,
    noneUnexplained: count,
  }),
  documents: z.object(documentTotals),
  requests: z.object({ total: count, minimum: count, byKind: z.record(z.string(), count) }),
  outbox: z.object({ pending: count }),
  gaps: z.object({
    missing: z.array(
      z.object({
        identity: z.string(),
        kind: documentKindSchema,
        issueDay: z.string().nullable(),
        companies: z.array(z.string()),
        sources: z.array(promiseSourceSchema),
        answer: z.string().nullable(),
      }),
    ),
    shortfalls: z.array(
      z.object({ kind: documentKindSchema, company: z.string().nullable(), promised: count, held: count }),
    ),
    undelivered: z.array(
      z.object({
        identity: z.string(),
        state: undeliveredStateSchema,
        targetPath: z.string(),
        errorCode: z.string().nullable(),
      }),
    ),
    /** Questions that SIEG did not answer. */
    unanswered: z.array(z.object({ question: z.string(), code: z.string(), reason: z.string() })),
    /** What else is open, and whom it concerns. */
    points: z.array(verdictReasonSchema.extend({ companies: z.array(z.string()) })),
    unread: z.array(z.object({ company: z.string().nullable(), documents: z.int(), shape: z.string() })).optional(),
    damaged: z
      .array(
        z.object({
          identity: z.string(),
          isEvent: z.boolean(),
          company: z.string().nullable(),
          path: z.string(),
          problem: damageProblemSchema,
        }),
      )
      .optional(),
  }),
  workspace: z.string(),
  error: errorEnvelopeSchema.nullable(),
});

/** How many gaps of each sort a summary names on its way to the page. */
export const GAPS_NAMED = 100;

/** The month's figures. Null: not known while nobody has counted. */
export const totalsSchema = z.object({
  ...documentTotals,
  expected: count.nullable(),
  /** Deliveries that wait or failed, of any month. */
  pending: count,
});

export const companyImportSchema = z.object({
  source: z.string(),
  total: count,
  added: count,
  changed: count,
  retired: count,
  badRows: z.array(z.object({ row: z.int(), reason: z.string() })),
  padded: z.array(z.object({ row: z.int(), written: z.string(), taxId: z.string() })),
  sheet: z.string().nullable(),
  leftOut: z.array(z.object({ name: z.string(), hidden: z.boolean(), isList: z.boolean() })),
  hiddenRows: count.optional(),
}) satisfies z.ZodType<CompanyImportView>;

export const runtimeProbeSchema = z.object({
  node: z.string(),
  electron: z.string().nullable(),
  napi: z.string(),
  sqlite: z.string(),
  journalMode: z.string(),
  rows: z.number(),
}) satisfies z.ZodType<RuntimeProbe>;
