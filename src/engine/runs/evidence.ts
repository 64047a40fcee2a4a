import type { CompanyView, MissingView, ShortfallView, StatusView } from '../../shared/views';
import { companyScope, partyRolesOf } from '../capture';
import { SIEG_KINDS, firstDay, lastDay, type Month, type SiegKind, type TaxId } from '../domain';
import type { Ledger } from '../ledger';
import { SIEG_ROLES } from '../sieg';

/** Undelivered documents named in a summary; all of them are in the ledger. */
const NAMED_AT_MOST = 10_000;

export type MonthEvidence = Pick<StatusView, 'documents' | 'outbox' | 'gaps' | 'companies'>;

/** SIEG's word on a part of its account, set against what is held there. */
interface Comparison {
  /** False while SIEG was never asked: then nothing can be called complete. */
  readonly counted: boolean;
  readonly expected: number;
  readonly shortfalls: readonly ShortfallView[];
}

type Held = (kind: SiegKind) => number;

function compare(ledger: Ledger, month: Month, scope: string, held: Held): Comparison {
  let counted = false;
  let expected = 0;
  const shortfalls: ShortfallView[] = [];
  for (const kind of SIEG_KINDS) {
    const have = held(kind);
    const promised = ledger.requests.lastCount(scope, kind, firstDay(month), lastDay(month));
    counted ||= promised !== null;
    expected += Math.max(have, promised ?? 0);
    if (promised !== null && promised > have) shortfalls.push({ kind, promised, held: have });
  }
  return { counted, expected, shortfalls };
}

function compareAccount(ledger: Ledger, month: Month): Comparison {
  const held = ledger.evidence.heldByKind(firstDay(month), lastDay(month));
  return compare(ledger, month, 'account', (kind) => held.get(kind) ?? 0);
}

/** One company in SIEG's four roles. A document may stand in two of them, so only the worst role of a kind is a shortfall. */
function compareCompany(ledger: Ledger, month: Month, taxId: TaxId): Comparison {
  const roles = SIEG_ROLES.map((role) => {
    const held = (kind: SiegKind): number => {
      const scope = { partyRoles: partyRolesOf(role, kind), taxId };
      return ledger.documents.heldInWindow(kind, firstDay(month), lastDay(month), scope);
    };
    return compare(ledger, month, companyScope(role, taxId).name, held);
  });
  const worst = new Map<string, ShortfallView>();
  for (const shortfall of roles.flatMap((role) => role.shortfalls)) {
    const known = worst.get(shortfall.kind);
    const lacks = shortfall.promised - shortfall.held;
    if (known === undefined || lacks > known.promised - known.held) worst.set(shortfall.kind, shortfall);
  }
  return { counted: roles.some((role) => role.counted), expected: 0, shortfalls: [...worst.values()] };
}

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

/** What came and could not be read, apart from everything that is held. */
function unreadOf(
  ledger: Ledger,
  month: Month,
  concerns: (folder: string | null) => boolean,
): Pick<MonthEvidence['gaps'], 'unread'> {
  const rows = ledger.documents.unread(month).filter(({ folder }) => concerns(folder));
  if (rows.length === 0) return {};
  return { unread: rows.map(({ folder, documents, shape }) => ({ company: folder, documents, shape })) };
}

/** Named keys first; only what SIEG counted beyond them is an unnamed shortfall. */
function unnamed(shortfalls: readonly ShortfallView[], missing: readonly MissingView[]): number {
  return shortfalls.reduce((sum, { kind, promised, held }) => {
    const named = missing.filter((one) => one.kind === kind).length;
    return sum + Math.max(0, promised - held - named);
  }, 0);
}

/**
 * What is known of a month, from recorded facts alone.
 * @param only the companies that a run was limited to: gaps are then theirs, while the totals of documents stay the month's.
 */
export function monthEvidence(ledger: Ledger, month: Month, only: readonly TaxId[] | null): MonthEvidence {
  const rows = ledger.evidence.companies(month).filter(({ taxId }) => only?.includes(taxId) ?? true);
  const folders = new Set(rows.map(({ folder }) => folder));
  const concerns = ({ companies }: MissingView): boolean =>
    only === null || companies.length === 0 || companies.some((folder) => folders.has(folder));
  const concernsFolder = (folder: string | null): boolean => only === null || folder === null || folders.has(folder);
  const missing = missingViews(ledger, month).filter(concerns);
  const account = compareAccount(ledger, month);
  const limited = only?.map((taxId) => compareCompany(ledger, month, taxId)) ?? null;
  const shortfalls = limited?.flatMap((one) => one.shortfalls) ?? account.shortfalls;
  const nameless = unnamed(shortfalls, missing);
  const proven = nameless === 0 && (limited?.every((one) => one.counted) ?? account.counted);
  const companies: CompanyView[] = rows.map((row) => {
    const { taxId, folder, documents, delivered, handedOver, missing: lacks, conflicts } = row;
    const complete = proven && lacks === 0 && handedOver === documents;
    return { taxId, folder, documents, delivered, missing: lacks, conflicts, complete };
  });
  const { archived, delivered, conflicts, events, cancelled, unassigned, refused } = ledger.evidence.totals(month);
  const expected =
    only === null ? Math.max(account.expected, archived + missing.length) : archived + missing.length + nameless;
  return {
    companies,
    documents: {
      expected,
      archived,
      delivered,
      verified: delivered,
      missing: missing.length + nameless,
      conflicts,
      events,
      cancelled,
      unassigned,
      refused,
    },
    outbox: { pending: ledger.evidence.pendingDeliveries() },
    gaps: {
      missing,
      shortfalls,
      undelivered: ledger.evidence.undelivered(month, NAMED_AT_MOST),
      unanswered: ledger.runs.unanswered(month),
      ...unreadOf(ledger, month, concernsFolder),
    },
  };
}
