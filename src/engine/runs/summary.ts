import type { CompanyView, MissingView, RunStatus, RunSummary, ShortfallView, StatusView } from '../../shared/views';
import type { ErrorEnvelope } from '../../shared/errors';
import { SIEG_KINDS, firstDay, lastDay, type Month } from '../domain';
import type { Ledger } from '../ledger';

/** Files on a page at most, as SIEG sets it: the measure of the least number of requests. */
const FILES_A_PAGE = 50;
/** Undelivered documents named in a summary; all of them are in the ledger. */
const NAMED_AT_MOST = 10_000;

type Evidence = Pick<StatusView, 'documents' | 'outbox' | 'gaps' | 'companies'>;

function missingViews(ledger: Ledger, month: Month): MissingView[] {
  return ledger.expectations.missing(month).map((one) => ({
    identity: one.identity,
    kind: one.kind,
    issueDay: one.issueDay,
    companies: one.companies?.split(',') ?? [],
    sources: one.sources.split(','),
    answer: one.answer,
  }));
}

/** SIEG's last account-wide counts against what is held, kind by kind. */
function compareCounts(ledger: Ledger, month: Month): { expected: number; shortfalls: ShortfallView[] } {
  const [from, to] = [firstDay(month), lastDay(month)];
  const held = ledger.evidence.heldByKind(from, to);
  let expected = 0;
  const shortfalls: ShortfallView[] = [];
  for (const kind of SIEG_KINDS) {
    const have = held.get(kind) ?? 0;
    const promised = ledger.requests.lastCount('account', kind, from, to) ?? have;
    expected += Math.max(have, promised);
    if (promised > have) shortfalls.push({ kind, promised, held: have });
  }
  return { expected, shortfalls };
}

/** Named keys first; only what SIEG counted beyond them is an unnamed shortfall. */
function unnamed(shortfalls: readonly ShortfallView[], missing: readonly MissingView[]): number {
  return shortfalls.reduce((sum, { kind, promised, held }) => {
    const named = missing.filter((one) => one.kind === kind).length;
    return sum + Math.max(0, promised - held - named);
  }, 0);
}

/** What is known of a month, from recorded facts alone. @param comparesAccount false when the run was for some companies only. */
export function monthEvidence(ledger: Ledger, month: Month, comparesAccount: boolean): Evidence {
  const totals = ledger.evidence.totals(month);
  const missing = missingViews(ledger, month);
  const { expected, shortfalls } = compareCounts(ledger, month);
  const relevant = comparesAccount ? shortfalls : [];
  const unnamedMissing = unnamed(relevant, missing);
  const undelivered = ledger.evidence.undelivered(month, NAMED_AT_MOST);
  const companies: CompanyView[] = ledger.evidence.companies(month).map((row) => ({
    taxId: row.taxId,
    folder: row.folder,
    documents: row.documents,
    delivered: row.delivered,
    missing: row.missing,
    conflicts: row.conflicts,
    complete: row.missing === 0 && row.delivered === row.documents,
  }));
  const held = totals.archived;
  return {
    companies,
    documents: {
      expected: comparesAccount ? Math.max(expected, held + missing.length) : held + missing.length,
      archived: held,
      delivered: totals.delivered,
      verified: totals.delivered,
      missing: missing.length + unnamedMissing,
      conflicts: totals.conflicts,
      events: totals.events,
      cancelled: totals.cancelled,
      unassigned: totals.unassigned,
      refused: totals.refused,
    },
    outbox: { pending: ledger.evidence.pendingDeliveries() },
    gaps: { missing, shortfalls: relevant, undelivered },
  };
}

export function requestTotals(ledger: Ledger, month: Month, runIds: readonly number[]): RunSummary['requests'] {
  const byKind = Object.fromEntries(ledger.requests.totals(runIds));
  const total = Object.values(byKind).reduce((sum, count) => sum + count, 0);
  const files = [...ledger.evidence.filesByKind(month).values()];
  return { total, minimum: files.reduce((sum, count) => sum + Math.ceil(count / FILES_A_PAGE), 0), byKind };
}

export interface SummaryOf {
  readonly runId: number;
  readonly chain: readonly number[];
  readonly month: Month;
  readonly only: readonly string[] | null;
  readonly seconds: number;
  readonly workspace: string;
  /** Null when the run came to its end by itself. */
  readonly ended: { readonly status: 'stopped' | 'failed'; readonly error: ErrorEnvelope | null } | null;
}

export function summarise(ledger: Ledger, run: SummaryOf): RunSummary {
  const evidence = monthEvidence(ledger, run.month, run.only === null);
  const companies =
    run.only === null ? evidence.companies : evidence.companies.filter(({ taxId }) => run.only?.includes(taxId));
  const complete = companies.filter((company) => company.complete).length;
  const { missing } = evidence.documents;
  const whole = missing === 0 && evidence.gaps.undelivered.length === 0 && evidence.outbox.pending === 0;
  const status: RunStatus = run.ended?.status ?? (whole ? 'complete' : 'gaps');
  return {
    run: { id: run.runId, month: run.month, status, seconds: run.seconds },
    companies: { total: companies.length, complete, withGaps: companies.length - complete },
    documents: evidence.documents,
    requests: requestTotals(ledger, run.month, run.chain),
    outbox: evidence.outbox,
    gaps: evidence.gaps,
    workspace: run.workspace,
    error: run.ended?.error ?? null,
  };
}
