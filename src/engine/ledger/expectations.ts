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

  /** How many distinct promised keys of a month are not held, by kind. */
  missingByKind(month: Month): Map<string, number> {
    const rows = this.db.all<{ kind: string; n: number }>(
      'SELECT kind, count(DISTINCT identity) AS n FROM missing_documents WHERE month = ? GROUP BY kind',
      [month],
    );
    return new Map(rows.map(({ kind, n }) => [kind, n]));
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

  /** Reports that this run (or one that it resumes) already asked: they are not asked again. */
  reportedInRuns(runIds: readonly number[], companyId: number, kind: string, month: Month): boolean {
    return (
      this.db.get(
        `SELECT 1 AS found FROM reports WHERE company_id = ? AND kind = ? AND month = ?
           AND run_id IN (SELECT value FROM json_each(?))`,
        [companyId, kind, month, JSON.stringify(runIds)],
      ) !== undefined
    );
  }
}
