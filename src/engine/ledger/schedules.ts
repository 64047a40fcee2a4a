import type { ErrorEnvelope } from '../../shared/errors';
import type { ScheduledWork, ScheduleRule, ScheduleRunState } from '../../shared/schedule';
import type { LedgerDatabase } from './database';

/** A line of the schedule as it is written. */
export interface NewScheduleRow {
  readonly work: ScheduledWork;
  readonly rule: ScheduleRule;
  /** So many companies alone; null: all. */
  readonly companies: number | null;
}

export interface ScheduleRow extends NewScheduleRow {
  readonly id: number;
  readonly pausedAt: string | null;
  /** What was due until then has a row of its own. */
  readonly lookedUntil: string;
}

/** A due time that somebody has come upon. */
export interface DueTime {
  readonly scheduleId: number;
  readonly dueAt: string;
  /** Due times before it that it stands for as well. */
  readonly missed: number;
  readonly late: boolean;
  readonly byHand: boolean;
}

export interface ScheduleRunRow extends DueTime {
  readonly id: number;
  readonly state: ScheduleRunState;
  readonly attempts: number;
  readonly notBefore: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly jobId: number | null;
  readonly error: ErrorEnvelope | null;
}

/** How a due time ends. */
export interface ScheduleEnd {
  readonly state: Exclude<ScheduleRunState, 'waiting' | 'running'>;
  readonly jobId: number | null;
  readonly error: ErrorEnvelope | null;
}

type RawSchedule = Omit<ScheduleRow, 'rule'> & { readonly rule: string };
type RawRun = Omit<ScheduleRunRow, 'late' | 'byHand' | 'error'> & {
  readonly late: number;
  readonly byHand: number;
  readonly error: string | null;
};

const SCHEDULE = 'id, work, rule, companies, paused_at AS pausedAt, looked_until AS lookedUntil FROM schedules';
const RUN = `id, schedule_id AS scheduleId, due_at AS dueAt, missed, late, by_hand AS byHand, state, attempts,
  not_before AS notBefore, started_at AS startedAt, ended_at AS endedAt, job_id AS jobId, error FROM schedule_runs`;

/** What is done at times, and what became of each due time. A change that somebody else has made first changes nothing, and says so. */
export class ScheduleRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** In the order in which they were added, without those that were removed. */
  all(): ScheduleRow[] {
    return this.db.all<RawSchedule>(`SELECT ${SCHEDULE} WHERE removed_at IS NULL ORDER BY id`).map(scheduleOf);
  }

  get(id: number): ScheduleRow | undefined {
    const row = this.db.get<RawSchedule>(`SELECT ${SCHEDULE} WHERE id = ? AND removed_at IS NULL`, [id]);
    return row === undefined ? undefined : scheduleOf(row);
  }

  /** What a due time is of, also of a line that was removed since. */
  workOf(id: number): string | undefined {
    return this.db.get<{ work: string }>('SELECT work FROM schedules WHERE id = ?', [id])?.work;
  }

  /** Due from now on. @returns its number */
  add({ work, rule, companies }: NewScheduleRow): number {
    const now = this.now();
    return this.db.run(
      'INSERT INTO schedules (work, rule, companies, created_at, looked_until) VALUES (?, ?, ?, ?, ?)',
      [work, JSON.stringify(rule), companies, now, now],
    ).id;
  }

  /** What was due while it was paused is not caught up. @returns whether it was otherwise before */
  setPaused(id: number, isPaused: boolean): boolean {
    const now = this.now();
    const statement = isPaused
      ? 'UPDATE schedules SET paused_at = ?, looked_until = ? WHERE id = ? AND paused_at IS NULL AND removed_at IS NULL'
      : 'UPDATE schedules SET paused_at = NULL, looked_until = ? WHERE id = ? AND paused_at IS NOT NULL AND removed_at IS NULL';
    return this.db.run(statement, isPaused ? [now, now, id] : [now, id]).changes > 0;
  }

  /** @returns whether it was there */
  remove(id: number): boolean {
    return (
      this.db.run('UPDATE schedules SET removed_at = ? WHERE id = ? AND removed_at IS NULL', [this.now(), id]).changes >
      0
    );
  }

  /** @param seen as its row said when it was looked at. @returns false: somebody else has looked since */
  lookedUntil(id: number, seen: string, until: string): boolean {
    return (
      this.db.run('UPDATE schedules SET looked_until = ? WHERE id = ? AND looked_until = ?', [until, id, seen])
        .changes > 0
    );
  }

  /** Waits from now on. @returns its number; null where this due time has its row already */
  due({ scheduleId, dueAt, missed, late, byHand }: DueTime): number | null {
    const { id, changes } = this.db.run(
      `INSERT INTO schedule_runs (schedule_id, due_at, missed, late, by_hand, state) VALUES (?, ?, ?, ?, ?, 'waiting')
       ON CONFLICT (schedule_id, due_at) DO NOTHING`,
      [scheduleId, dueAt, missed, late ? 1 : 0, byHand ? 1 : 0],
    );
    return changes === 0 ? null : id;
  }

  /** One that waits stands for further due times. */
  alsoFor(id: number, more: number): void {
    this.db.run('UPDATE schedule_runs SET missed = missed + ? WHERE id = ?', [more, id]);
  }

  /** Of all schedules, those that wait or are at work, in the order in which they were due. */
  open(): ScheduleRunRow[] {
    return this.db.all<RawRun>(`SELECT ${RUN} WHERE ended_at IS NULL ORDER BY due_at, id`).map(runOf);
  }

  run(id: number): ScheduleRunRow | undefined {
    const row = this.db.get<RawRun>(`SELECT ${RUN} WHERE id = ?`, [id]);
    return row === undefined ? undefined : runOf(row);
  }

  /** The newest of a schedule that has ended. */
  lastEnded(scheduleId: number): ScheduleRunRow | undefined {
    const row = this.db.get<RawRun>(
      `SELECT ${RUN} WHERE schedule_id = ? AND ended_at IS NOT NULL ORDER BY due_at DESC LIMIT 1`,
      [scheduleId],
    );
    return row === undefined ? undefined : runOf(row);
  }

  /** @returns false: somebody else has begun it */
  begin(id: number): boolean {
    const statement = `UPDATE schedule_runs SET state = 'running', attempts = attempts + 1, started_at = ?, not_before = NULL
       WHERE id = ? AND state = 'waiting'`;
    return this.db.run(statement, [this.now(), id]).changes > 0;
  }

  /** It has not come to its end, and waits again. @param counts whether the attempt counts as one. @returns false: it was not at work */
  waitAgain(id: number, notBefore: string | null, counts: boolean): boolean {
    const statement = `UPDATE schedule_runs SET state = 'waiting', attempts = attempts - ?, started_at = NULL, not_before = ?
       WHERE id = ? AND state = 'running'`;
    return this.db.run(statement, [counts ? 0 : 1, notBefore, id]).changes > 0;
  }

  /** @returns false: it has ended already */
  end(id: number, { state, jobId, error }: ScheduleEnd): boolean {
    return (
      this.db.run(
        'UPDATE schedule_runs SET state = ?, ended_at = ?, job_id = ?, error = ? WHERE id = ? AND ended_at IS NULL',
        [state, this.now(), jobId, error === null ? null : JSON.stringify(error), id],
      ).changes > 0
    );
  }

  /** What waits for a schedule that is paused or removed is not begun any more. @returns how many */
  passOver(scheduleId: number): number {
    const statement = `UPDATE schedule_runs SET state = 'passed-over', ended_at = ?
       WHERE schedule_id = ? AND ended_at IS NULL AND state = 'waiting'`;
    return this.db.run(statement, [this.now(), scheduleId]).changes;
  }
}

function scheduleOf(row: RawSchedule): ScheduleRow {
  return { ...row, rule: JSON.parse(row.rule) as ScheduleRule };
}

function runOf(row: RawRun): ScheduleRunRow {
  return {
    ...row,
    late: row.late === 1,
    byHand: row.byHand === 1,
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorEnvelope),
  };
}
