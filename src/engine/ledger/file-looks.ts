import type { Month, Sha256 } from '../domain';
import { NOT_ON_DISK } from './audit-sql';
import type { LedgerDatabase } from './database';

/** What stands against a filed file. */
export type FileProblem = 'absent' | 'altered' | 'unreadable';

/** A filed file of the archive as it was seen, by its stored path; null: as it was filed. */
export interface SeenFile {
  readonly path: string;
  /** What it was held against. */
  readonly sha256: Sha256;
  readonly problem: FileProblem | null;
}

const FOLDER = /\/[^/]*$/;

/**
 * What `verify` found of files that are, or were, not as they were filed. The last look counts: a finding of it stands until a later look,
 * an audit or a new filing. A file that has always been in order leaves nothing here.
 */
export class FileLookRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** Paths of the month that a look, or the audit, found not in order: a look that finds them in order is worth noting. */
  suspects(month: Month, auditId: number | null): Set<string> {
    const rows = this.db.all<{ path: string }>(
      `SELECT path FROM file_looks WHERE month = @month
       UNION SELECT path FROM audit_findings WHERE audit_id = @auditId AND month = @month
         AND category IN ${NOT_ON_DISK} AND path IS NOT NULL`,
      { month, auditId },
    );
    return new Set(rows.map(({ path }) => path));
  }

  /** In the caller's transaction. What an audit remembers of a file that is not in order is forgotten: it reads it again. */
  note(month: Month, files: readonly SeenFile[]): void {
    for (const { path, sha256, problem } of files) {
      // somebody has filed another form of it there since it was listed: that one was not looked at
      if (problem !== null && this.#filed(path) !== sha256) continue;
      this.db.run('INSERT OR REPLACE INTO file_looks (path, month, problem, at) VALUES (?, ?, ?, ?)', [
        ...[path, month, problem, this.now()],
      ]);
      if (problem === null) continue;
      this.db.run('DELETE FROM disk_files WHERE path = ?', [path]);
      this.db.run('DELETE FROM disk_folders WHERE path = ?', [path.replace(FOLDER, '')]);
    }
  }

  #filed(path: string): string | undefined {
    return this.db.get<{ sha256: string }>(
      'SELECT sha256 FROM filings WHERE path = @path UNION ALL SELECT sha256 FROM event_filings WHERE path = @path',
      { path },
    )?.sha256;
  }

  /**
   * A complete audit has looked at these months and companies (null: all): what was found before it began and it does not name is in
   * order. In the caller's transaction.
   */
  audited(auditId: number): void {
    this.db.run(
      `DELETE FROM file_looks AS l WHERE EXISTS (
         SELECT 1 FROM audits a LEFT JOIN filings f ON f.path = l.path LEFT JOIN event_filings g ON g.path = l.path
           LEFT JOIN companies c ON c.id = coalesce(f.company_id, g.company_id)
         WHERE a.id = @auditId AND l.at < a.started_at
           AND (coalesce(json_type(a.scope, '$.months'), 'null') = 'null'
             OR EXISTS (SELECT 1 FROM json_each(a.scope, '$.months') WHERE value = l.month))
           AND (coalesce(json_type(a.scope, '$.companies'), 'null') = 'null'
             OR EXISTS (SELECT 1 FROM json_each(a.scope, '$.companies') WHERE value = c.tax_id))
           AND (l.problem IS NULL OR NOT EXISTS (SELECT 1 FROM audit_findings x INDEXED BY audit_findings_by_path
             WHERE x.audit_id = @auditId AND x.path = l.path AND x.category IN ${NOT_ON_DISK})))`,
      { auditId },
    );
  }
}
