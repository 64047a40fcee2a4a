import { searchTerms, type Day, type Direction, type DocumentKind, type Month, type SearchTerms } from '../domain';
import type { LedgerDatabase } from './database';
import { LIVE_SUMS, NO_SUMS, type LiveSums } from './live-sums';
import { NOT_ON_DISK } from './audit-sql';
import { containing, type CoveringAudit } from './history';

/**
 * What is known of how a document was handed over: read back at the target; named by a completed transaction of the system before this
 * one; on its way; other content stands at the target; nothing. As the audit sees it, the last one is an orphan if it is held for a
 * client company.
 */
export type HandedOver = 'verified' | 'before' | 'waiting' | 'conflict' | 'no';

/** For a document `d`. */
export const HANDED_OVER = `CASE
  WHEN EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered' AND v.sha256 = d.sha256) THEN 'verified'
  WHEN EXISTS (SELECT 1 FROM legacy_claims c WHERE c.identity = d.identity AND c.claim = 'handed-over') THEN 'before'
  WHEN EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state IN ('pending', 'copying', 'failed')) THEN 'waiting'
  WHEN EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'conflict' AND v.content_sha256 = d.sha256)
    THEN 'conflict'
  ELSE 'no' END`;
/** For a document `d`. */
export const CANCELLED = `EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity AND e.effect = 'cancels' AND e.effective = 1)`;

/** The four witnesses of one kind of a company's month. */
export interface KindWitnesses extends LiveSums {
  readonly kind: DocumentKind;
  readonly promised: number | null;
  readonly ledger: number;
  readonly disk: number | null;
  readonly handedOver: number;
  readonly handedOverBefore: number;
  readonly missing: number;
  readonly orphans: number;
  readonly cancelled: number;
}

export interface CompanyDocument {
  /** Null for a promised document that is not held. */
  readonly id: number | null;
  readonly identity: string;
  readonly kind: DocumentKind;
  readonly direction: Direction | null;
  readonly number: string | null;
  readonly issueDay: Day | null;
  readonly totalCents: number | null;
  readonly promised: 0 | 1;
  readonly path: string | null;
  readonly handedOver: HandedOver;
  readonly cancelled: 0 | 1;
}

export interface CompanyDocumentPage {
  readonly rows: readonly CompanyDocument[];
  readonly total: number;
}

export interface CompanyDocumentFilter {
  readonly companyId: number;
  readonly month: Month;
  readonly kind?: DocumentKind;
  /** In identity, number or path. */
  readonly search?: string;
  readonly state: 'all' | 'orphan' | 'missing' | 'cancelled';
}

/** What the company holds of the month, each document once, by the first of its filings (`min` takes its direction along). */
const HELD = `SELECT document_id AS id, min(id) AS filing, direction FROM filings WHERE company_id = @companyId AND month = @month GROUP BY document_id`;

/** Of a document `d` and its filing `f`. */
const SHOWN = `d.id, d.identity, d.kind, f.direction, d.number, d.issue_day AS issueDay, d.total_cents AS totalCents,
  EXISTS (SELECT 1 FROM expectations x WHERE x.identity = d.identity) AS promised, f.path, ${HANDED_OVER} AS handedOver, ${CANCELLED} AS cancelled`;

/** Of a held document `d`; null: no held document is in this state. */
const HELD_IN_STATE: Readonly<Record<CompanyDocumentFilter['state'], string | null>> = {
  all: '1',
  orphan: `${HANDED_OVER} = 'no'`,
  missing: null,
  cancelled: CANCELLED,
};

/** By key, number, file or value, of a held document `d` and its filing `f`; by key, of a missing one `m`. */
const HELD_FOUND = `(d.identity LIKE @pattern ESCAPE '!' OR d.number LIKE @pattern ESCAPE '!' OR f.path LIKE @pattern ESCAPE '!'
  OR d.identity LIKE @bare OR d.number LIKE @bare OR d.total_cents IN (SELECT value FROM json_each(@cents)))`;
const MISSING_FOUND = "(m.identity LIKE @pattern ESCAPE '!' OR m.identity LIKE @bare)";

function bindingsOf({ text, bare, cents }: SearchTerms): Record<string, unknown> {
  // a LIKE against null finds nothing
  return {
    pattern: containing(text),
    bare: bare === null ? null : containing(bare),
    cents: JSON.stringify(cents.map(Number)),
  };
}

interface HeldKind extends LiveSums {
  readonly kind: DocumentKind;
  readonly ledger: number;
  readonly seen: number;
  readonly handedOver: number;
  readonly handedOverBefore: number;
  readonly orphans: number;
  readonly cancelled: number;
}

/** Documents that one statement looks at. */
const LOOKED_AT_ONCE = 5_000;

function sumOf(before: HeldKind | undefined, { kind, ...figures }: HeldKind): HeldKind {
  if (before === undefined) return { kind, ...figures };
  const added = Object.entries(figures).map(([name, n]) => [name, n + before[name as keyof typeof figures]]);
  return { kind, ...(Object.fromEntries(added) as typeof figures) };
}

/** One company's month, from the recorded facts alone. */
export class CompanyMonthReader {
  constructor(private readonly db: LedgerDatabase) {}

  /** Months in which the company holds anything, newest first. */
  months(companyId: number): Month[] {
    const rows = this.db.all<{ month: Month }>(
      // from month to month, not from filing to filing
      `WITH RECURSIVE known (month) AS (SELECT max(month) FROM filings
         UNION ALL SELECT (SELECT max(f.month) FROM filings f WHERE f.month < known.month) FROM known WHERE known.month IS NOT NULL)
       SELECT month FROM known WHERE EXISTS (SELECT 1 FROM filings f WHERE f.month = known.month AND f.company_id = ?)`,
      [companyId],
    );
    return rows.map(({ month }) => month);
  }

  /** Kinds of which anything is held, promised or missing, in alphabetical order. `disk` is null without an audit. */
  witnesses(companyId: number, month: Month, audit: CoveringAudit | null): KindWitnesses[] {
    const held = new Map(this.#held(companyId, month, audit?.endedAt ?? null).map((row) => [row.kind, row]));
    const promised = this.#promised(companyId, month);
    const missing = this.#missing(companyId, month);
    const gone = audit === null ? null : this.#notOnDisk(companyId, month, audit);
    const kinds = [...new Set([...held.keys(), ...promised.keys(), ...missing.keys()])].sort();
    return kinds.map((kind) => {
      const { ledger = 0, seen = 0, ...rest } = held.get(kind) ?? {};
      return {
        handedOver: 0,
        handedOverBefore: 0,
        orphans: 0,
        cancelled: 0,
        ...NO_SUMS,
        ...rest,
        kind,
        ledger,
        disk: gone === null ? null : Math.max(0, seen - (gone.get(kind) ?? 0)),
        promised: promised.get(kind) ?? null,
        missing: missing.get(kind) ?? 0,
      };
    });
  }

  /** A part of the documents at a time: however much a client has, each is over in a moment. */
  #held(companyId: number, month: Month, seenUntil: string | null): HeldKind[] {
    const kinds = new Map<DocumentKind, HeldKind>();
    for (let after: number | null = 0; after !== null;) {
      const part = this.#heldPart(companyId, month, seenUntil, after);
      for (const { last: _, ...row } of part) kinds.set(row.kind, sumOf(kinds.get(row.kind), row));
      const looked = part.reduce((sum, { ledger }) => sum + ledger, 0);
      after = looked >= LOOKED_AT_ONCE ? Math.max(...part.map(({ last }) => last)) : null;
    }
    return [...kinds.values()];
  }

  #heldPart(
    companyId: number,
    month: Month,
    seenUntil: string | null,
    after: number,
  ): (HeldKind & { readonly last: number })[] {
    return this.db.all(
      // materialised, so that what is known of a document is found out once and not for each of the sums
      `WITH held AS MATERIALIZED (
         SELECT d.id, d.kind, d.archived_at AS archivedAt, d.total_cents AS totalCents, ${HANDED_OVER} AS handedOver,
           ${CANCELLED} AS cancelled, h.direction
         FROM (SELECT document_id AS id, min(id), direction FROM filings
               WHERE company_id = @companyId AND month = @month AND document_id > @after
               GROUP BY document_id ORDER BY document_id LIMIT ${String(LOOKED_AT_ONCE)}) h
           CROSS JOIN documents d ON d.id = h.id)
       SELECT kind, max(id) AS last, count(*) AS ledger, count(*) FILTER (WHERE archivedAt <= @seenUntil) AS seen,
         count(*) FILTER (WHERE handedOver IN ('verified', 'before')) AS handedOver,
         count(*) FILTER (WHERE handedOver = 'before') AS handedOverBefore,
         count(*) FILTER (WHERE handedOver = 'no') AS orphans,
         count(*) FILTER (WHERE cancelled) AS cancelled, ${LIVE_SUMS}
       FROM held GROUP BY kind`,
      { companyId, month, seenUntil, after },
    );
  }

  /** Only kinds of which a report was read: zero is then SIEG's word. */
  #promised(companyId: number, month: Month): Map<DocumentKind, number> {
    return this.#perKind(
      `SELECT kind, sum(n) AS n FROM (
         SELECT kind, count(DISTINCT identity) AS n FROM expectations
         WHERE company_id = @companyId AND month = @month AND source IN ('report', 'old-report') GROUP BY kind
         UNION ALL SELECT kind, 0 FROM reports WHERE company_id = @companyId AND month = @month) GROUP BY kind`,
      { companyId, month },
    );
  }

  #missing(companyId: number, month: Month): Map<DocumentKind, number> {
    return this.#perKind(
      `SELECT kind, count(DISTINCT identity) AS n FROM missing_documents
       WHERE company_id = @companyId AND month = @month GROUP BY kind`,
      { companyId, month },
    );
  }

  #notOnDisk(companyId: number, month: Month, { id, endedAt }: CoveringAudit): Map<DocumentKind, number> {
    return this.#perKind(
      `SELECT d.kind, count(DISTINCT d.id) AS n FROM audit_findings a JOIN documents d ON d.identity = a.identity
       WHERE a.audit_id = @id AND a.category IN ${NOT_ON_DISK} AND a.company_id = @companyId AND d.month = @month
         AND d.archived_at <= @endedAt GROUP BY d.kind`,
      { companyId, month, id, endedAt },
    );
  }

  #perKind(sql: string, bindings: Record<string, unknown>): Map<DocumentKind, number> {
    return new Map(this.db.all<{ kind: DocumentKind; n: number }>(sql, bindings).map(({ kind, n }) => [kind, n]));
  }

  /**
   * In order of identity, and how many there are in all: what is wanted is picked once for both.
   * @param after the last identity seen; '' for the first page
   */
  documents(filter: CompanyDocumentFilter, after: string, limit: number): CompanyDocumentPage {
    const { companyId, month } = filter;
    const { bindings, ...wanted } = wantedBy(filter);
    const { total, page } = this.db.get<{ total: number; page: string }>(
      `WITH wanted (identity, id, filing) AS MATERIALIZED (${[...wanted.held, ...wanted.missing].join(' UNION ALL ')})
       SELECT (SELECT count(*) FROM wanted) AS total, (SELECT json_group_array(json_array(identity, id, filing)) FROM (
         SELECT identity, id, filing FROM wanted WHERE identity > @after ORDER BY identity LIMIT @limit)) AS page`,
      { companyId, month, ...bindings, after, limit },
    ) ?? { total: 0, page: '[]' };
    const picked = JSON.parse(page) as Picked[];
    const held = this.#heldLines(picked);
    const line = ([identity, id]: Picked): CompanyDocument | undefined =>
      id === null ? this.#missingLine(filter, identity) : held.get(id);
    return { total, rows: picked.flatMap((one) => line(one) ?? []) };
  }

  /** Those of them that are held, by the number of their document. */
  #heldLines(picked: readonly Picked[]): ReadonlyMap<number | null, CompanyDocument> {
    const rows = this.db.all<CompanyDocument>(
      `SELECT ${SHOWN} FROM json_each(?) p CROSS JOIN documents d ON d.id = p.value ->> 1 CROSS JOIN filings f ON f.id = p.value ->> 2`,
      [JSON.stringify(picked)],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  #missingLine({ companyId, month }: CompanyDocumentFilter, identity: string): CompanyDocument | undefined {
    return this.db.get<CompanyDocument>(
      `SELECT NULL AS id, m.identity, min(m.kind) AS kind, NULL AS direction, NULL AS number, min(m.issue_day) AS issueDay,
         NULL AS totalCents, 1 AS promised, NULL AS path, 'no' AS handedOver, 0 AS cancelled
       FROM missing_documents m WHERE m.identity = ? AND m.company_id = ? AND m.month = ? GROUP BY m.identity`,
      [identity, companyId, month],
    );
  }
}

/** What a page consists of; the numbers are those of a document that is held and of its first filing. */
type Picked = readonly [identity: string, id: number | null, filing: number | null];

/** The statements that pick what a filter wants, as `identity`, `id` and `filing`; no condition stands in them that picks everything. */
function wantedBy({ kind, search, state }: CompanyDocumentFilter): {
  readonly held: readonly string[];
  readonly missing: readonly string[];
  readonly bindings: Record<string, unknown>;
} {
  const terms = searchTerms(search ?? '');
  const where = (...conditions: readonly (string | undefined)[]): string =>
    conditions.filter((one) => one !== undefined).join(' AND ');
  const inState = HELD_IN_STATE[state];
  const held = `SELECT d.identity, h.id, h.filing FROM (${HELD}) h CROSS JOIN documents d ON d.id = h.id
    ${terms === null ? '' : 'CROSS JOIN filings f ON f.id = h.filing'}
    WHERE ${where(inState ?? undefined, kind && 'd.kind = @kind', terms === null ? undefined : HELD_FOUND)}`;
  const missing = `SELECT m.identity, NULL, NULL FROM missing_documents m
    WHERE ${where('m.company_id = @companyId', 'm.month = @month', terms === null ? undefined : MISSING_FOUND)}
    GROUP BY m.identity ${kind === undefined ? '' : 'HAVING min(m.kind) = @kind'}`;
  return {
    held: inState === null ? [] : [held],
    missing: state === 'all' || state === 'missing' ? [missing] : [],
    bindings: { ...(kind === undefined ? {} : { kind }), ...(terms === null ? {} : bindingsOf(terms)) },
  };
}
