import { z } from 'zod';
import { documentKindSchema } from './documents';
import type { DeepReadonly } from './deep-readonly';

const count = z.int().min(0);

/**
 * What can be said of a month, or of one company's month, from the recorded facts alone.
 * - `complete`: every witness that the scope needs was asked and answered, and all that it announced is held, read and handed over.
 * - `gaps`: something is known to be missing or not in order.
 * - `open`: something was not asked, or not answered, or a witness contradicts itself: the reasons name it.
 * - `none-announced`: asked, and SIEG has nothing.
 * - `none-unexplained`: asked, and SIEG has nothing although the month before had documents.
 */
export const VERDICT_STATES = ['complete', 'gaps', 'open', 'none-announced', 'none-unexplained'] as const;
export const verdictStateSchema = z.enum(VERDICT_STATES);

/** Why a verdict is `gaps`: each stands for documents that have to be brought, handed over or mended. */
export const GAP_REASONS = [
  /** Keys that somebody named and that are not held. */
  'missing',
  /** SIEG counts more than is held and nobody named the keys. */
  'short',
  /** Files that SIEG handed out and that could be kept, not read. */
  'unread',
  /** Held, and nothing proves that they were handed over. */
  'undelivered',
  /** Other content stands at the target. */
  'conflict',
  /** Cancellations that have not been handed over. */
  'cancellation-undelivered',
  /** Filed copies that an audit, or `verify`, found gone or changed, or could not read. */
  'damaged',
  /** Delivered copies that a later look found with another content at the target. */
  'altered-at-target',
] as const;

/** Why a verdict is `open`: each names a question. */
export const OPEN_REASONS = [
  /** No company is on the list. */
  'no-companies',
  /** SIEG was never asked how much there is. */
  'not-counted',
  /** SIEG counts more in the account than is held; whose documents they are is not known. */
  'nameless',
  /** SIEG handed out a file that is broken; who stands in the document is not known. */
  'handed-out-broken',
  /** SIEG had handed out more than it counted: its count proves nothing. */
  'count-too-low',
  /** SIEG once counted more than it does now, and more than is held. */
  'count-shrank',
  /** The count is reached only with documents that did not come from SIEG, and is passed by them: it proves nothing. */
  'count-mixed',
  /** Cancellations of the month were not asked for to their end. */
  'cancellations-not-asked',
  /** A closing month wants the report, and it was not read. */
  'report-not-asked',
  /** A question that SIEG kept failing on. */
  'unanswered',
  /** Received pages wait on this computer for the archive: nothing of them is filed. */
  'spooled',
  /** What is held was verified in another folder than that of the archive now, and nobody has looked for it there. */
  'archive-moved',
] as const;

export const verdictReasonSchema = z.object({
  code: z.enum([...GAP_REASONS, ...OPEN_REASONS]),
  /** Of which kind of document; null where it is not said of one. */
  kind: documentKindSchema.nullable(),
  /** How many documents (of `spooled`: files); null where that is not known. */
  count: count.nullable(),
  /** The question of `unanswered`, the number of pages of `spooled`, the former folder of `archive-moved`. */
  subject: z.string().nullable(),
});

export const companyVerdictSchema = z.object({
  state: verdictStateSchema,
  /** Empty unless the state is `gaps` or `open`; gaps first. */
  reasons: z.array(verdictReasonSchema),
  /** Documents of the month before; null when that month was never asked. */
  monthBefore: count.nullable(),
});

export const monthVerdictSchema = z.object({
  state: verdictStateSchema,
  /** Those of the whole month; a company's own stand with the company. */
  reasons: z.array(verdictReasonSchema),
  /** Companies in each state. */
  companies: z.object({
    total: count,
    complete: count,
    gaps: count,
    open: count,
    noneAnnounced: count,
    noneUnexplained: count,
  }),
  /** When SIEG's last word on the month was asked; null before it was. */
  askedAt: z.iso.datetime().nullable(),
  /** The month was closed: the reports that SIEG has were asked of every company, besides the counts. */
  closing: z.boolean(),
});

export type VerdictState = z.infer<typeof verdictStateSchema>;
export type VerdictReason = DeepReadonly<z.infer<typeof verdictReasonSchema>>;
export type CompanyVerdict = DeepReadonly<z.infer<typeof companyVerdictSchema>>;
export type MonthVerdict = DeepReadonly<z.infer<typeof monthVerdictSchema>>;

/** Nothing is known to be left to do for it. */
export function isSettled(state: VerdictState): boolean {
  return state !== 'gaps' && state !== 'open';
}
