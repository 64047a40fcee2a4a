import type {
  CompanyView,
  MissingView,
  OpenPointView,
  ShortfallView,
  StatusView,
  UnansweredView,
} from '../../../shared/views';
import type { PromiseSource } from '../../../shared/ipc/documents';
import type { CompanyVerdict, MonthVerdict, VerdictReason } from '../../../shared/ipc/verdict';
import { questionText } from '../../capture';
import type { Month, TaxId } from '../../domain';
import type { Ledger } from '../../ledger';
import {
  announcedOf,
  gatherMonth,
  judgeCompany,
  judgeMonth,
  type CompanyFacts,
  type CompanyKind,
  type MonthFacts,
} from '../../verdict';

/** Undelivered documents, and damaged copies, named in a summary; all of them are in the ledger. */
const NAMED_AT_MOST = 10_000;

export type MonthEvidence = Pick<StatusView, 'verdict' | 'documents' | 'outbox' | 'gaps' | 'companies'>;

interface Classified {
  readonly facts: CompanyFacts;
  readonly verdict: CompanyVerdict;
}

/**
 * What is known of a month, from recorded facts alone: the verdict, and the figures and lists that belong to it.
 * @param only the companies that a run was limited to: verdict, figures and gaps are then theirs
 */
export function monthEvidence(ledger: Ledger, month: Month, only: readonly TaxId[] | null): MonthEvidence {
  const key = `evidence ${month} ${only === null ? 'all' : [...only].sort().join(' ')}`;
  return ledger.whileUnchanged(key, () => ledger.reading(() => evidenceOf(ledger, month, only)));
}

function evidenceOf(ledger: Ledger, month: Month, only: readonly TaxId[] | null): MonthEvidence {
  const facts = gatherMonth(ledger, month);
  const classified = facts.companies
    .filter(({ taxId }) => only?.includes(taxId) ?? true)
    .map((company): Classified => ({ facts: company, verdict: judgeCompany(company, facts) }));
  const verdict = judgeMonth(
    facts,
    classified.map((one) => one.verdict),
    only !== null,
  );
  const missing = missingOf(ledger, month, only === null ? null : classified);
  const shortfalls =
    only === null ? accountShortfalls(facts.account) : classified.flatMap((one) => shortfallsOf(one, facts));
  const companyIds = only === null ? null : classified.map((one) => one.facts.companyId);
  const { archived, delivered, conflicts, events, cancelled, unassigned, refused } = ledger.evidence.totals(
    month,
    companyIds,
  );
  const nameless = namelessIn(shortfalls, missing);
  const auditId = ledger.history.coveringAudit(month, null)?.id ?? null;
  const damaged = ledger.verdictFacts.damagedCopies(month, auditId, companyIds, NAMED_AT_MOST);
  const announced = facts.account.reduce((sum, kind) => sum + announcedOf(kind), 0);
  return {
    verdict,
    companies: classified.map(viewOf),
    documents: {
      expected: Math.max(only === null ? announced : 0, archived + missing.length + nameless),
      archived,
      delivered,
      verified: delivered,
      missing: missing.length + nameless,
      conflicts,
      events,
      cancelled,
      unassigned,
      refused,
      ...(damaged.documents === 0 ? {} : { damaged: damaged.documents }),
    },
    outbox: { pending: ledger.evidence.pendingDeliveries() },
    gaps: {
      missing,
      shortfalls,
      undelivered: ledger.evidence.undelivered(month, companyIds, NAMED_AT_MOST),
      unanswered: unansweredViews(ledger, month, only),
      points: pointsOf(verdict, classified),
      ...unreadOf(ledger, month, only === null ? null : classified),
      ...(damaged.copies.length === 0 ? {} : { damaged: damaged.copies }),
    },
  };
}

function viewOf({ facts: { taxId, folder, kinds }, verdict }: Classified): CompanyView {
  const sum = (of: (kind: CompanyKind) => number): number => kinds.reduce((total, kind) => total + of(kind), 0);
  return {
    taxId,
    folder,
    documents: sum(({ documents }) => documents),
    delivered: sum(({ delivered }) => delivered),
    missing: sum(({ missing }) => missing),
    conflicts: sum(({ conflicts }) => conflicts),
    complete: verdict.state === 'complete',
    ...verdict,
  };
}

/** Named keys that are not held: of the whole month, or of some companies and of nobody in particular. */
function missingOf(ledger: Ledger, month: Month, only: readonly Classified[] | null): MissingView[] {
  const folders = only === null ? null : new Set(only.map(({ facts }) => facts.folder));
  return ledger.expectations
    .missing(month)
    .map((one) => ({
      identity: one.identity,
      kind: one.kind,
      issueDay: one.issueDay,
      companies: one.companies?.split(',') ?? [],
      sources: one.sources.split(',') as PromiseSource[],
      answer: one.answer,
    }))
    .filter(
      ({ companies }) => folders === null || companies.length === 0 || companies.some((folder) => folders.has(folder)),
    );
}

/** @param only the companies that matter; a question about the whole account matters to all of them */
function unansweredViews(ledger: Ledger, month: Month, only: readonly TaxId[] | null): UnansweredView[] {
  return ledger.questions
    .open(month)
    .filter(({ scope }) => only === null || scope === 'account' || only.includes(scope.split(':')[1] ?? ''))
    .map((question) => ({ question: questionText(question), code: question.code, reason: question.reason }));
}

/** What came and could not be read, apart from everything that is held; of no company of the list too. */
function unreadOf(
  ledger: Ledger,
  month: Month,
  only: readonly Classified[] | null,
): Pick<MonthEvidence['gaps'], 'unread'> {
  const folders = only === null ? null : new Set(only.map(({ facts }) => facts.folder));
  const rows = ledger.documents
    .unread(month)
    .filter(({ folder }) => folders === null || folder === null || folders.has(folder));
  if (rows.length === 0) return {};
  return { unread: rows.map(({ folder, documents, shape }) => ({ company: folder, documents, shape })) };
}

/** Kinds of which SIEG counts more than is held and named. */
function accountShortfalls(account: MonthFacts['account']): ShortfallView[] {
  return account
    .filter(({ counted, held }) => counted !== null && counted > held)
    .map(({ kind, counted, held }) => ({ kind, company: null, promised: counted ?? 0, held }));
}

/** The company's own, in its worst role; and the account's where they may be the company's. */
function shortfallsOf({ facts: { folder, kinds }, verdict }: Classified, { account }: MonthFacts): ShortfallView[] {
  return verdict.reasons.flatMap(({ code, kind }): ShortfallView[] => {
    if (code === 'nameless') return accountShortfalls(account.filter((one) => one.kind === kind));
    const roles = code === 'short' ? (kinds.find((one) => one.kind === kind)?.roles ?? []) : [];
    const [worst] = [...roles].sort((a, b) => b.counted - b.held - (a.counted - a.held));
    return worst === undefined || kind === null
      ? []
      : [{ kind, company: folder, promised: worst.counted, held: worst.held }];
  });
}

/** Named keys first; only what SIEG counted beyond them is nameless. */
function namelessIn(shortfalls: readonly ShortfallView[], missing: readonly MissingView[]): number {
  return shortfalls.reduce((sum, { kind, promised, held }) => {
    const named = missing.filter((one) => one.kind === kind).length;
    return sum + Math.max(0, promised - held - named);
  }, 0);
}

/** What the lists of missing and undelivered documents, shortfalls and unanswered questions say already. */
const LISTED: ReadonlySet<VerdictReason['code']> = new Set([
  'missing',
  'short',
  'undelivered',
  'conflict',
  'unanswered',
  'unread',
]);

/** Reasons that stand in no other list, each once, with the companies that it concerns. */
function pointsOf(month: MonthVerdict, classified: readonly Classified[]): OpenPointView[] {
  const points = new Map<string, { reason: VerdictReason; companies: string[] }>();
  const add = (reason: VerdictReason, company: string | null): void => {
    if (LISTED.has(reason.code)) return;
    // how many there are is said of each company, except of what is one and the same for all of them
    const key = `${reason.code} ${reason.kind ?? ''} ${reason.subject ?? ''} ${String(reason.count)}`;
    const point = points.get(key) ?? { reason, companies: [] };
    if (company !== null) point.companies.push(company);
    points.set(key, point);
  };
  for (const reason of month.reasons) add(reason, null);
  for (const { facts, verdict } of classified) for (const reason of verdict.reasons) add(reason, facts.folder);
  return [...points.values()].map(({ reason, companies }) => ({ ...reason, companies }));
}
