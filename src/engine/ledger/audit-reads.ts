import { NUMBERED_MODELS } from '../domain';
import {
  BEFORE,
  CONFLICTING,
  type ResolvedScope,
  scopeBindings,
  sqlList,
  REACHED,
  VERIFIED,
  WAITING,
} from './audit-sql';
import type { LedgerDatabase } from './database';

export type { ResolvedScope } from './audit-sql';

export interface AuditedCompany {
  readonly id: number;
  readonly taxId: string;
  readonly folder: string;
  readonly active: boolean;
}

export interface FiledRow {
  readonly id: number;
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  readonly identity: string;
  readonly kind: string;
  readonly month: string;
  readonly companyId: number | null;
}

export interface WitnessCounts {
  readonly ledger: number;
  readonly handedOver: number;
  readonly handedOverBefore: number;
  readonly waiting: number;
}

export interface NumberGap {
  readonly issuer: string;
  readonly companyId: number;
  readonly kind: string;
  readonly model: string;
  readonly series: string | null;
  readonly month: string;
  readonly from: number;
  readonly to: number;
}

/** Documents that one statement looks at: it is over in a moment. */
const LOOKED_AT_ONCE = 20_000;

/** What an audit asks the ledger. */
export class AuditReader {
  constructor(private readonly db: LedgerDatabase) {}

  companies(): AuditedCompany[] {
    return this.db
      .all<Omit<AuditedCompany, 'active'> & { active: number }>(
        'SELECT id, tax_id AS taxId, folder, active FROM companies ORDER BY id',
      )
      .map((row) => ({ ...row, active: row.active === 1 }));
  }

  /** As `LedgerDatabase.widenCache`. */
  widenCache(mebibytes: number): () => void {
    return this.db.widenCache(mebibytes);
  }

  lastDocumentId(): number {
    return this.db.value<number>('SELECT coalesce(max(id), 0) FROM documents');
  }

  /** How many files the ledger says the reach has. */
  filedFiles(resolved: ResolvedScope): number {
    if (resolved.months === null && resolved.companies === null) {
      return this.db.value<number>('SELECT (SELECT count(*) FROM filings) + (SELECT count(*) FROM event_filings)');
    }
    return (
      this.db.value<number>(`SELECT count(*) FROM filings f WHERE ${FILINGS_OF_SCOPE}`, scopeBindings(resolved)) +
      this.db.value<number>(
        `SELECT count(*) FROM event_filings f JOIN events d ON d.id = f.event_id WHERE ${OF_SCOPE}`,
        scopeBindings(resolved),
      )
    );
  }

  /** Row numbers of filings of the reach, in order, `limit` at a time after `after`. */
  filingIds(of: 'documents' | 'events', resolved: ResolvedScope, after: number, limit: number): number[] {
    const [table, column] = of === 'documents' ? ['filings', 'document_id'] : ['event_filings', 'event_id'];
    const isAll = resolved.months === null && resolved.companies === null;
    const ofScope = isAll ? '' : `JOIN ${of} d ON d.id = f.${column} WHERE ${OF_SCOPE} AND`;
    // as one value: a million rows would cost more than finding them
    const ids = this.db.value<string>(
      `SELECT json_group_array(id) FROM (SELECT f.id FROM ${table} f ${ofScope || 'WHERE'} f.id > @after ORDER BY f.id LIMIT @limit)`,
      isAll ? { after, limit } : { ...scopeBindings(resolved), after, limit },
    );
    return JSON.parse(ids) as number[];
  }

  filed(of: 'documents' | 'events', ids: readonly number[]): FiledRow[] {
    const [table, column] = of === 'documents' ? ['filings', 'document_id'] : ['event_filings', 'event_id'];
    return this.db.all<FiledRow>(
      `SELECT f.id, f.path, f.sha256, f.size, d.identity, d.kind, d.month, f.company_id AS companyId
       FROM ${table} f JOIN ${of} d ON d.id = f.${column} WHERE f.id IN (SELECT value FROM json_each(?)) ORDER BY f.id`,
      [JSON.stringify(ids)],
    );
  }

  /** Every filing of a held document or event, with what it is filed of. */
  filingsOf(identity: string): (FiledRow & { readonly of: 'documents' | 'events' })[] {
    return this.db.all(
      `SELECT 'documents' AS of, f.id, f.path, f.sha256, f.size, d.identity, d.kind, d.month, f.company_id AS companyId
       FROM documents d JOIN filings f ON f.document_id = d.id WHERE d.identity = @identity
       UNION ALL SELECT 'events', f.id, f.path, f.sha256, f.size, e.identity, e.kind, e.month, f.company_id
       FROM events e JOIN event_filings f ON f.event_id = e.id WHERE e.identity = @identity`,
      { identity },
    );
  }

  /** Where events of a document are filed with these bytes: the mark of a municipal cancellation is its note's own file. */
  marksFiledAs(documentIdentity: string, sha256: string): (FiledRow & { readonly of: 'events' })[] {
    return this.db.all(
      `SELECT 'events' AS of, f.id, f.path, f.sha256, f.size, e.identity, e.kind, e.month, f.company_id AS companyId
       FROM events e JOIN event_filings f ON f.event_id = e.id WHERE e.document_identity = ? AND f.sha256 = ?`,
      [documentIdentity, sha256],
    );
  }

  /** A held document or event: its present content and where it is filed. */
  held(
    identity: string,
  ): { readonly sha256: string; readonly path: string | null; readonly companyId: number | null } | undefined {
    return this.db.get(
      `SELECT d.sha256, f.path, f.company_id AS companyId FROM documents d LEFT JOIN filings f ON f.document_id = d.id
       WHERE d.identity = @identity
       UNION ALL SELECT e.sha256, f.path, f.company_id FROM events e LEFT JOIN event_filings f ON f.event_id = e.id
       WHERE e.identity = @identity LIMIT 1`,
      { identity },
    );
  }

  /** Whether these bytes are kept aside: known to the ledger, and no live document. */
  isKept(sha256: string): boolean {
    return this.db.get('SELECT 1 FROM kept_files WHERE sha256 = ?', [sha256]) !== undefined;
  }

  /** The witnesses' figures over the documents with these row numbers. */
  witnesses(resolved: ResolvedScope, from: number, to: number): WitnessCounts {
    return (
      this.db.get<WitnessCounts>(
        `SELECT count(*) AS ledger, coalesce(sum(verified OR before), 0) AS handedOver,
           coalesce(sum(before AND NOT verified), 0) AS handedOverBefore,
           coalesce(sum(waiting AND NOT (verified OR before)), 0) AS waiting
         FROM (SELECT ${VERIFIED} AS verified, ${BEFORE} AS before, ${WAITING} AS waiting
               FROM documents d WHERE d.id BETWEEN @from AND @to AND ${REACHED})`,
        { ...scopeBindings(resolved), from, to },
      ) ?? { ledger: 0, handedOver: 0, handedOverBefore: 0, waiting: 0 }
    );
  }

  /** Distinct keys promised by name, per month and kind. */
  promised(resolved: ResolvedScope): { readonly month: string; readonly kind: string; readonly named: number }[] {
    return this.db.all(
      `SELECT month, kind, count(DISTINCT identity) AS named FROM expectations d
       WHERE (@months IS NULL OR month IN (SELECT value FROM json_each(@months)))
         AND (@companies IS NULL OR company_id IN (SELECT value FROM json_each(@companies))) GROUP BY month, kind`,
      scopeBindings(resolved),
    );
  }

  /** Months of which SIEG counted the whole account. */
  countedMonths(): string[] {
    return this.db
      .all<{ month: string }>(
        "SELECT DISTINCT substr(day_from, 1, 7) AS month FROM counts WHERE scope = 'account' ORDER BY 1",
      )
      .map(({ month }) => month);
  }

  /** All orphans of all months, by the ledger alone, a part of its documents at a time. */
  orphanTotals(): { readonly documents: number; readonly bytes: number } {
    const last = this.lastDocumentId();
    const totals = { documents: 0, bytes: 0 };
    for (let from = 0; from < last; from += LOOKED_AT_ONCE) {
      const { documents, bytes } = this.#orphansWithin(from + 1, from + LOOKED_AT_ONCE);
      totals.documents += documents;
      totals.bytes += bytes;
    }
    return totals;
  }

  #orphansWithin(from: number, to: number): { readonly documents: number; readonly bytes: number } {
    return (
      this.db.get<{ documents: number; bytes: number }>(
        `SELECT count(*) AS documents, coalesce(sum(d.size), 0) AS bytes FROM documents d
         WHERE d.id BETWEEN ? AND ? AND NOT ${VERIFIED} AND NOT ${WAITING} AND NOT ${BEFORE} AND NOT ${CONFLICTING}
           AND EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL)`,
        [from, to],
      ) ?? { documents: 0, bytes: 0 }
    );
  }

  /**
   * Numbers that one issuer leaves out, between the smallest and the largest that it issued in a month, held in no month at all.
   * The number and series are those of the document; NFS-e have numbers of their municipality and are left out.
   */
  gapsOf(company: AuditedCompany, months: readonly string[] | null): NumberGap[] {
    return this.db.all<NumberGap>(
      `WITH issued AS MATERIALIZED (
         SELECT model, kind, coalesce(series, '') AS series, month, CAST(number AS INTEGER) AS n FROM documents
         WHERE issuer = @issuer AND model IN (${sqlList(NUMBERED_MODELS)}) AND number GLOB '[0-9]*'),
       steps AS (SELECT model, series, n, lag(n) OVER (PARTITION BY model, series ORDER BY n) AS before FROM issued),
       ranges AS (SELECT model, kind, series, month, min(n) AS first, max(n) AS last FROM issued GROUP BY model, series, month)
       SELECT @issuer AS issuer, @companyId AS companyId, r.kind, s.model, nullif(s.series, '') AS series, min(r.month) AS month,
         s.before + 1 AS "from", s.n - 1 AS "to"
       FROM steps s JOIN ranges r ON r.model = s.model AND r.series = s.series AND r.first <= s.before AND r.last >= s.n
       WHERE s.n - s.before > 1 AND (@months IS NULL OR r.month IN (SELECT value FROM json_each(@months)))
       GROUP BY s.model, s.series, s.before ORDER BY s.model, s.series, s.before`,
      { issuer: company.taxId, companyId: company.id, months: months === null ? null : JSON.stringify(months) },
    );
  }

  /** Promised keys that are not held. */
  missingKeys(after: string, limit: number): string[] {
    return this.db
      .all<{ identity: string }>(
        'SELECT DISTINCT identity FROM missing_documents WHERE identity > ? ORDER BY identity LIMIT ?',
        [after, limit],
      )
      .map(({ identity }) => identity);
  }

  /** Kept ranges of numbers that the tax authority accepted as unused. */
  voidedFiles(): { readonly sha256: string; readonly path: string }[] {
    return this.db.all(
      "SELECT sha256, path FROM kept_files WHERE category = 'voided' AND situation = '102' ORDER BY id",
    );
  }
}

const FILINGS_OF_SCOPE = `(@months IS NULL OR f.month IN (SELECT value FROM json_each(@months)))
  AND (@companies IS NULL OR f.company_id IN (SELECT value FROM json_each(@companies)))`;

/** Filings `f` of the document or event `d`. */
const OF_SCOPE = `(@months IS NULL OR d.month IN (SELECT value FROM json_each(@months)))
  AND (@companies IS NULL OR f.company_id IN (SELECT value FROM json_each(@companies)))`;
