import { CANCELLATION_KINDS, companyScope, partyRolesOf, questionText } from '../capture';
import {
  KEPT_KINDS,
  SIEG_KINDS,
  firstDay,
  isSiegKind,
  lastDay,
  previousMonth,
  type DocumentKind,
  type Month,
  type PartyRole,
  type SiegKind,
} from '../domain';
import type {
  CountRow,
  FiledKind,
  HeldByParty,
  Ledger,
  MissingOfMonth,
  OpenQuestion,
  ReportLine,
  UnseenOfMonth,
} from '../ledger';
import { SIEG_ROLES } from '../sieg';
import type { AccountKind, CompanyFacts, CompanyKind, MonthFacts, RoleCount } from './facts';

/** The facts of a month in the ledger, read in one go. A verdict is of one moment: all its parts see the ledger as the first one does. */
export function gatherMonth(ledger: Ledger, month: Month): MonthFacts {
  return ledger.reading(() => new Gathering(ledger, month).facts());
}

type Lines = ReadonlyMap<string, number>;

const lineKey = (companyId: number, kind: string): string => `${String(companyId)} ${kind}`;

class Gathering {
  readonly #from: string;
  readonly #to: string;
  readonly #counts: ReadonlyMap<string, CountRow>;
  readonly #filed: ReadonlyMap<number, ReadonlyMap<DocumentKind, FiledKind>>;
  readonly #undelivered: number;
  readonly #missing: MissingOfMonth;
  readonly #missingLines: Lines;
  readonly #contradicted: Lines;
  readonly #reports: ReadonlyMap<string, ReportLine>;
  readonly #open: readonly OpenQuestion[];
  readonly #parties: ReadonlyMap<string, readonly HeldByParty[]>;
  readonly #damaged: ReadonlyMap<number | null, number>;
  readonly #altered: ReadonlyMap<number | null, number>;
  readonly #moved: UnseenOfMonth | null;

  constructor(
    private readonly ledger: Ledger,
    private readonly month: Month,
  ) {
    const { verdictFacts } = ledger;
    this.#from = firstDay(month);
    this.#to = lastDay(month);
    this.#counts = new Map(verdictFacts.counts(this.#from, this.#to).map((row) => [`${row.scope} ${row.kind}`, row]));
    const { kinds, undelivered } = verdictFacts.filed(month);
    this.#filed = perCompany(kinds);
    this.#undelivered = undelivered;
    this.#missing = verdictFacts.missing(month);
    this.#missingLines = linesOf(this.#missing.ofCompanies);
    this.#contradicted = linesOf(verdictFacts.contradictedReports(month));
    this.#reports = new Map(verdictFacts.reports(month).map((row) => [lineKey(row.companyId, row.kind), row]));
    this.#open = ledger.questions.open(month);
    const auditId = ledger.history.coveringAudit(month, null)?.id ?? null;
    this.#damaged = verdictFacts.damaged(month, auditId);
    this.#moved = ledger.archiveMoves.unseenOf(month, auditId);
    this.#altered = verdictFacts.alteredAtTarget(month);
    const parties = partiesCounted(this.#counts.values());
    this.#parties = byParty(parties.length === 0 ? [] : verdictFacts.heldByParties(this.#from, this.#to, parties));
  }

  facts(): MonthFacts {
    const { ledger, month } = this;
    const { runs } = ledger;
    const closing = runs.closing(month);
    const asked = this.#counts.get(`account ${SIEG_KINDS[0]}`)?.at ?? null;
    return {
      account: this.#account(),
      companies: this.#companies(),
      unanswered: this.#open
        .filter(({ scope }) => scope === 'account')
        .map((question) => ({
          question: questionText(question),
          ofCancellations: question.operation === 'events',
          kind: question.kind,
        })),
      undelivered: this.#undelivered,
      damaged: this.#ofNobody(this.#damaged),
      alteredAtTarget: this.#ofNobody(this.#altered),
      spooled: ledger.spool.ofMonth(month),
      reportsWanted: closing !== null && runs.closingHasReports(month) ? KEPT_KINDS : [],
      closing: closing === 'ended' && runs.closingHasReports(month),
      askedAt: asked,
    };
  }

  /** Of no company, and of those that have left the list. */
  #ofNobody(counts: ReadonlyMap<number | null, number>): number {
    const listed = new Set<number | null>(this.ledger.companies.active().map(({ id }) => id));
    return [...counts].reduce((sum, [id, n]) => sum + (listed.has(id) ? 0 : n), 0);
  }

  #account(): AccountKind[] {
    const { verdictFacts } = this.ledger;
    const { handedOutBroken, named, unclaimed } = this.#missing;
    const asked = verdictFacts.cancellationsAsked(this.#from);
    return SIEG_KINDS.map((kind) => {
      const row = this.#counts.get(`account ${kind}`);
      return {
        kind,
        counted: row?.count ?? null,
        greatest: row?.greatest ?? 0,
        ...verdictFacts.heldAgainstCount(kind, this.#from, this.#to, row?.at ?? ''),
        handedOutBroken: handedOutBroken.get(kind) ?? 0,
        named: named.get(kind) ?? 0,
        unclaimed: unclaimed.get(kind) ?? 0,
        cancellationsAsked: CANCELLATION_KINDS.includes(kind) ? asked.has(kind) : null,
      };
    });
  }

  #companies(): CompanyFacts[] {
    const { companies, verdictFacts } = this.ledger;
    const waiting = verdictFacts.cancellationsWaiting(this.month);
    const monthBefore = this.#monthBefore();
    return companies.active().map(({ id, taxId, folder }) => ({
      companyId: id,
      taxId,
      folder,
      kinds: this.#kindsOf(id, taxId),
      cancellationsWaiting: waiting.get(id) ?? 0,
      damaged: this.#damaged.get(id) ?? 0,
      alteredAtTarget: this.#altered.get(id) ?? 0,
      movedFrom: this.#moved?.companies.has(id) === true ? this.#moved.from : null,
      unanswered: this.#open.filter(({ scope }) => scope.endsWith(`:${taxId}`)).map(questionText),
      monthBefore: monthBefore === null ? null : (monthBefore.get(id) ?? 0),
    }));
  }

  /** Null where that month was never asked of SIEG and nothing is held of it: then it is not known to have been empty. */
  #monthBefore(): Map<number, number> | null {
    const { requests, verdictFacts } = this.ledger;
    const before = previousMonth(this.month);
    const documents = verdictFacts.documentsOf(before);
    const asked = requests.lastCount('account', SIEG_KINDS[0], firstDay(before), lastDay(before)) !== null;
    return asked || documents.size > 0 ? documents : null;
  }

  #kindsOf(companyId: number, taxId: string): CompanyKind[] {
    const filed = this.#filed.get(companyId) ?? new Map<DocumentKind, FiledKind>();
    const kinds = new Set<DocumentKind>([...SIEG_KINDS, ...filed.keys()]);
    return [...kinds].map((kind) => {
      const {
        handedOutAs = '[]',
        documents = 0,
        unread = 0,
        delivered = 0,
        handedOver = 0,
        conflicts = 0,
      } = filed.get(kind) ?? {};
      return {
        kind,
        documents,
        unread,
        delivered,
        handedOver,
        conflicts,
        handedOutAs: JSON.parse(handedOutAs) as SiegKind[],
        missing: this.#missingLines.get(lineKey(companyId, kind)) ?? 0,
        roles: isSiegKind(kind) ? this.#rolesOf(kind, taxId) : null,
        report: this.#reports.get(lineKey(companyId, kind)) ?? null,
        contradicted: this.#contradicted.get(lineKey(companyId, kind)) ?? 0,
      };
    });
  }

  #rolesOf(kind: SiegKind, taxId: string): RoleCount[] | null {
    const roles = SIEG_ROLES.map((role) => {
      const row = this.#counts.get(`${companyScope(role, taxId).name} ${kind}`);
      if (row === undefined) return null;
      const held = this.#heldInRoles(kind, taxId, partyRolesOf(role, kind));
      return { counted: row.count, greatest: row.greatest, held };
    });
    const known = roles.filter((role) => role !== null);
    return known.length === roles.length ? known : null;
  }

  #heldInRoles(kind: SiegKind, taxId: string, wanted: readonly PartyRole[]): number {
    return (this.#parties.get(`${kind} ${taxId}`) ?? [])
      .filter(({ roles }) => roles.some((role) => wanted.includes(role)))
      .reduce((sum, { n }) => sum + n, 0);
  }
}

/** The tax ids of the companies that SIEG was asked to count by themselves. */
function partiesCounted(counts: Iterable<CountRow>): string[] {
  return [...new Set([...counts].flatMap(({ scope }) => (scope === 'account' ? [] : (scope.split(':')[1] ?? []))))];
}

function byParty(rows: readonly HeldByParty[]): Map<string, HeldByParty[]> {
  const parties = new Map<string, HeldByParty[]>();
  for (const row of rows) {
    const key = `${row.siegKind} ${row.taxId}`;
    const known = parties.get(key);
    if (known === undefined) parties.set(key, [row]);
    else known.push(row);
  }
  return parties;
}

function linesOf(rows: readonly { readonly companyId: number; readonly kind: string; readonly n: number }[]): Lines {
  return new Map(rows.map(({ companyId, kind, n }) => [lineKey(companyId, kind), n]));
}

function perCompany(rows: readonly FiledKind[]): Map<number, Map<DocumentKind, FiledKind>> {
  const companies = new Map<number, Map<DocumentKind, FiledKind>>();
  for (const row of rows) {
    const kinds = companies.get(row.companyId) ?? new Map<DocumentKind, FiledKind>();
    companies.set(row.companyId, kinds.set(row.kind, row));
  }
  return companies;
}
