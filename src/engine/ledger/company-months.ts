import { searchTerms, type Day, type Direction, type DocumentKind, type Month, type SearchTerms } from '../domain';
import type { LedgerDatabase } from './database';
import { LIVE_SUMS, NO_SUMS, type LiveSums } from './live-sums';
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
/** Findings after which a file no longer testifies that its document is on disk. */
export const NOT_ON_DISK = `('ghost', 'altered', 'unreadable')`;

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

export interface CompanyDocumentFilter {
  readonly companyId: number;
  readonly month: Month;
  readonly kind?: DocumentKind;
  /** In identity, number or path. */
  readonly search?: string;
  readonly state: 'all' | 'orphan' | 'missing' | 'cancelled';
}

/** Documents of the company's month, held or promised. */
const LINES = `WITH held AS (
    SELECT f.document_id AS id, min(f.id) AS filing FROM filings f JOIN documents d ON d.id = f.document_id
    WHERE f.company_id = @companyId AND d.month = @month GROUP BY f.document_id),
  lines AS (
    SELECT d.id, d.identity, d.kind, f.direction, d.number, d.issue_day AS issueDay, d.total_cents AS totalCents,
      EXISTS (SELECT 1 FROM expectations x WHERE x.identity = d.identity) AS promised, f.path,
      ${HANDED_OVER} AS handedOver, ${CANCELLED} AS cancelled
    FROM held h JOIN documents d ON d.id = h.id JOIN filings f ON f.id = h.filing
    UNION ALL
    SELECT NULL, m.identity, min(m.kind), NULL, NULL, min(m.issue_day), NULL, 1, NULL, 'no', 0
    FROM missing_documents m WHERE m.company_id = @companyId AND m.month = @month GROUP BY m.identity)`;

const STATES: Readonly<Record<CompanyDocumentFilter['state'], string>> = {
  all: '1',
  orphan: "id IS NOT NULL AND handedOver = 'no'",
  missing: 'id IS NULL',
  cancelled: 'cancelled = 1',
};

/** By key, number, file or value. */
const FOUND = `(identity LIKE @pattern ESCAPE '!' OR number LIKE @pattern ESCAPE '!' OR path LIKE @pattern ESCAPE '!'
  OR identity LIKE @bare OR number LIKE @bare OR totalCents IN (SELECT value FROM json_each(@cents)))`;

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

/** One company's month, from the recorded facts alone. */
export class CompanyMonthReader {
  constructor(private readonly db: LedgerDatabase) {}

  /** Months in which the company holds anything, newest first. */
  months(companyId: number): Month[] {
    const rows = this.db.all<{ month: Month }>(
      `SELECT DISTINCT d.month FROM filings f JOIN documents d ON d.id = f.document_id WHERE f.company_id = ?
       ORDER BY d.month DESC`,
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
        ...{ handedOver: 0, handedOverBefore: 0, orphans: 0, cancelled: 0, ...NO_SUMS },
        ...rest,
        ...{ kind, ledger },
        disk: gone === null ? null : Math.max(0, seen - (gone.get(kind) ?? 0)),
        promised: promised.get(kind) ?? null,
        missing: missing.get(kind) ?? 0,
      };
    });
  }

  #held(companyId: number, month: Month, seenUntil: string | null): HeldKind[] {
    return this.db.all<HeldKind>(
      `SELECT kind, count(*) AS ledger, count(*) FILTER (WHERE archivedAt <= @seenUntil) AS seen,
         count(*) FILTER (WHERE handedOver IN ('verified', 'before')) AS handedOver,
         count(*) FILTER (WHERE handedOver = 'before') AS handedOverBefore,
         count(*) FILTER (WHERE handedOver = 'no') AS orphans,
         count(*) FILTER (WHERE cancelled) AS cancelled, ${LIVE_SUMS}
       FROM (SELECT d.kind, d.archived_at AS archivedAt, d.total_cents AS totalCents, ${HANDED_OVER} AS handedOver,
               ${CANCELLED} AS cancelled,
               (SELECT f.direction FROM filings f WHERE f.document_id = d.id AND f.company_id = @companyId ORDER BY f.id LIMIT 1) AS direction
             FROM documents d WHERE d.month = @month
               AND d.id IN (SELECT document_id FROM filings WHERE company_id = @companyId)) GROUP BY kind`,
      { companyId, month, seenUntil },
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

  /** In order of identity. @param after the last identity seen; '' for the first page */
  documents(filter: CompanyDocumentFilter, after: string, limit: number): CompanyDocument[] {
    const { where, bindings } = this.#filter(filter);
    return this.db.all<CompanyDocument>(
      `${LINES} SELECT * FROM lines WHERE identity > @after AND ${where} ORDER BY identity LIMIT @limit`,
      { ...bindings, after, limit },
    );
  }

  countDocuments(filter: CompanyDocumentFilter): number {
    const { where, bindings } = this.#filter(filter);
    return this.db.value<number>(`${LINES} SELECT count(*) FROM lines WHERE ${where}`, bindings);
  }

  #filter({ companyId, month, kind, search, state }: CompanyDocumentFilter): {
    where: string;
    bindings: Record<string, unknown>;
  } {
    const terms = searchTerms(search ?? '');
    const where = [STATES[state], '(@kind IS NULL OR kind = @kind)', terms === null ? '1' : FOUND].join(' AND ');
    return { where, bindings: { companyId, month, kind: kind ?? null, ...(terms === null ? {} : bindingsOf(terms)) } };
  }
}
