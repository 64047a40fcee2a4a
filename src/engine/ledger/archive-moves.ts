import { isMaloteError } from '../../shared/errors';
import type { LedgerDatabase } from './database';
import type { Journal } from './journal';

/** Files that no audit has looked for where the archive is now. */
export interface UnseenFiles {
  /** Where most of them were verified. */
  readonly from: string;
  readonly files: number;
}

interface Move {
  readonly from: string;
  readonly to: string;
  /** On record then. */
  readonly files: number;
}

const MOVES = `SELECT json_extract(detail, '$.from') AS "from", json_extract(detail, '$.to') AS "to",
  json_extract(detail, '$.files') AS files FROM journal WHERE subject = 'archive' AND action = 'archive.moved'`;

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

  /**
   * What was verified elsewhere since an audit last looked at the whole archive; null when that is nothing. A folder that was changed and
   * changed back is where its files were verified.
   */
  get unseen(): UnseenFiles | null {
    const moves = this.#sinceAudit();
    const now = moves.at(-1)?.to;
    const verified = new Map<string, number>();
    const add = (place: string, files: number): void => void verified.set(place, (verified.get(place) ?? 0) + files);
    moves.forEach(({ from, files }, index) => {
      add(from, Math.max(0, files - (moves[index - 1]?.files ?? 0)));
    });
    const elsewhere = [...verified].filter(([place, files]) => place !== now && files > 0);
    const [most] = elsewhere.toSorted(([, one], [, other]) => other - one);
    return most === undefined ? null : { from: most[0], files: elsewhere.reduce((sum, [, files]) => sum + files, 0) };
  }

  #sinceAudit(): Move[] {
    return this.db.all<Move>(
      `${MOVES} AND at > coalesce((SELECT max(started_at) FROM audits WHERE outcome = 'complete' AND scope = ?), '') ORDER BY id`,
      [JSON.stringify({ months: null, companies: null })],
    );
  }

  #last(): Move | undefined {
    return this.db.get<Move>(`${MOVES} ORDER BY id DESC LIMIT 1`);
  }

  /** Where it was looked at last, by ledgers that did not note moves yet. */
  #watched(): string | null {
    const row = this.db.get<{ location: string }>(
      "SELECT location FROM share_events WHERE root = 'archive' ORDER BY id DESC LIMIT 1",
    );
    return row?.location ?? null;
  }
}
