import { isMaloteError } from '../../shared/errors';
import type { LedgerDatabase } from './database';
import type { Journal } from './journal';

/** The archive's folder was changed in the settings. */
export interface ArchiveMove {
  readonly from: string;
  readonly to: string;
  readonly at: string;
  /** On record then, every one of them verified in a former folder. */
  readonly files: number;
}

/**
 * Where the archive was, and until when. What was verified names the place where it was verified: another folder proves nothing of it,
 * whatever lies there, before an audit has read it there.
 */
export class ArchiveMoves {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly journal: Pick<Journal, 'write'>,
    private readonly filedFiles: () => number,
  ) {}

  /** The archive lies here from now on. A ledger that cannot be written stops nobody from looking. */
  declare(location: string): void {
    try {
      this.db.transaction(() => {
        const from = this.#last()?.to ?? this.#watched();
        if (from === null || from === location) return;
        const files = this.filedFiles();
        if (files > 0) this.journal.write('archive.moved', 'archive', { from, to: location, files });
      });
    } catch (error) {
      if (!isMaloteError(error)) throw error;
    }
  }

  /** The move since which no audit has looked at the whole archive; null when there is none. */
  get unseen(): ArchiveMove | null {
    const last = this.#last();
    return last === undefined || this.#seenSince(last.at) ? null : last;
  }

  #seenSince(instant: string): boolean {
    const scope = JSON.stringify({ months: null, companies: null });
    const row = this.db.get<{ id: number }>(
      "SELECT id FROM audits WHERE outcome = 'complete' AND started_at >= ? AND scope = ? LIMIT 1",
      [instant, scope],
    );
    return row !== undefined;
  }

  #last(): ArchiveMove | undefined {
    return this.db.get<ArchiveMove>(
      `SELECT json_extract(detail, '$.from') AS "from", json_extract(detail, '$.to') AS "to", json_extract(detail, '$.files') AS files, at
       FROM journal WHERE subject = 'archive' AND action = 'archive.moved' ORDER BY id DESC LIMIT 1`,
    );
  }

  /** Where it was looked at last, by ledgers that did not note moves yet. */
  #watched(): string | null {
    const row = this.db.get<{ location: string }>(
      "SELECT location FROM share_events WHERE root = 'archive' ORDER BY id DESC LIMIT 1",
    );
    return row?.location ?? null;
  }
}
