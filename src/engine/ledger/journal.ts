import type { JournalAction } from '../../shared/ipc/journal-actions';
import type { Month } from '../domain';
import { MAY_DAMAGE } from './audit-sql';
import type { LedgerDatabase } from './database';

export interface JournalEntry {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  /** One of `JOURNAL_ACTIONS`; of another version's ledger, whatever stands there. */
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
}

export type JournalWriter = (action: JournalAction, subject: string, detail?: unknown) => void;

/** When, who, what, on what, with which evidence: one line per change of state (invariant 7). Append-only, by trigger. */
export class Journal {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
    private readonly actor: string,
  ) {}

  readonly write: JournalWriter = (action, subject, detail = {}) => {
    this.db.run('INSERT INTO journal (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)', [
      this.now(),
      this.actor,
      action,
      subject,
      JSON.stringify(detail),
    ]);
  };

  /** The number of the last entry; 0 before the first. */
  newest(): number {
    return this.db.value<number>('SELECT coalesce(max(id), 0) FROM journal');
  }

  /** Months of whose files entries after this one tell: what was filed and delivered, and what a look has found gone or changed since. */
  monthsTouchedSince(id: number): Month[] {
    return this.db
      .all<{ month: Month }>(
        `SELECT v.month FROM journal j, json_each(j.detail, '$.deliveries') t JOIN deliveries v ON v.id = t.value
           WHERE j.id > @id AND j.action IN ('delivery.verified', 'delivery.held-back')
         UNION SELECT d.month FROM journal j, json_each(j.detail, '$.documents') t JOIN documents d ON d.id = t.value
           WHERE j.id > @id AND j.action IN ('intake.accepted', 'legacy.adopted')
         UNION SELECT j.subject FROM journal j NOT INDEXED WHERE j.id > @id AND j.action IN ('archive.damaged', 'month.verified')
         UNION SELECT f.month FROM journal j NOT INDEXED CROSS JOIN audit_findings f
             ON f.audit_id = CAST(j.subject AS INTEGER) AND f.category IN ${MAY_DAMAGE}
           WHERE j.id > @id AND j.action = 'audit.ended' AND f.month IS NOT NULL
         UNION SELECT v.month FROM deliveries v WHERE v.recheck = 'altered' AND v.month > '' AND EXISTS (
           SELECT 1 FROM journal j NOT INDEXED WHERE j.id > @id AND j.action IN ('delivery.altered', 'delivery.rechecked'))`,
        { id },
      )
      .map(({ month }) => month);
  }

  last(limit: number): JournalEntry[] {
    return this.after(0, limit);
  }

  /** The last `limit` entries with a greater id, oldest first. */
  after(id: number, limit: number): JournalEntry[] {
    return this.db
      .all<JournalEntry & { detail: string }>('SELECT * FROM journal WHERE id > ? ORDER BY id DESC LIMIT ?', [
        id,
        limit,
      ])
      .map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }))
      .reverse();
  }
}
