import { z } from 'zod';
import { directionSchema, documentKindSchema } from './documents';
import type { DeepReadonly } from './deep-readonly';
import { journalActionSchema } from './journal-actions';
import { auditFiguresSchema, companyNameSchema, findingCategorySchema } from './audit';
import { companyVerdictSchema } from './verdict';
import { instantSchema, monthSchema, taxIdSchema } from './primitives';

const count = z.int().min(0);

/** A journal entry with its evidence. */
export const journalEntrySchema = z.object({
  id: z.int(),
  at: instantSchema,
  actor: z.string(),
  action: journalActionSchema,
  subject: z.string(),
  /** One sentence in Portuguese. */
  text: z.string(),
  /** JSON, as it was recorded. */
  detail: z.string(),
});

export const journalQuerySchema = z.object({
  /** In subject, action or evidence: a key, a company, a word. */
  search: z.string().max(200).optional(),
  /** "run", "delivery" …: what stands before the dot of an action. */
  topics: z.array(z.string()).max(30).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});

export const journalPageSchema = z.object({
  /** Newest first. */
  lines: z.array(journalEntrySchema),
  /** To go on with; null at the end. */
  next: z.int().nullable(),
  /** The document whose key the search is; null otherwise. */
  document: z.string().nullable(),
});

export const runLineSchema = z.object({
  id: z.int(),
  month: monthSchema,
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  outcome: z.enum(['complete', 'gaps', 'stopped', 'failed', 'interrupted']).nullable(),
  requests: count,
  companies: count,
});

/** One company's month with its four witnesses side by side. */
export const companyMonthSchema = z.object({
  company: companyNameSchema.extend({ name: z.string() }),
  month: monthSchema,
  /** Null for a company that is no longer on the list. */
  verdict: companyVerdictSchema.nullable(),
  kinds: z.array(
    z.object({
      kind: documentKindSchema,
      /** Keys that SIEG's reports promised; null where no report was read. */
      promised: count.nullable(),
      ledger: count,
      /** Found on disk by the last audit that looked there; null without one. */
      disk: count.nullable(),
      handedOver: count,
      /** Of these, how many rest on the old system's transactions alone. */
      handedOverBefore: count,
      missing: count,
      orphans: count,
      cancelled: count,
      /** Of the live ones, in cents: what came in, went out and merely concerns the company. */
      inboundCents: z.int(),
      outboundCents: z.int(),
      otherCents: z.int(),
      /** Live documents that state no total. */
      unvalued: count,
    }),
  ),
  /** The last audit that covers it. */
  audit: z
    .object({
      id: z.int(),
      endedAt: instantSchema,
      counts: z.record(findingCategorySchema, count),
      figures: auditFiguresSchema.pick({ files: true }).nullable(),
    })
    .nullable(),
  /** Months in which the company holds anything, newest first. */
  months: z.array(monthSchema),
});

export const documentQuerySchema = z.object({
  company: taxIdSchema,
  month: monthSchema,
  kind: documentKindSchema.optional(),
  search: z.string().max(200).optional(),
  state: z.enum(['all', 'orphan', 'missing', 'cancelled']).optional(),
});

export const documentLineSchema = z.object({
  /** Null for a promised document that is not held. */
  id: z.int().nullable(),
  identity: z.string(),
  kind: documentKindSchema,
  direction: directionSchema.nullable(),
  number: z.string().nullable(),
  issueDay: z.string().nullable(),
  totalCents: z.int().nullable(),
  promised: z.boolean(),
  archived: z.boolean(),
  path: z.string().nullable(),
  handedOver: z.enum(['verified', 'before', 'waiting', 'no']),
  cancelled: z.boolean(),
});

export const documentPageSchema = z.object({
  lines: z.array(documentLineSchema),
  next: z.string().nullable(),
  total: count,
});

/** A file that was written for people, in the workspace's folder of reports. */
export const writtenFileSchema = z.object({ name: z.string(), shown: z.string(), bytes: count });

export type JournalRecord = DeepReadonly<z.infer<typeof journalEntrySchema>>;
export type JournalQuery = DeepReadonly<z.infer<typeof journalQuerySchema>>;
export type JournalPage = DeepReadonly<z.infer<typeof journalPageSchema>>;
export type RunLine = DeepReadonly<z.infer<typeof runLineSchema>>;
export type CompanyMonthView = DeepReadonly<z.infer<typeof companyMonthSchema>>;
export type DocumentQuery = DeepReadonly<z.infer<typeof documentQuerySchema>>;
export type DocumentLine = DeepReadonly<z.infer<typeof documentLineSchema>>;
export type DocumentPage = DeepReadonly<z.infer<typeof documentPageSchema>>;
export type WrittenFile = DeepReadonly<z.infer<typeof writtenFileSchema>>;
