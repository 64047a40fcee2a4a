import type { Month } from '../domain';
import type { LedgerDatabase } from './database';

export type RunOutcome = 'complete' | 'gaps' | 'stopped' | 'failed' | 'interrupted';

/** How far the closing of a month got. */
export type Closing = 'begun' | 'ended';

export interface RunRow {
  readonly id: number;
  readonly month: Month;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly outcome: RunOutcome | null;
  readonly resumes: number | null;
  readonly options: string;
}

/** A run that only fetched what a recovery asked for: it says nothing of its month, and nothing resumes it. */
const OF_MONTH = "json_extract(options, '$.recovery') IS NULL";
const RUN = 'id, month, started_at AS startedAt, ended_at AS endedAt, outcome, resumes, options';

/** The runs and which companies each was for. */
export class RunRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  start(month: Month, options: unknown, companyIds: readonly number[], resumes: number | null): number {
    return this.db.transaction(() => {
      const { id } = this.db.run('INSERT INTO runs (month, started_at, options, resumes) VALUES (?, ?, ?, ?)', [
        month,
        this.now(),
        JSON.stringify(options),
        resumes,
      ]);
      for (const companyId of companyIds) {
        this.db.run('INSERT INTO run_companies (run_id, company_id) VALUES (?, ?)', [id, companyId]);
      }
      return id;
    });
  }

  end(id: number, outcome: RunOutcome, detail: unknown): void {
    this.db.run('UPDATE runs SET ended_at = ?, outcome = ?, detail = ? WHERE id = ?', [
      this.now(),
      outcome,
      JSON.stringify(detail),
      id,
    ]);
  }

  /** Runs that no process is working on any more but that never ended: their process died. */
  markInterrupted(): number {
    return this.db.run("UPDATE runs SET outcome = 'interrupted', ended_at = ? WHERE outcome IS NULL", [this.now()])
      .changes;
  }

  /** The last run of a month, whatever became of it. */
  last(month: Month): RunRow | undefined {
    return this.db.get<RunRow>(`SELECT ${RUN} FROM runs WHERE month = ? AND ${OF_MONTH} ORDER BY id DESC LIMIT 1`, [
      month,
    ]);
  }

  latest(): RunRow | undefined {
    return this.db.get<RunRow>(`SELECT ${RUN} FROM runs WHERE ${OF_MONTH} ORDER BY id DESC LIMIT 1`);
  }

  /** The run and, newest first, the chain of runs that it continues. */
  chain(id: number): number[] {
    return this.db
      .all<{ id: number }>(
        `WITH RECURSIVE chain (id, resumes) AS (
           SELECT id, resumes FROM runs WHERE id = ?
           UNION ALL SELECT r.id, r.resumes FROM runs r JOIN chain c ON r.id = c.resumes)
         SELECT id FROM chain`,
        [id],
      )
      .map((row) => row.id);
  }

  /** When the chain's first run began. */
  startedAt(chain: readonly number[]): string {
    return this.db.value<string>('SELECT min(started_at) FROM runs WHERE id IN (SELECT value FROM json_each(?))', [
      JSON.stringify(chain),
    ]);
  }

  /** When the last run over the whole workbook that brought the month to its end had begun; null when none has. */
  lastFinishedStart(month: Month): string | null {
    return this.db.value<string | null>(
      `SELECT max(started_at) FROM runs WHERE month = ? AND outcome IN ('complete', 'gaps') AND ${OF_MONTH}
         AND json_extract(options, '$.only') IS NULL`,
      [month],
    );
  }

  everFinished(month: Month): boolean {
    return (
      this.db.get(`SELECT 1 AS found FROM runs WHERE month = ? AND outcome IN ('complete', 'gaps') AND ${OF_MONTH}`, [
        month,
      ]) !== undefined
    );
  }

  /** Whether a run over the whole workbook has closed the month (asked everything, reports included), or at least begun to. */
  closing(month: Month): Closing | null {
    const state = this.db.value<0 | 1 | null>(
      `SELECT max(coalesce(outcome, '') IN ('complete', 'gaps')) FROM runs
       WHERE month = ? AND json_extract(options, '$.close') = 1 AND json_extract(options, '$.only') IS NULL`,
      [month],
    );
    if (state === null) return null;
    return state === 1 ? 'ended' : 'begun';
  }

  /** Whether a run that closed the month, or began to, could ask SIEG for reports: a generation without them gives no such witness. */
  closingHasReports(month: Month): boolean {
    return (
      this.db.get(
        `SELECT 1 AS found FROM runs WHERE month = ? AND json_extract(options, '$.close') = 1
           AND json_extract(options, '$.only') IS NULL AND json_extract(options, '$.reports') = 1`,
        [month],
      ) !== undefined
    );
  }

  recordFailure(failure: {
    readonly runId: number | null;
    readonly companyId: number | null;
    readonly subject: string;
    readonly class: string;
    readonly code: string;
    readonly message: string;
    readonly attempts: number;
  }): void {
    this.db.run(
      `INSERT INTO failures (run_id, company_id, subject, class, code, message, attempts, at)
       VALUES (@runId, @companyId, @subject, @class, @code, @message, @attempts, @at)`,
      { ...failure, at: this.now() },
    );
  }
}
