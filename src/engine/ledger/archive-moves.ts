import { isMaloteError } from '../../shared/errors';
import type { Month } from '../domain';
import type { LedgerDatabase } from './database';
import type { Journal } from './journal';
import type { Unchanged } from './unchanged';

/** Files that no audit has looked for where the archive is now. */
export interface UnseenFiles {
  /** Where most of them were verified. */
  readonly from: string;
  readonly files: number;
}

/** What of a month was verified elsewhere, and nobody has looked for where the archive is now. */
export interface UnseenOfMonth {
  /** Where it was verified last. */
  readonly from: string;
  /** Companies (null: none) that hold documents of it. */
  readonly companies: ReadonlySet<number | null>;
}

interface Move {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  /** On record then. */
  readonly files: number;
}

const MOVES = `SELECT at, json_extract(detail, '$.from') AS "from", json_extract(detail, '$.to') AS "to",
  json_extract(detail, '$.files') AS files FROM journal WHERE subject = 'archive' AND action = 'archive.moved'`;

const max = (one: string, other: string): string => (one > other ? one : other);

/**
 * Where the archive was, and until when. What was verified names the place where it was verified: another folder proves nothing of it,
 * whatever lies there, before an audit has read it there.
 */
export class ArchiveMoves {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly journal: Pick<Journal, 'write'>,
    private readonly filedFiles: () => number,
    private readonly unchanged: Pick<Unchanged, 'whileUnchanged'>,
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
    return this.unchanged.whileUnchanged('archive-move', () => this.#unseen());
  }

  #unseen(): UnseenFiles | null {
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

  /**
   * The same of one month: an audit that looked at all of it, or a verification of it, has looked for it where the archive was then.
   * @param auditId of the last such audit
   */
  unseenOf(month: Month, auditId: number | null): UnseenOfMonth | null {
    const moves = this.db.all<Move>(`${MOVES} ORDER BY id`);
    const last = moves.at(-1);
    if (last === undefined) return null;
    const looked = this.#lookedAt(month, auditId);
    const placeThen = moves.find(({ at }) => at > looked)?.from ?? last.to;
    const since = placeThen === last.to ? looked : '';
    const elsewhere = moves
      .map(({ from, at }, index) => ({ place: from, from: max(moves[index - 1]?.at ?? '', since), to: at }))
      .filter(({ place, from, to }) => place !== last.to && from < to);
    if (elsewhere.length === 0) return null;
    const rows = this.db.all<{ companyId: number | null }>(
      `SELECT DISTINCT f.company_id AS companyId FROM filings f INDEXED BY filings_by_month WHERE f.month = @month
         AND EXISTS (SELECT 1 FROM json_each(@elsewhere) p
           WHERE f.verified_at >= p.value ->> 'from' AND f.verified_at < p.value ->> 'to')`,
      { month, elsewhere: JSON.stringify(elsewhere) },
    );
    if (rows.length === 0) return null;
    return { from: elsewhere.at(-1)?.place ?? last.from, companies: new Set(rows.map(({ companyId }) => companyId)) };
  }

  /** When somebody last looked at all of the month; empty: never. */
  #lookedAt(month: Month, auditId: number | null): string {
    return this.db.value<string>(
      `SELECT max(coalesce((SELECT started_at FROM audits WHERE id = @auditId), ''),
         coalesce((SELECT max(coalesce(json_extract(detail, '$.startedAt'), at)) FROM journal
           WHERE subject = @month AND action = 'month.verified'), ''))`,
      { month, auditId },
    );
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
