import { z } from 'zod';
import { FINDING_CATEGORIES, TO_BE_ASKED } from '../audit-categories';
import { documentKindSchema } from './documents';
import type { DeepReadonly } from './deep-readonly';
import { errorEnvelopeSchema, instantSchema, monthSchema, taxIdSchema } from './primitives';

const count = z.int().min(0);

export const findingCategorySchema = z.enum(FINDING_CATEGORIES);

/** Null: all of them. */
export const auditScopeSchema = z.object({
  months: z.array(monthSchema).max(600).nullable(),
  companies: z.array(taxIdSchema).max(5_000).nullable(),
});

export const companyNameSchema = z.object({ taxId: taxIdSchema, folder: z.string() });

/** What can be done about a finding: hand the file over, bring it back (another copy, SIEG), put it in its place, or only look at it. */
export const remedySchema = z.enum(['deliver', 'fetch', 'correct', 'look']);

export const findingSchema = z.object({
  id: z.int(),
  category: findingCategorySchema,
  /** Of the document or event; null where there is none (unreadable file, gap, silent company). */
  identity: z.string().nullable(),
  company: companyNameSchema.nullable(),
  kind: documentKindSchema.nullable(),
  month: monthSchema.nullable(),
  root: z.enum(['archive', 'import', 'cancelled']).nullable(),
  /** Within the root, with slashes. */
  path: z.string().nullable(),
  size: count.nullable(),
  /** What was found, one sentence in Portuguese. */
  words: z.string(),
  remedy: remedySchema,
  /** It has been mended since the audit: handed over, brought back, put in its place. By what the ledger has on record now. */
  resolved: z.boolean(),
});

export const auditFiguresSchema = z.object({
  /** On disk, within the scope. */
  files: count,
  bytes: count,
  /** Of the files: read whole in this audit, and known from an earlier one (size and time unchanged). */
  read: count,
  bytesRead: count,
  unchanged: count,
  /** Files that are no XML and no report of the office. */
  other: count,
  /** The four witnesses, in documents: promised by SIEG, in the ledger, found on disk, handed over. */
  promised: count,
  ledger: count,
  disk: count,
  handedOver: count,
  /** Of those handed over, how many rest on the old system's transactions alone. */
  handedOverBefore: count,
  /** Held and waiting in the outbox: not orphans, on their way. */
  waiting: count,
  seconds: z.number().min(0),
});

export const auditSchema = z.object({
  id: z.int(),
  scope: auditScopeSchema,
  /** Every file was read, also those unchanged since an earlier audit. */
  full: z.boolean(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** Null while it is under way; `interrupted`: its process died. Stopped and interrupted audits can be gone on with. */
  outcome: z.enum(['complete', 'stopped', 'failed', 'interrupted']).nullable(),
  figures: auditFiguresSchema,
  /** What was found then, per category, zeros included; what of it has been mended since is told with the groups. */
  counts: z.record(findingCategorySchema, count),
  /** Of these, how many the ledger says are none any more: delivered, or received, since. Zeros included. */
  resolved: z.record(findingCategorySchema, count),
});

/** What an audit is at, in the order in which it comes. */
export const AUDIT_PHASES = ['disk', 'ledger'] as const;

export const auditProgressSchema = z.object({
  auditId: z.int(),
  phase: z.enum(AUDIT_PHASES),
  files: count,
  bytes: count,
  read: count,
  findings: count,
  /** How many files are expected, from the ledger; null for a first audit. */
  expected: count.nullable(),
  elapsedSeconds: z.number().min(0),
});

/** Which findings: all categories where nothing is said. `search` looks in key and path. */
export const findingQuerySchema = z.object({
  auditId: z.int(),
  categories: z.array(findingCategorySchema).optional(),
  companies: z.array(taxIdSchema).max(5_000).optional(),
  months: z.array(monthSchema).max(600).optional(),
  kinds: z.array(documentKindSchema).max(20).optional(),
  search: z.string().max(200).optional(),
  /** True: only those that have not been mended since. */
  open: z.boolean().optional(),
});

export const findingPageSchema = z.object({
  lines: z.array(findingSchema),
  /** To go on with; null at the end. */
  next: z.int().nullable(),
  total: count,
  bytes: count,
});

/** Findings of one audit by category and company, for the overview. */
export const findingGroupSchema = z.object({
  category: findingCategorySchema,
  company: companyNameSchema.nullable(),
  month: monthSchema.nullable(),
  count,
  bytes: count,
  /** Of them, how many have not been mended since, and their bytes. */
  open: count,
  openBytes: count,
  /** Documents that the old system's log says it fetched one by one for this company; null where it says nothing. */
  fetchedSingly: count.nullable(),
});

export const auditComparisonSchema = z.object({
  older: z.int(),
  newer: z.int(),
  /** Per category: found in both, only in the older (mended), only in the newer. */
  categories: z.array(z.object({ category: findingCategorySchema, same: count, gone: count, fresh: count })),
  /** The first 500 of each. */
  gone: z.array(findingSchema),
  fresh: z.array(findingSchema),
});

/** What the window shows of audits all the time. */
export const auditStatusSchema = z.object({
  /**
   * Documents that nothing proves to have been handed over and that are not on their way, by the ledger alone, of all months; null
   * before anybody has looked.
   */
  orphans: z.object({ documents: count, bytes: count }).nullable(),
  running: auditProgressSchema.nullable(),
  /** The last one that ended. */
  last: auditSchema.nullable(),
  error: errorEnvelopeSchema.nullable(),
});

export type FindingCategory = z.infer<typeof findingCategorySchema>;
export type Remedy = z.infer<typeof remedySchema>;
export type AuditScope = DeepReadonly<z.infer<typeof auditScopeSchema>>;
export type CompanyName = DeepReadonly<z.infer<typeof companyNameSchema>>;
export type Finding = DeepReadonly<z.infer<typeof findingSchema>>;
export type AuditFigures = DeepReadonly<z.infer<typeof auditFiguresSchema>>;
export type AuditView = DeepReadonly<z.infer<typeof auditSchema>>;
export type AuditProgress = DeepReadonly<z.infer<typeof auditProgressSchema>>;
export type FindingQuery = DeepReadonly<z.infer<typeof findingQuerySchema>>;
export type FindingPage = DeepReadonly<z.infer<typeof findingPageSchema>>;
export type FindingGroup = DeepReadonly<z.infer<typeof findingGroupSchema>>;
export type AuditComparison = DeepReadonly<z.infer<typeof auditComparisonSchema>>;
export type AuditStatus = DeepReadonly<z.infer<typeof auditStatusSchema>>;

/** What an audit has found and is not resolved since, by category. */
export function openCounts({ counts, resolved }: Pick<AuditView, 'counts' | 'resolved'>): AuditView['counts'] {
  const open = FINDING_CATEGORIES.map((category) => [category, Math.max(0, counts[category] - resolved[category])]);
  return Object.fromEntries(open) as AuditView['counts'];
}

/** How many findings are not resolved, without what only has to be asked about. */
export function openTotal(audit: Pick<AuditView, 'counts' | 'resolved'>): number {
  const open = openCounts(audit);
  return FINDING_CATEGORIES.reduce((sum, category) => sum + (TO_BE_ASKED.includes(category) ? 0 : open[category]), 0);
}
