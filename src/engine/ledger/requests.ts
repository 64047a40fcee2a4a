import type { Day, SiegKind } from '../domain';
import type { LedgerDatabase } from './database';

export type Operation = 'count' | 'page' | 'document' | 'events' | 'report';
export type PassFilter = 'issue' | 'upload' | 'event';

export interface RequestOutcome {
  readonly outcome: 'answered' | 'nothing' | 'failed';
  readonly files?: number;
  readonly documents?: number;
  readonly novel?: number;
  readonly errorCode?: string;
}

/** What one pass walks over. `scope` is `account` or `<role>:<tax id>`. */
export interface PassQuery {
  readonly scope: string;
  readonly kind: SiegKind;
  readonly filter: PassFilter;
  readonly from: Day;
  readonly to: Day;
  readonly eventType: string | null;
}

export interface PassRow {
  readonly id: number;
  readonly runId: number;
  readonly promised: number | null;
  readonly state: 'open' | 'complete' | 'short';
  readonly nextSkip: number;
  readonly files: number;
  readonly seen: number;
  readonly touchedAt: string;
  /** The offset at which a page came back empty, twice, although more was promised; or from which on pages only repeated. */
  readonly emptyAt: number | null;
}

/** Where a walk went empty (or began to repeat itself) although more was promised, and what it had brought until then. */
export interface EmptyOffset {
  readonly offset: number;
  readonly documents: number;
}

const PASS =
  'id, run_id AS runId, promised, state, next_skip AS nextSkip, files, seen, touched_at AS touchedAt, empty_at AS emptyAt';

/** A walk that goes empty this deep met a limit of SIEG's; before that it may be a few documents that no page brings. */
const DEEP_OFFSET = 500;

/** Every request and what came of it, the passes over pages, and SIEG's counts. */
export class RequestRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** Written before the request leaves, so that even one whose answer never came is on record. */
  begin(runId: number, operation: Operation, kind: string | null, query: unknown, attempt: number): number {
    return this.db.run(
      'INSERT INTO requests (run_id, operation, kind, query, attempt, asked_at) VALUES (?, ?, ?, ?, ?, ?)',
      [runId, operation, kind, JSON.stringify(query), attempt, this.now()],
    ).id;
  }

  end(id: number, result: RequestOutcome): void {
    this.db.run(
      'UPDATE requests SET ended_at = ?, outcome = ?, files = ?, documents = ?, novel = ?, error_code = ? WHERE id = ?',
      [
        this.now(),
        result.outcome,
        result.files ?? null,
        result.documents ?? null,
        result.novel ?? null,
        result.errorCode ?? null,
        id,
      ],
    );
  }

  /** Requests whose answer never came or was never taken in: their process died, or their run has ended. */
  abandonOpen(): number {
    return this.db.run("UPDATE requests SET outcome = 'abandoned', ended_at = ? WHERE outcome IS NULL", [this.now()])
      .changes;
  }

  /** Requests of a run and of the runs it resumes, by operation. */
  totals(runIds: readonly number[]): Map<Operation, number> {
    const rows = this.db.all<{ operation: Operation; n: number }>(
      'SELECT operation, count(*) AS n FROM requests WHERE run_id IN (SELECT value FROM json_each(?)) GROUP BY operation',
      [JSON.stringify(runIds)],
    );
    return new Map(rows.map((row) => [row.operation, row.n]));
  }

  /** Whether any request of this run has been answered. */
  anyAnswered(runId: number): boolean {
    const found = this.db.get(
      "SELECT 1 FROM requests WHERE run_id = ? AND outcome IN ('answered', 'nothing') LIMIT 1",
      [runId],
    );
    return found !== undefined;
  }

  recordCount(
    runId: number,
    scope: string,
    kind: SiegKind,
    window: { readonly by: 'issue' | 'upload'; readonly from: Day; readonly to: Day },
    count: number,
    derived: boolean,
  ): void {
    this.db.run(
      'INSERT INTO counts (run_id, scope, kind, filter, day_from, day_to, count, derived, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      [runId, scope, kind, window.by, window.from, window.to, count, derived ? 1 : 0, this.now()],
    );
  }

  /** The counts that these runs already asked for exactly these days, by kind; null when they did not. */
  countsInRuns(
    runIds: readonly number[],
    scope: string,
    window: { readonly by: 'issue' | 'upload'; readonly from: Day; readonly to: Day },
  ): Map<SiegKind, number> | null {
    const rows = this.db.all<{ kind: SiegKind; count: number }>(
      `SELECT kind, count FROM counts WHERE scope = ? AND filter = ? AND day_from = ? AND day_to = ?
         AND run_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      [scope, window.by, window.from, window.to, JSON.stringify(runIds)],
    );
    return rows.length === 0 ? null : new Map(rows.map((row) => [row.kind, row.count]));
  }

  /** SIEG's latest word on how many documents of a kind these days have; null when it was never asked. */
  lastCount(scope: string, kind: SiegKind, from: Day, to: Day): number | null {
    return (
      this.db.get<{ count: number }>(
        `SELECT count FROM counts WHERE scope = ? AND kind = ? AND filter = 'issue' AND day_from = ? AND day_to = ?
         ORDER BY id DESC LIMIT 1`,
        [scope, kind, from, to],
      )?.count ?? null
    );
  }

  /** The most that SIEG ever said of a kind for these days; 0 when it was never asked. */
  greatestCount(scope: string, kind: SiegKind, from: Day, to: Day): number {
    return this.db.value<number>(
      `SELECT coalesce(max(count), 0) FROM counts WHERE scope = ? AND kind = ? AND filter = 'issue' AND day_from = ? AND day_to = ?`,
      [scope, kind, from, to],
    );
  }

  openPass(runId: number, query: PassQuery, promised: number | null): PassRow {
    const at = this.now();
    const { id } = this.db.run(
      `INSERT INTO passes (run_id, scope, kind, filter, day_from, day_to, event_type, promised, state, opened_at, touched_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)`,
      [runId, query.scope, query.kind, query.filter, query.from, query.to, query.eventType, promised, at, at],
    );
    return { id, runId, promised, state: 'open', nextSkip: 0, files: 0, seen: 0, touchedAt: at, emptyAt: null };
  }

  /** The last pass over exactly this query, by any run. */
  lastPass(query: PassQuery): PassRow | undefined {
    return this.db.get<PassRow>(
      `SELECT ${PASS} FROM passes WHERE scope = ? AND kind = ? AND filter = ? AND day_from = ? AND day_to = ?
         AND event_type IS ? ORDER BY id DESC LIMIT 1`,
      [query.scope, query.kind, query.filter, query.from, query.to, query.eventType],
    );
  }

  /** Moves the cursor of a pass after a page; part of the page's transaction. */
  advancePass(id: number, files: number, documentIds: readonly number[]): void {
    let firstSeen = 0;
    for (const documentId of documentIds) {
      firstSeen += this.db.run('INSERT OR IGNORE INTO pass_documents (pass_id, document_id) VALUES (?, ?)', [
        id,
        documentId,
      ]).changes;
    }
    this.db.run(
      'UPDATE passes SET next_skip = next_skip + ?, files = files + ?, seen = seen + ?, touched_at = ? WHERE id = ?',
      [files, files, firstSeen, this.now(), id],
    );
  }

  /** Distinct documents that a pass brought and that are of a layout that is not read. */
  unreadInPass(id: number): number {
    return this.db.value<number>(
      `SELECT count(*) FROM pass_documents p JOIN documents d ON d.id = p.document_id
       WHERE p.pass_id = ? AND d.form = 'unread'`,
      [id],
    );
  }

  pass(id: number): PassRow {
    const row = this.db.get<PassRow>(`SELECT ${PASS} FROM passes WHERE id = ?`, [id]);
    if (row === undefined) throw new Error(`no pass ${String(id)}`);
    return row;
  }

  /** @param emptyAt the offset from which on nothing more comes although more was promised; null when there is none */
  closePass(id: number, state: 'complete' | 'short', emptyAt: number | null = null): void {
    this.db.run('UPDATE passes SET state = ?, empty_at = ?, touched_at = ? WHERE id = ?', [
      state,
      emptyAt,
      this.now(),
      id,
    ]);
  }

  /**
   * The lowest offset at which pages of this scope and kind went empty since then, beyond the first page; one that is deep enough to
   * be no chance holds for all kinds. Null when none did.
   */
  lowestEmptyOffset(scope: string, kind: SiegKind, since: string): EmptyOffset | null {
    const row = this.db.get<EmptyOffset>(
      `SELECT empty_at AS offset, seen AS documents FROM passes
       WHERE scope = ? AND empty_at > 0 AND (kind = ? OR empty_at >= ?) AND touched_at >= ? ORDER BY empty_at LIMIT 1`,
      [scope, kind, DEEP_OFFSET, since],
    );
    return row ?? null;
  }

  /** Everything that entered the vault on these days was asked for by this run. */
  noteUploads(runId: number, from: Day, to: Day): void {
    this.db.run('INSERT OR REPLACE INTO upload_days (run_id, day_from, day_to) VALUES (?, ?, ?)', [runId, from, to]);
  }

  /** Up to which day uploads have been asked for without a break, by runs of any month, when they are known up to `day`. */
  uploadsAskedUntil(day: Day): Day {
    const asked = this.db.all<{ from: Day; to: Day }>(
      'SELECT day_from AS "from", day_to AS "to" FROM upload_days WHERE day_to > ? ORDER BY day_from, day_to',
      [day],
    );
    return asked.reduce((until, { from, to }) => (from <= until && to > until ? to : until), day);
  }

  /** Complete walks over one query whose days begin in this span, by their first day. */
  completeWindows(query: PassQuery): { readonly from: Day; readonly to: Day }[] {
    return this.db.all<{ from: Day; to: Day }>(
      `SELECT day_from AS "from", day_to AS "to" FROM passes WHERE scope = ? AND kind = ? AND filter = ? AND event_type IS ?
         AND day_from BETWEEN ? AND ? AND state = 'complete' ORDER BY day_from, day_to`,
      [query.scope, query.kind, query.filter, query.eventType, query.from, query.to],
    );
  }
}
