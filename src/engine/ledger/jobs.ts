import type { ErrorEnvelope } from '../../shared/errors';
import { JOB_PHASES, type JobKind, type JobProgress, type JobState } from '../../shared/jobs';
import type { LedgerDatabase } from './database';

export interface JobRow {
  readonly id: number;
  /** Of a newer version, perhaps one that this one does not know. */
  readonly kind: JobKind;
  readonly state: JobState;
  /** As the kind was asked. */
  readonly asked: unknown;
  /** Its row in the table of its kind. */
  readonly subject: number | null;
  readonly progress: JobProgress | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly error: ErrorEnvelope | null;
}

/** How a job comes to its end by itself. */
export interface JobEnd {
  readonly state: 'complete' | 'stopped' | 'failed';
  readonly error: ErrorEnvelope | null;
}

type RawJob = Omit<JobRow, 'asked' | 'progress' | 'error'> & {
  readonly asked: string;
  readonly progress: string | null;
  readonly error: string | null;
};

const JOB = 'id, kind, state, asked, subject, progress, started_at AS startedAt, ended_at AS endedAt, error FROM jobs';

/** Long works of every kind: what was asked for, how far each is, how it ended. */
export class JobRepository {
  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => string,
  ) {}

  /** @returns its number. */
  begin(kind: JobKind, state: 'running' | 'paused', asked: unknown, subject: number | null): number {
    return this.db.run('INSERT INTO jobs (kind, state, asked, subject, started_at) VALUES (?, ?, ?, ?, ?)', [
      ...[kind, state, JSON.stringify(asked), subject, this.now()],
    ]).id;
  }

  progressed(id: number, progress: JobProgress): void {
    this.db.run('UPDATE jobs SET progress = ? WHERE id = ?', [JSON.stringify(progress), id]);
  }

  setState(id: number, state: 'running' | 'paused'): void {
    this.db.run('UPDATE jobs SET state = ? WHERE id = ?', [state, id]);
  }

  end(id: number, { state, error }: JobEnd): void {
    this.db.run('UPDATE jobs SET state = ?, ended_at = ?, error = ? WHERE id = ?', [
      ...[state, this.now(), error === null ? null : JSON.stringify(error), id],
    ]);
  }

  /** As if it had never been. */
  forget(id: number): void {
    this.db.run('DELETE FROM jobs WHERE id = ?', [id]);
  }

  /** For a caller that knows that none of this kind is at work: those without an end belong to processes that died. @returns how many. */
  markInterrupted(kind: JobKind): number {
    return this.db.run("UPDATE jobs SET state = 'interrupted', ended_at = ? WHERE kind = ? AND ended_at IS NULL", [
      ...[this.now(), kind],
    ]).changes;
  }

  /** Kinds of which there is a job without an end. */
  openKinds(): JobKind[] {
    return this.db
      .all<{ kind: JobKind }>('SELECT DISTINCT kind FROM jobs WHERE ended_at IS NULL')
      .map(({ kind }) => kind);
  }

  get(id: number): JobRow | undefined {
    const row = this.db.get<RawJob>(`SELECT ${JOB} WHERE id = ?`, [id]);
    return row === undefined ? undefined : jobOf(row);
  }

  /** The newest of a kind. */
  latest(kind: JobKind): JobRow | undefined {
    const row = this.db.get<RawJob>(`SELECT ${JOB} WHERE kind = ? ORDER BY id DESC LIMIT 1`, [kind]);
    return row === undefined ? undefined : jobOf(row);
  }

  /** Newest first. */
  list(limit: number): JobRow[] {
    return this.db.all<RawJob>(`SELECT ${JOB} ORDER BY id DESC LIMIT ?`, [limit]).map(jobOf);
  }
}

function jobOf(row: RawJob): JobRow {
  return {
    ...row,
    asked: JSON.parse(row.asked) as unknown,
    progress: row.progress === null ? null : readProgress(row.progress),
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorEnvelope),
  };
}

/** A newer version may have parts that this one does not know. */
function readProgress(text: string): JobProgress {
  const progress = JSON.parse(text) as JobProgress;
  const known = progress.phase !== null && JOB_PHASES.includes(progress.phase);
  return known ? progress : { ...progress, phase: null };
}
