import type { Month, Sha256 } from '../domain';
import type { LedgerDatabase } from './database';

export interface SpoolRow {
  readonly id: number;
  /** Name in the spool's folder. */
  readonly file: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  /** What the bytes are and what they answer, as JSON. */
  readonly batch: string;
  readonly at: string;
}

export interface SpoolTotals {
  readonly pages: number;
  readonly bytes: number;
  readonly oldestAt: string | null;
}

/** The pages that wait on this computer for the archive, in the order of their coming. */
export class SpoolRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  add(page: Pick<SpoolRow, 'file' | 'sha256' | 'bytes' | 'batch'>): void {
    this.db.run('INSERT INTO spool (file, sha256, bytes, batch, at) VALUES (?, ?, ?, ?, ?)', [
      page.file,
      page.sha256,
      page.bytes,
      page.batch,
      this.now(),
    ]);
  }

  oldest(): SpoolRow | undefined {
    return this.db.get<SpoolRow>('SELECT id, file, sha256, bytes, batch, at FROM spool ORDER BY id LIMIT 1');
  }

  /** What of a month's questions waits: pages, and files in them. */
  ofMonth(month: Month): { readonly pages: number; readonly files: number } {
    return (
      this.db.get<{ pages: number; files: number }>(
        `SELECT count(*) AS pages, coalesce(sum(json_array_length(batch, '$.files')), 0) AS files FROM spool
         WHERE batch ->> '$.month' = ?`,
        [month],
      ) ?? { pages: 0, files: 0 }
    );
  }

  remove(id: number): void {
    this.db.run('DELETE FROM spool WHERE id = ?', [id]);
  }

  totals(): SpoolTotals {
    return (
      this.db.get<SpoolTotals>(
        'SELECT count(*) AS pages, coalesce(sum(bytes), 0) AS bytes, min(at) AS oldestAt FROM spool',
      ) ?? { pages: 0, bytes: 0, oldestAt: null }
    );
  }
}
