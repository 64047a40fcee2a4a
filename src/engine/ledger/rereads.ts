import type { Day, Month, Sha256 } from '../domain';
import type { LedgerDatabase } from './database';

export type RereadOutcome = 'read' | 'merged' | 'split' | 'unread' | 'gone';

export interface RereadRow {
  readonly id: number;
  readonly reader: number;
  readonly state: 'open' | 'done' | 'undone';
  readonly cursor: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly undoneAt: string | null;
  /** Documents by what became of them. */
  readonly read: number;
  readonly merged: number;
  readonly split: number;
  readonly unread: number;
  readonly gone: number;
  /** Of those that were changed, how many are again as they were. */
  readonly undone: number;
}

export interface RereadItemRow {
  readonly id: number;
  readonly documentId: number;
  readonly outcome: RereadOutcome;
  readonly identity: string;
  readonly before: string | null;
}

/** A document that was not read, with the days for which SIEG handed it out. */
export interface UnreadDocument {
  readonly id: number;
  readonly identity: string;
  readonly sha256: Sha256;
  readonly month: Month;
  readonly source: string;
  readonly windowFrom: Day | null;
  readonly windowTo: Day | null;
}

const counted = (outcome: RereadOutcome): string =>
  `(SELECT count(*) FROM reread_items i WHERE i.reread_id = r.id AND i.outcome = '${outcome}') AS "${outcome}"`;
const REREAD = `r.id, r.reader, r.state, r.cursor, r.started_at AS startedAt, r.ended_at AS endedAt, r.undone_at AS undoneAt,
  ${(['read', 'merged', 'split', 'unread', 'gone'] as const).map(counted).join(', ')},
  (SELECT count(*) FROM reread_items i WHERE i.reread_id = r.id AND i.state = 'undone') AS undone`;

/** Batches in which archived bytes are read again, and what became of each document. */
export class RereadRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** The batch that was not ended, or a new one. */
  open(reader: number): RereadRow {
    const open = this.db.get<{ id: number }>("SELECT id FROM rereads WHERE state = 'open' ORDER BY id DESC LIMIT 1");
    const id =
      open?.id ??
      this.db.run("INSERT INTO rereads (reader, state, started_at) VALUES (?, 'open', ?)", [reader, this.now()]).id;
    return this.#required(id);
  }

  get(id: number): RereadRow | undefined {
    return this.db.get<RereadRow>(`SELECT ${REREAD} FROM rereads r WHERE r.id = ?`, [id]);
  }

  /** Newest first. */
  list(limit: number): RereadRow[] {
    return this.db.all<RereadRow>(`SELECT ${REREAD} FROM rereads r ORDER BY r.id DESC LIMIT ?`, [limit]);
  }

  /** Whether there is something that this reader has not looked at yet, by a batch that was ended and not undone. */
  isDue(reader: number): boolean {
    const last = this.db.value<number>("SELECT coalesce(max(reader), 0) FROM rereads WHERE state <> 'open'");
    return (
      last < reader &&
      this.db.value<number>("SELECT count(*) FROM (SELECT 1 FROM documents WHERE form = 'unread' LIMIT 1)") > 0
    );
  }

  /** Documents that are not read, in the order of their ids. */
  unread(afterId: number, limit: number): UnreadDocument[] {
    return this.db.all<UnreadDocument>(
      `SELECT d.id, d.identity, d.sha256, d.month, d.source,
         (SELECT min(p.day_from) FROM passes p JOIN pass_documents x ON x.pass_id = p.id
          WHERE x.document_id = d.id AND p.filter = 'issue') AS windowFrom,
         (SELECT max(p.day_to) FROM passes p JOIN pass_documents x ON x.pass_id = p.id
          WHERE x.document_id = d.id AND p.filter = 'issue') AS windowTo
       FROM documents d WHERE d.form = 'unread' AND d.id > ? ORDER BY d.id LIMIT ?`,
      [afterId, limit],
    );
  }

  addItem(rereadId: number, item: Omit<RereadItemRow, 'id'>): void {
    this.db.run(
      'INSERT INTO reread_items (reread_id, document_id, outcome, identity, before, state) VALUES (?, ?, ?, ?, ?, ?)',
      [rereadId, item.documentId, item.outcome, item.identity, item.before, item.before === null ? 'kept' : 'applied'],
    );
  }

  moveCursor(rereadId: number, documentId: number): void {
    this.db.run('UPDATE rereads SET cursor = ? WHERE id = ?', [documentId, rereadId]);
  }

  end(rereadId: number): void {
    this.db.run("UPDATE rereads SET state = 'done', ended_at = ? WHERE id = ?", [this.now(), rereadId]);
  }

  /** What can be put back, the last first. */
  applied(rereadId: number, beforeId: number, limit: number): RereadItemRow[] {
    return this.db.all<RereadItemRow>(
      `SELECT id, document_id AS documentId, outcome, identity, before FROM reread_items
       WHERE reread_id = ? AND state = 'applied' AND id < ? ORDER BY id DESC LIMIT ?`,
      [rereadId, beforeId, limit],
    );
  }

  settleUndone(itemId: number): void {
    this.db.run("UPDATE reread_items SET state = 'undone' WHERE id = ?", [itemId]);
  }

  setUndone(rereadId: number): void {
    this.db.run("UPDATE rereads SET state = 'undone', undone_at = ? WHERE id = ?", [this.now(), rereadId]);
  }

  #required(id: number): RereadRow {
    const row = this.get(id);
    if (row === undefined) throw new Error(`no reread ${String(id)}`);
    return row;
  }
}
