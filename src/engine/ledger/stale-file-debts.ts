import type { Month } from '../domain';
import type { LedgerDatabase } from './database';
import { UNCLOSED } from './openings';

/** A root, or a month of the archive, where temporary files may lie that nobody will finish. */
export interface StaleFileDebt {
  readonly root: string;
  /** Null: the whole root. */
  readonly month: Month | null;
  /** Since when, ISO 8601. */
  readonly since: string;
}

const NOTE = `INSERT INTO leftover_debts (root, month, since)`;
const AGAIN = `ON CONFLICT (root, month) DO UPDATE SET since = max(since, excluded.since)`;

/**
 * Ends of processes that were writing, as far as the ledger knows them. One that dies between a run and its own end (delivering in the
 * window, or tidying up) leaves neither run nor recovery behind: it was at the last month that was run.
 */
const DEATHS = `SELECT month, ended_at AS at FROM runs WHERE outcome = 'interrupted' AND ended_at IS NOT NULL
  UNION ALL SELECT i.month, j.at FROM journal j JOIN recoveries r ON 'recovery ' || r.id = j.subject
    LEFT JOIN recovery_items i ON i.recovery_id = r.id AND i.action = 'fetch' AND i.month IS NOT NULL
    WHERE j.action = 'recovery.interrupted'
  UNION ALL SELECT (SELECT month FROM runs ORDER BY id DESC LIMIT 1), value FROM upkeep WHERE name = '${UNCLOSED}'`;

/** What killed processes and vanished shares owe. */
export class StaleFileDebts {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  note(root: string, month: Month | null = null): void {
    this.db.run(`${NOTE} VALUES (?, ?, ?) ${AGAIN}`, [root, month ?? '', this.now()]);
  }

  /** Every end of a process that was killed while it ran or recovered a month: its months, and the shares. Harmless to repeat. */
  noteDeaths(roots: readonly string[]): void {
    this.db.transaction(() => {
      // a run writes into its own month and, for late cancellations, into the one before
      this.db.run(
        `${NOTE} SELECT 'archive', month, max(at) FROM (
           SELECT month, at FROM (${DEATHS}) UNION ALL SELECT strftime('%Y-%m', month || '-01', '-1 month'), at FROM (${DEATHS}))
         WHERE month IS NOT NULL GROUP BY month ${AGAIN}`,
      );
      this.db.run(
        `${NOTE} SELECT r.value, '', (SELECT max(at) FROM (${DEATHS})) FROM json_each(?) r
         WHERE EXISTS (SELECT 1 FROM (${DEATHS})) ${AGAIN}`,
        [JSON.stringify(roots)],
      );
    });
  }

  open(): StaleFileDebt[] {
    return this.db
      .all<StaleFileDebt & { month: string }>(
        'SELECT root, month, since FROM leftover_debts WHERE cleared_up_to IS NULL OR cleared_up_to < since ORDER BY root, month',
      )
      .map(({ root, month, since }) => ({ root, month: month === '' ? null : month, since }));
  }

  /** Somebody was there: nothing is left of what began before this instant (ISO 8601). */
  cleared({ root, month }: StaleFileDebt, upTo: string): void {
    this.db.run('UPDATE leftover_debts SET cleared_up_to = ? WHERE root = ? AND month = ?', [upTo, root, month ?? '']);
  }
}
