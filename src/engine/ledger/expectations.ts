import type { Day, DocumentKind, Month, SiegKind } from '../domain';
import type { LedgerDatabase } from './database';

export type ExpectationSource = 'report' | 'broken-file' | 'summary' | 'old-report';

export interface Expectation {
  readonly identity: string;
  readonly kind: DocumentKind;
  readonly month: Month;
  readonly companyId: number | null;
  readonly source: ExpectationSource;
  readonly issueDay: Day | null;
}

export interface MissingDocument {
  readonly identity: string;
  readonly kind: SiegKind;
  readonly issueDay: Day | null;
  /** What SIEG answered to the last single fetch; null when it was not asked yet. */
  readonly answer: string | null;
  readonly sources: string;
  readonly companies: string | null;
}

export interface ReportAnswer {
  readonly companyId: number;
  readonly kind: SiegKind;
  readonly rows: number;
  /** Keys of it that were not held when it came. */
  readonly unheld: number;
  /** What the account was still short of when all reports of the kind had been read; null when that was never so. */
  readonly leftShort: number | null;
  readonly closing: boolean;
  readonly runId: number;
  readonly askedAt: string;
  /** A document of its company, kind and month has come since that it does not name. */
  readonly outdated: boolean;
}

export interface ReportRecord {
  readonly rows: number;
  readonly rowsHash: string;
  readonly path: string;
  readonly sha256: string;
}

/** Keys that somebody promised, and the reports that promised them. What is promised and not held is missing. */
export class ExpectationRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** @param runId null for promises of the old system's reports alone. */
  add(runId: number | null, expectations: readonly Expectation[]): void {
    for (const expected of expectations) {
      this.db.run(
        `INSERT INTO expectations (identity, kind, month, company_id, source, issue_day, run_id, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
        [
          expected.identity,
          expected.kind,
          expected.month,
          expected.companyId,
          expected.source,
          expected.issueDay,
          runId,
          this.now(),
        ],
      );
    }
  }

  /** Distinct promised keys of a month that are not held, in key order. */
  missing(month: Month): MissingDocument[] {
    return this.db.all<MissingDocument>(
      `SELECT m.identity, min(m.kind) AS kind, max(m.issue_day) AS issueDay, max(m.answer) AS answer,
         group_concat(DISTINCT m.source) AS sources, group_concat(DISTINCT c.folder) AS companies
       FROM missing_documents m LEFT JOIN companies c ON c.id = m.company_id
       WHERE m.month = ? GROUP BY m.identity ORDER BY m.identity`,
      [month],
    );
  }

  /** What SIEG said when the document was asked for by its key. */
  noteAnswer(identity: string, answer: string): void {
    this.db.run('UPDATE expectations SET answer = ? WHERE identity = ?', [answer, identity]);
  }

  report(companyId: number, kind: string, month: Month): ReportRecord | undefined {
    return this.db.get<ReportRecord>(
      'SELECT rows, rows_hash AS rowsHash, path, sha256 FROM reports WHERE company_id = ? AND kind = ? AND month = ?',
      [companyId, kind, month],
    );
  }

  saveReport(runId: number, companyId: number, kind: string, month: Month, report: ReportRecord): void {
    this.db.run(
      `INSERT INTO reports (company_id, kind, month, rows, rows_hash, path, sha256, run_id, asked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (company_id, kind, month) DO UPDATE SET rows = excluded.rows, rows_hash = excluded.rows_hash,
         path = excluded.path, sha256 = excluded.sha256, run_id = excluded.run_id, asked_at = excluded.asked_at`,
      [companyId, kind, month, report.rows, report.rowsHash, report.path, report.sha256, runId, this.now()],
    );
  }

  /**
   * SIEG's answer to the question for a report; `rows` 0 is its word that there is nothing.
   * @param answer `rows`: keys; `unnamed`: rows without a key that can be read; `unheld`: keys that are not held
   */
  answerReport(
    runId: number,
    asked: { readonly companyId: number; readonly kind: SiegKind; readonly month: Month },
    answer: { readonly rows: number; readonly unnamed: number; readonly unheld: number; readonly closing: boolean },
  ): void {
    this.db.run(
      `INSERT INTO report_answers (company_id, kind, month, rows, unnamed, unheld, closing, run_id, asked_at)
       VALUES (@companyId, @kind, @month, @rows, @unnamed, @unheld, @closing, @runId, @at)
       ON CONFLICT (company_id, kind, month) DO UPDATE SET rows = excluded.rows, unnamed = excluded.unnamed, unheld = excluded.unheld,
         closing = excluded.closing, run_id = excluded.run_id, asked_at = excluded.asked_at`,
      { ...asked, ...answer, closing: answer.closing ? 1 : 0, runId, at: this.now() },
    );
  }

  /** What the reports of a month for these companies last said, and whether that is still all that is known. */
  reportAnswers(month: Month, companyIds: readonly number[]): ReportAnswer[] {
    const newest = this.#newestHeld(month, companyIds);
    return this.db
      .all<Omit<ReportAnswer, 'closing' | 'outdated'> & { closing: 0 | 1 }>(
        `SELECT company_id AS companyId, kind, rows, unheld, left_short AS leftShort, closing, run_id AS runId, asked_at AS askedAt
         FROM report_answers WHERE company_id IN (SELECT value FROM json_each(?)) AND month = ?`,
        [JSON.stringify(companyIds), month],
      )
      .map((row) => ({
        ...row,
        closing: row.closing === 1,
        outdated:
          (newest.get(`${String(row.companyId)} ${row.kind}`) ?? '') > row.askedAt && this.#leavesOut(row, month),
      }));
  }

  /** Of each company and kind, as SIEG has it, when the last of its documents of the month came. */
  #newestHeld(month: Month, companyIds: readonly number[]): Map<string, string> {
    const rows = this.db.all<{ companyId: number; kind: string; at: string }>(
      `SELECT f.company_id AS companyId, coalesce(d.sieg_kind, d.kind) AS kind, max(d.archived_at) AS at
       FROM filings f CROSS JOIN documents d ON d.id = f.document_id
       WHERE f.month = ? AND f.company_id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2`,
      [month, JSON.stringify(companyIds)],
    );
    return new Map(rows.map(({ companyId, kind, at }) => [`${String(companyId)} ${kind}`, at]));
  }

  /** Whether a document came after the report that it does not name. */
  #leavesOut(
    { companyId, kind, askedAt }: Pick<ReportAnswer, 'companyId' | 'kind' | 'askedAt'>,
    month: Month,
  ): boolean {
    const found = this.db.get(
      `SELECT 1 FROM filings f CROSS JOIN documents d ON d.id = f.document_id
       WHERE f.month = @month AND f.company_id = @companyId AND d.archived_at > @askedAt AND coalesce(d.sieg_kind, d.kind) = @kind
         AND NOT EXISTS (SELECT 1 FROM expectations e WHERE e.identity = d.identity AND e.source = 'report'
           AND e.company_id = @companyId) LIMIT 1`,
      { month, companyId, askedAt, kind },
    );
    return found !== undefined;
  }

  /** The reports of a kind have all been read, and the account is still short of so many documents. */
  noteLeftShort(month: Month, kind: SiegKind, documents: number): void {
    this.db.run('UPDATE report_answers SET left_short = ? WHERE month = ? AND kind = ?', [documents, month, kind]);
  }

  /** Keys of a kind that somebody promised for the month, that are not held and that SIEG was not asked for by key yet. */
  namedUnasked(month: Month, kind: SiegKind): number {
    // what is not held is found by the index alone; few of it has to be looked at
    return this.db.value<number>(
      `WITH gone AS MATERIALIZED (
         SELECT e.id FROM expectations e INDEXED BY expectations_by_company WHERE e.month = @month
           AND e.company_id IN (SELECT id FROM companies) AND e.kind = @kind
           AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = e.identity)
         UNION ALL SELECT e.id FROM expectations e INDEXED BY expectations_by_company WHERE e.month = @month
           AND e.company_id IS NULL AND e.kind = @kind AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = e.identity))
       SELECT count(DISTINCT e.identity) FROM gone CROSS JOIN expectations e ON e.id = gone.id WHERE e.answer IS NULL`,
      { month, kind },
    );
  }
}
