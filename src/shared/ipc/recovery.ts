import { z } from 'zod';
import { findingCategorySchema, companyNameSchema, findingQuerySchema } from './audit';
import { documentKindSchema } from './documents';
import { shareRootSchema } from './shares';
import type { DeepReadonly } from './deep-readonly';
import { errorEnvelopeSchema, instantSchema, monthSchema, taxIdSchema } from './primitives';

const count = z.int().min(0);

/** In robocopy's terms: /MT, /R, /W. */
export const recoveryOptionsSchema = z.object({
  threads: z.int().min(1).max(64),
  retries: z.int().min(0).max(1_000),
  waitSeconds: z.int().min(0).max(3_600),
});
export const DEFAULT_RECOVERY_OPTIONS: z.infer<typeof recoveryOptionsSchema> = {
  threads: 8,
  retries: 3,
  waitSeconds: 5,
};

/** `planned`: nothing has been done; `stopped` and `interrupted` (its process died) can be gone on with. */
export const recoveryStateSchema = z.enum(['planned', 'running', 'paused', 'stopped', 'interrupted', 'complete']);

const amountSchema = z.object({ items: count, bytes: count });

export const recoveryCompanySchema = z.object({
  company: companyNameSchema.nullable(),
  deliver: amountSchema,
  /** Documents to be asked of SIEG again. */
  fetch: count,
  /** Left out by the operator. */
  excluded: count,
});

/** One row of robocopy's summary. */
const tallySchema = z.object({
  total: count,
  copied: count,
  /** Already there with equal content, read and compared. */
  skipped: count,
  /** Other content stands under the name: nothing was overwritten. */
  mismatch: count,
  failed: count,
  /** Robocopy's word for what only the target has; never looked for, since the BI program's share is not ours. Always 0. */
  extras: count,
});

export const recoverySummarySchema = z.object({
  dirs: tallySchema,
  files: tallySchema,
  bytes: tallySchema,
  startedAt: instantSchema,
  endedAt: instantSchema,
  seconds: z.number().min(0),
  bytesPerSecond: z.number().min(0),
  /** Robocopy's bits: 1 copied, 2 extras, 4 mismatches, 8 failures, 16 nothing could be done. */
  exitCode: z.int().min(0).max(31),
});

/** To what a whole recovery is narrowed; null: to nothing in this regard. */
export const wholeRecoveryScopeSchema = z.object({
  companies: z.array(taxIdSchema).nullable(),
  months: z.array(monthSchema).nullable(),
  kinds: z.array(documentKindSchema).nullable(),
  /** The audit to plan from, whatever has changed since; null: the last one where that knows enough, else a new one. */
  auditId: z.int().nullable(),
});

/**
 * The one click: audit where that is needed, plan, execute. `planned`: it was asked to end with the plan. `stopped`, `failed` and
 * `interrupted` (its process died) can be gone on with.
 */
export const wholeRecoverySchema = z.object({
  id: z.int(),
  state: z.enum(['auditing', 'planning', 'recovering', 'planned', 'complete', 'stopped', 'interrupted', 'failed']),
  until: z.enum(['plan', 'end']),
  categories: z.array(findingCategorySchema),
  scope: wholeRecoveryScopeSchema,
  auditId: z.int().nullable(),
  /** Null before there is a plan, and when there was nothing to recover. */
  recoveryId: z.int().nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** Why it failed. */
  error: errorEnvelopeSchema.nullable(),
});
export const wholeRecoveryRequestSchema = z.object({
  until: z.enum(['plan', 'end']),
  categories: z.array(findingCategorySchema).min(1),
  /** Default: everything. */
  scope: wholeRecoveryScopeSchema.optional(),
  options: recoveryOptionsSchema.optional(),
});

export const recoverySchema = z.object({
  id: z.int(),
  auditId: z.int(),
  state: recoveryStateSchema,
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
  options: recoveryOptionsSchema,
  /** For people: the archive and the shares it hands over to. */
  from: z.string(),
  to: z.array(z.string()),
  deliver: amountSchema,
  /** Documents to ask SIEG for, and the requests that this takes at least and at most. */
  fetch: z.object({ items: count, requests: z.object({ least: count, most: count }) }),
  excluded: count,
  /** How long it may take; null where nothing is known of the share's speed. */
  seconds: z.number().min(0).nullable(),
  companies: z.array(recoveryCompanySchema),
  months: z.array(monthSchema),
  kinds: z.array(documentKindSchema),
  progress: z
    .object({
      files: tallySchema,
      bytes: tallySchema,
      fetched: count,
      perSecond: z.number().min(0).nullable(),
      etaSeconds: z.number().min(0).nullable(),
      /** Roots that it waits for. */
      waitingFor: z.array(shareRootSchema),
    })
    .nullable(),
  /** Once it has ended, stopped or been interrupted. */
  summary: recoverySummarySchema.nullable(),
  /** The log file, for people. */
  log: z.string().nullable(),
  error: errorEnvelopeSchema.nullable(),
});

/** From which findings a plan is made. Those that can only be looked at are left aside. */
export const recoveryRequestSchema = findingQuerySchema.extend({ options: recoveryOptionsSchema.optional() });

/** What the operator leaves out, or takes in again, before it begins. */
export const recoveryNarrowingSchema = z.object({
  recoveryId: z.int(),
  include: z.boolean(),
  companies: z.array(taxIdSchema).max(5_000).optional(),
  kinds: z.array(documentKindSchema).max(20).optional(),
  months: z.array(monthSchema).max(600).optional(),
  items: z.array(z.int()).max(1_000).optional(),
});

export const recoveryItemSchema = z.object({
  id: z.int(),
  action: z.enum(['deliver', 'fetch']),
  category: findingCategorySchema,
  identity: z.string(),
  company: companyNameSchema.nullable(),
  kind: documentKindSchema.nullable(),
  month: monthSchema.nullable(),
  source: z.string().nullable(),
  target: z.string().nullable(),
  size: count.nullable(),
  /** `same`: was there already with equal content. */
  state: z.enum([
    'planned',
    'excluded',
    'waiting',
    'delivered',
    'same',
    'fetched',
    'conflict',
    'failed',
    'unavailable',
  ]),
  /** Why it failed, in Portuguese. */
  problem: z.string().nullable(),
});

export const recoveryItemPageSchema = z.object({
  lines: z.array(recoveryItemSchema),
  next: z.int().nullable(),
  total: count,
});

/**
 * A batch of proposals to put right what an audit found in the wrong place or outside of the ledger. `applied` as soon as it was begun:
 * `items` says how much of it. `undone` once nothing of it holds any more.
 */
export const correctionSchema = z.object({
  id: z.int(),
  auditId: z.int(),
  state: z.enum(['proposed', 'applied', 'undone', 'dropped']),
  proposedAt: instantSchema,
  appliedAt: instantSchema.nullable(),
  undoneAt: instantSchema.nullable(),
  /** Files that go to another place, or back to theirs; files that enter the ledger where they lie. Without what is left out. */
  refile: count,
  adopt: count,
  /** Together, every misfiled, renamed and stray file of the audit that nothing has mended since. */
  items: z.object({ proposed: count, applied: count, undone: count, failed: count, leftOut: count }),
});

export const correctionItemSchema = z.object({
  id: z.int(),
  /**
   * `refile`: the file goes where its content says; `put-back`: it was moved or renamed and goes back to where it is filed; `adopt`: it
   * becomes a document of the ledger, where it lies.
   */
  action: z.enum(['refile', 'put-back', 'adopt']),
  /** Null only for what is left out, as the hash. */
  identity: z.string().nullable(),
  from: z.string(),
  /** The same as `from` for `adopt`. */
  to: z.string(),
  sha256: z.string().nullable(),
  /** The evidence, in Portuguese. */
  why: z.string(),
  state: z.enum(['proposed', 'applied', 'undone', 'failed', 'left-out']),
  /** Why it was not applied, not undone, or not even proposed, in Portuguese. */
  problem: z.string().nullable(),
});

export const correctionItemPageSchema = z.object({
  lines: z.array(correctionItemSchema),
  next: z.int().nullable(),
  total: count,
});

export type Correction = DeepReadonly<z.infer<typeof correctionSchema>>;
export type CorrectionItem = DeepReadonly<z.infer<typeof correctionItemSchema>>;
export type CorrectionItemPage = DeepReadonly<z.infer<typeof correctionItemPageSchema>>;
export type RecoveryOptions = DeepReadonly<z.infer<typeof recoveryOptionsSchema>>;
export type RecoveryState = z.infer<typeof recoveryStateSchema>;
export type RecoveryTally = DeepReadonly<z.infer<typeof tallySchema>>;
export type RecoverySummary = DeepReadonly<z.infer<typeof recoverySummarySchema>>;
export type RecoveryView = DeepReadonly<z.infer<typeof recoverySchema>>;
export type RecoveryRequest = DeepReadonly<z.infer<typeof recoveryRequestSchema>>;
export type RecoveryNarrowing = DeepReadonly<z.infer<typeof recoveryNarrowingSchema>>;
export type RecoveryItem = DeepReadonly<z.infer<typeof recoveryItemSchema>>;
export type RecoveryItemPage = DeepReadonly<z.infer<typeof recoveryItemPageSchema>>;
export type WholeRecoveryScope = DeepReadonly<z.infer<typeof wholeRecoveryScopeSchema>>;
export type WholeRecovery = DeepReadonly<z.infer<typeof wholeRecoverySchema>>;
export type WholeRecoveryRequest = DeepReadonly<z.infer<typeof wholeRecoveryRequestSchema>>;
