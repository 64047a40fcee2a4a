import type { LedgerDatabase } from './database';

/** What an audit knew of a file of the archive when it last read it. */
export interface KnownFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly sha256: string | null;
  /** What its content says it is, as JSON; null where nobody asked or it cannot be read. */
  readonly content: string | null;
  /** What stood against reading it, as JSON: code and sentence. */
  readonly problem: string | null;
  readonly readAt: string;
}

/** A file of the archive beside everything that the ledger says of its path. Nulls where it says nothing. */
export interface FileFacts {
  /** Position in the list that was asked for. */
  readonly at: number;
  readonly filingId: number | null;
  readonly documentId: number | null;
  readonly eventFilingId: number | null;
  readonly companyId: number | null;
  /** Of the document or event that is filed here. */
  readonly identity: string | null;
  readonly documentIdentity: string | null;
  readonly kind: string | null;
  readonly month: string | null;
  readonly direction: string | null;
  readonly sha256: string | null;
  /** Findings of the document, as JSON, where one of them is of its key. */
  readonly odd: string | null;
  readonly knownSize: number | null;
  readonly knownModifiedMs: number | null;
  readonly knownSha256: string | null;
  readonly knownContent: string | null;
  readonly knownProblem: string | null;
  readonly knownAt: string | null;
}

/** What audits remember of the files on disk, so that those that have not changed are not read again. */
export class DiskFileRepository {
  constructor(private readonly db: LedgerDatabase) {}

  /** One row for each path, in no order. */
  facts(paths: readonly string[]): FileFacts[] {
    return this.db.all<FileFacts>(
      `SELECT j.key AS at, f.id AS filingId, f.document_id AS documentId, g.id AS eventFilingId,
         CASE WHEN f.id IS NULL THEN g.company_id ELSE f.company_id END AS companyId,
         coalesce(d.identity, e.identity) AS identity, coalesce(d.identity, e.document_identity) AS documentIdentity,
         coalesce(d.kind, e.kind) AS kind, coalesce(d.month, e.month) AS month, f.direction,
         coalesce(f.sha256, g.sha256) AS sha256, CASE WHEN instr(d.findings, '"key-') > 0 THEN d.findings END AS odd,
         k.size AS knownSize, k.modified_ms AS knownModifiedMs, k.sha256 AS knownSha256, k.content AS knownContent,
         k.problem AS knownProblem, k.read_at AS knownAt
       FROM json_each(?) j
         LEFT JOIN filings f ON f.path = j.value LEFT JOIN documents d ON d.id = f.document_id
         LEFT JOIN event_filings g ON f.id IS NULL AND g.path = j.value LEFT JOIN events e ON e.id = g.event_id
         LEFT JOIN disk_files k ON k.path = j.value`,
      [JSON.stringify(paths)],
    );
  }

  /** In the caller's transaction. */
  remember(files: readonly KnownFile[]): void {
    for (const file of files) {
      this.db.run(
        `INSERT OR REPLACE INTO disk_files (path, size, modified_ms, sha256, content, problem, read_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [file.path, file.size, file.modifiedMs, file.sha256, file.content, file.problem, file.readAt],
      );
    }
  }

  /** Whether earlier audits have met any. */
  knowsAny(): boolean {
    return this.db.value<number>('SELECT EXISTS (SELECT 1 FROM disk_files)') === 1;
  }
}
