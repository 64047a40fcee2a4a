import type { FindingCategory } from '../../shared/ipc/audit';
import { firstDay, lastDay, type Day, type Direction, type DocumentKind, type Month, type Sha256 } from '../domain';
import { NOT_ON_DISK } from './audit-sql';
import { CANCELLED, HANDED_OVER, type HandedOver } from './company-months';
import { LedgerDatabase } from './database';
import { HistoryReader, type CoveringAudit } from './history';
import { sqliteFailure } from './sqlite-failure';

export interface MonthDocument {
  readonly id: number;
  readonly identity: string;
  readonly kind: DocumentKind;
  readonly number: string | null;
  readonly issueDay: Day | null;
  readonly issuer: string | null;
  readonly totalCents: number | null;
  readonly sha256: Sha256;
  readonly size: number;
  readonly archivedAt: string;
  readonly handedOver: HandedOver;
  /** When the copy at the target was read back; null unless `handedOver` is `verified`. */
  readonly verifiedAt: string | null;
  readonly cancelled: boolean;
  readonly promised: boolean;
  /** For which client companies it is filed, each once; empty when it concerns none. */
  readonly filed: readonly { readonly companyId: number; readonly direction: Direction }[];
  /** Where it lies, the first of its filings. */
  readonly path: string | null;
}

export interface MonthMissing {
  readonly identity: string;
  readonly kind: DocumentKind;
  readonly companyId: number | null;
  readonly issueDay: Day | null;
  /** Separated by commas. */
  readonly sources: string;
  /** What SIEG said to the single fetch, in Portuguese. */
  readonly answer: string | null;
}

export interface MonthEvent {
  readonly identity: string;
  readonly documentIdentity: string;
  readonly kind: DocumentKind;
  readonly eventType: string;
  readonly sequence: number;
  readonly effect: string;
  readonly effective: boolean;
  readonly issuedAt: string | null;
  readonly sha256: Sha256;
  readonly deliveredAt: string | null;
  readonly companyIds: readonly number[];
}

export interface MonthFinding {
  readonly id: number;
  readonly category: FindingCategory;
  readonly identity: string | null;
  readonly companyId: number | null;
  readonly kind: string | null;
  readonly path: string | null;
  /** What its sentence is made of. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface SnapshotCompany {
  readonly id: number;
  readonly taxId: string;
  readonly folder: string;
  readonly name: string;
  readonly active: boolean;
}

/** Flags as SQLite has them, lists as JSON. */
type Raw<Row, Flags extends keyof Row, List extends keyof Row> = Omit<Row, Flags | List> &
  Record<Flags, 0 | 1> &
  Record<List, string>;

/**
 * The ledger as it stood when this was opened, whatever is written meanwhile: figures and lists of one report agree. To be closed, since
 * the database keeps what the snapshot sees. Lists come in pages in order of identity; `+month` keeps that order's index in use.
 */
export class MonthSnapshot {
  readonly #db: LedgerDatabase;
  readonly #history: HistoryReader;

  private constructor(
    file: string,
    readonly month: Month,
  ) {
    this.#db = LedgerDatabase.open(file);
    this.#history = new HistoryReader(this.#db);
  }

  /** @param ledger an open database; this one is a connection of its own @throws MaloteError LEDGER_* */
  static open(ledger: LedgerDatabase, month: Month): MonthSnapshot {
    let snapshot: MonthSnapshot | null = null;
    try {
      snapshot = new MonthSnapshot(ledger.raw.name, month);
      snapshot.#db.raw.exec('BEGIN');
      // the transaction sees what stood at its first reading
      snapshot.#db.value<number>('SELECT count(*) FROM companies');
      return snapshot;
    } catch (error) {
      snapshot?.close();
      throw sqliteFailure(error, ledger.raw.name) ?? error;
    }
  }

  close(): void {
    this.#db.close();
  }

  /** All of them, retired ones too, in order of their folders. */
  companies(): SnapshotCompany[] {
    return this.#db
      .all<Omit<SnapshotCompany, 'active'> & { active: 0 | 1 }>(
        'SELECT id, tax_id AS taxId, folder, name, active FROM companies ORDER BY folder',
      )
      .map((row) => ({ ...row, active: row.active === 1 }));
  }

  documents(after: string, limit: number): MonthDocument[] {
    return this.#db
      .all<Raw<MonthDocument, 'cancelled' | 'promised', 'filed'>>(
        `SELECT d.id, d.identity, d.kind, d.number, d.issue_day AS issueDay, d.issuer, d.total_cents AS totalCents, d.sha256, d.size,
           d.archived_at AS archivedAt, ${HANDED_OVER} AS handedOver,
           (SELECT max(v.verified_at) FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered' AND v.sha256 = d.sha256)
             AS verifiedAt,
           ${CANCELLED} AS cancelled,
           EXISTS (SELECT 1 FROM expectations x WHERE x.identity = d.identity AND x.source IN ('report', 'old-report')) AS promised,
           (SELECT json_group_array(json_object('companyId', f.company_id, 'direction', f.direction)) FROM filings f
            WHERE f.id IN (SELECT min(g.id) FROM filings g WHERE g.document_id = d.id AND g.company_id IS NOT NULL GROUP BY g.company_id))
             AS filed,
           (SELECT f.path FROM filings f WHERE f.document_id = d.id ORDER BY f.id LIMIT 1) AS path
         FROM documents d WHERE +d.month = ? AND d.identity > ? ORDER BY d.identity LIMIT ?`,
        [this.month, after, limit],
      )
      .map((row) => ({
        ...row,
        cancelled: row.cancelled === 1,
        promised: row.promised === 1,
        filed: JSON.parse(row.filed) as MonthDocument['filed'],
      }));
  }

  /** A line for each company that was promised the document. @param after the last line seen */
  missing(after: Pick<MonthMissing, 'identity' | 'companyId'> | null, limit: number): MonthMissing[] {
    return this.#db.all<MonthMissing>(
      `SELECT x.identity, min(x.kind) AS kind, x.company_id AS companyId, min(x.issue_day) AS issueDay,
         group_concat(DISTINCT x.source) AS sources, max(x.answer) AS answer
       FROM expectations x WHERE +x.month = ? AND (x.identity, coalesce(x.company_id, 0)) > (?, ?)
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = x.identity)
       GROUP BY x.identity, coalesce(x.company_id, 0) ORDER BY x.identity, coalesce(x.company_id, 0) LIMIT ?`,
      [this.month, after?.identity ?? '', after?.companyId ?? (after === null ? -1 : 0), limit],
    );
  }

  events(after: string, limit: number): MonthEvent[] {
    return this.#db
      .all<Raw<MonthEvent, 'effective', 'companyIds'>>(
        `SELECT e.identity, e.document_identity AS documentIdentity, e.kind, e.event_type AS eventType, e.sequence, e.effect, e.effective,
           e.issued_at AS issuedAt, e.sha256,
           (SELECT max(v.verified_at) FROM deliveries v WHERE v.event_id = e.id AND v.state = 'delivered') AS deliveredAt,
           (SELECT json_group_array(DISTINCT f.company_id) FROM event_filings f WHERE f.event_id = e.id AND f.company_id IS NOT NULL)
             AS companyIds
         FROM events e WHERE +e.month = ? AND e.identity > ? ORDER BY e.identity LIMIT ?`,
        [this.month, after, limit],
      )
      .map((row) => ({
        ...row,
        effective: row.effective === 1,
        companyIds: JSON.parse(row.companyIds) as number[],
      }));
  }

  /**
   * Documents that SIEG announced: of each kind the most that it ever counted of the account or the keys that were named, whichever are
   * more; null when neither is known. As an audit of the whole month has it.
   */
  announced(): number | null {
    return this.#db.value<number | null>(
      `SELECT sum(n) FROM (SELECT kind, max(n) AS n FROM (
         SELECT kind, count(DISTINCT identity) AS n FROM expectations WHERE month = @month GROUP BY kind
         UNION ALL SELECT kind, max(count) FROM counts
           WHERE scope = 'account' AND filter = 'issue' AND day_from = @from AND day_to = @to GROUP BY kind) GROUP BY kind)`,
      { month: this.month, from: firstDay(this.month), to: lastDay(this.month) },
    );
  }

  /** Keys that SIEG's reports promised for the month. */
  promised(): number {
    return this.#db.value<number>(
      "SELECT count(DISTINCT identity) FROM expectations WHERE month = ? AND source IN ('report', 'old-report')",
      [this.month],
    );
  }

  /** Those by company and kind; also zero, where a report was read. `companyId` null: not said for whom. */
  promisedPerCompany(): { readonly companyId: number | null; readonly kind: string; readonly n: number }[] {
    return this.#db.all(
      `SELECT companyId, kind, sum(n) AS n FROM (
         SELECT company_id AS companyId, kind, count(DISTINCT identity) AS n FROM expectations
         WHERE month = @month AND source IN ('report', 'old-report') GROUP BY company_id, kind
         UNION ALL SELECT company_id, kind, 0 FROM reports WHERE month = @month) GROUP BY companyId, kind`,
      { month: this.month },
    );
  }

  audit(): CoveringAudit | null {
    return this.#history.coveringAudit(this.month, null);
  }

  findingCounts(auditId: number): Map<FindingCategory, number> {
    return this.#history.findingCounts(auditId, this.month, null);
  }

  findings(auditId: number, after: number, limit: number): MonthFinding[] {
    return this.#db
      .all<Omit<MonthFinding, 'detail'> & { detail: string }>(
        `SELECT id, category, identity, company_id AS companyId, kind, path, detail FROM audit_findings
         WHERE +audit_id = ? AND month = ? AND id > ? ORDER BY id LIMIT ?`,
        [auditId, this.month, after, limit],
      )
      .map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }));
  }

  /** Documents of the month that the audit did not find on disk as they were filed, by company and kind. */
  notOnDisk({
    id,
    endedAt,
  }: CoveringAudit): { readonly companyId: number | null; readonly kind: string; readonly n: number }[] {
    return this.#db.all(
      `SELECT a.company_id AS companyId, d.kind, count(DISTINCT d.id) AS n
       FROM audit_findings a JOIN documents d ON d.identity = a.identity
       WHERE a.audit_id = ? AND a.category IN ${NOT_ON_DISK} AND d.month = ? AND d.archived_at <= ? GROUP BY a.company_id, d.kind`,
      [id, this.month, endedAt],
    );
  }

  /** Of all companies together, each document once. */
  notOnDiskAtAll({ id, endedAt }: CoveringAudit): number {
    return this.#db.value<number>(
      `SELECT count(DISTINCT d.id) FROM audit_findings a JOIN documents d ON d.identity = a.identity
       WHERE a.audit_id = ? AND a.category IN ${NOT_ON_DISK} AND d.month = ? AND d.archived_at <= ?`,
      [id, this.month, endedAt],
    );
  }
}
