import type { LedgerDatabase } from './database';
import type { FileFacts } from './disk-files';

/** A folder of the archive in which an audit found every XML filed, whole and where it belongs. */
export interface CleanFolder {
  readonly path: string;
  /** As `FolderDigester` makes it. */
  readonly digest: string;
  /** Of everything that the judgement rests on, apart from the files themselves. */
  readonly stamp: string;
  /** Files that are XML, and that are not. */
  readonly xml: number;
  readonly other: number;
  readonly readAt: string;
}

/** What the ledger says of a filed file, in one line; `FILED` makes the same lines. */
export function factLine(facts: FileFacts): string {
  const { filingId, documentId, eventFilingId, companyId, direction, sha256, identity, documentIdentity } = facts;
  const of = filingId === null ? ['e', eventFilingId] : ['d', filingId];
  const rest = [facts.kind, facts.month, facts.odd];
  return [...of, documentId, companyId, direction, sha256, identity, documentIdentity, ...rest].join('|');
}

/** `@from`: its path and a slash, `@to`: its path and a zero, which comes right after the slash. */
const IN_FOLDER = (alias: string): string =>
  `${alias}.path > @from AND ${alias}.path < @to AND instr(substr(${alias}.path, length(@from) + 1), '/') = 0`;
const LINE = (...columns: string[]): string => columns.map((column) => `coalesce(${column}, '')`).join(" || '|' || ");

const FILED = `SELECT ${LINE(
  ...["'d'", 'f.id', 'f.document_id', 'f.company_id', 'f.direction', 'f.sha256', 'd.identity', 'd.identity', 'd.kind'],
  ...['d.month', `CASE WHEN instr(d.findings, '"key-') > 0 THEN d.findings END`],
)} AS line FROM filings f CROSS JOIN documents d ON d.id = f.document_id WHERE ${IN_FOLDER('f')}
UNION ALL SELECT ${LINE(
  ...["'e'", 'g.id', 'NULL', 'g.company_id', 'NULL', 'g.sha256', 'e.identity', 'e.document_identity', 'e.kind'],
  ...['e.month', 'NULL'],
)} FROM event_filings g CROSS JOIN events e ON e.id = g.event_id WHERE ${IN_FOLDER('g')}`;

/** Folders in which audits found nothing to say, so that they are not gone through file by file again. */
export class DiskFolderRepository {
  constructor(private readonly db: LedgerDatabase) {}

  get(path: string): CleanFolder | undefined {
    return this.db.get<CleanFolder>(
      'SELECT path, digest, stamp, xml, other, read_at AS readAt FROM disk_folders WHERE path = ?',
      [path],
    );
  }

  /** Whether any was found clean before this moment. */
  hasBefore(at: string): boolean {
    return this.db.value<number>('SELECT EXISTS (SELECT 1 FROM disk_folders WHERE read_at < ?)', [at]) === 1;
  }

  /** In the caller's transaction. */
  remember({ path, digest, stamp, xml, other, readAt }: CleanFolder): void {
    this.db.run(
      'INSERT OR REPLACE INTO disk_folders (path, digest, stamp, xml, other, read_at) VALUES (?, ?, ?, ?, ?, ?)',
      [path, digest, stamp, xml, other, readAt],
    );
  }

  /** In the caller's transaction. */
  forget(path: string): void {
    this.db.run('DELETE FROM disk_folders WHERE path = ?', [path]);
  }

  /** One line, as `factLine` makes it, for each file that is filed in this folder itself, in the same order as long as nothing changes. */
  filed(path: string): string[] {
    const { lines } = this.db.get<{ lines: string | null }>(
      `SELECT group_concat(line, char(10)) AS lines FROM (${FILED})`,
      { from: `${path}/`, to: `${path}0` },
    ) ?? { lines: null };
    return lines === null ? [] : lines.split('\n');
  }
}
