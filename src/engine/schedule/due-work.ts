import { asMaloteError, behaviourOf, type ErrorCode, type MaloteError } from '../../shared/errors';
import { EXCLUSIVES, JOBS, type JobKind } from '../../shared/jobs';
import { SCHEDULED_WORK_ROWS, type ScheduledWork } from '../../shared/schedule';
import type { AlertEvent } from '../alerts';
import type { Clock } from '../base';
import { isLedgerFailure, type Ledger, type ScheduleEnd, type ScheduleRow, type ScheduleRunRow } from '../ledger';
import { askedOf, type AskedJob } from './asked';
import { isKnownWork } from './views';

/** A job that was begun for a due time. */
export interface StartedJob {
  /** Rejects with what it failed by. */
  readonly ended: Promise<unknown>;
  readonly hasBegun: () => boolean;
}

/** Begins a job. */
export type StartJob = (job: AskedJob) => StartedJob;

export interface DueWorkOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly start: StartJob;
  /** Whether something is at work, in whatever process, beside which this kind may not work. */
  readonly isBusy: (kind: JobKind) => boolean;
  /** As of its due time (milliseconds since 1970): looks at what no job does, and tells people where there is something to tell. */
  readonly remind: (work: ScheduledWork, dueAt: number) => Promise<void>;
  /** Tells people; must not throw. */
  readonly tell: (alertEvent: AlertEvent) => void;
  readonly onChange: () => void;
  /** Told of what nobody expected. */
  readonly onError: (error: unknown) => void;
}

const MOST_ATTEMPTS = 3;
const AGAIN_AFTER_MS = 15 * 60_000;
/** What may be at work in its place is looked for again after this. */
const BUSY_AGAIN_MS = 30_000;

/** Jobs that tell how they have failed, whoever has asked for them. */
const TELL_BY_THEMSELVES: ReadonlySet<JobKind | null> = new Set<JobKind>(['run', 'backup', 'backup-proof']);

/** Said by a job that may not begin beside another one. */
const BUSY: ReadonlySet<ErrorCode> = new Set<ErrorCode>(
  [...Object.values(JOBS), ...Object.values(EXCLUSIVES)].map(({ busy }) => busy),
);

/** What has been begun for due times in this process, and what becomes of it: done, tried again, or given up with a word. */
export class DueWork {
  readonly #here = new Map<number, Promise<void>>();
  #stopping = false;
  #start: StartJob;

  constructor(private readonly options: DueWorkOptions) {
    this.#start = options.start;
  }

  beginBy(start: StartJob): void {
    this.#start = start;
  }

  /** What is stopped from now on waits for the next process. */
  stop(): void {
    this.#stopping = true;
  }

  /** Resolves when everything here has ended. */
  async ended(): Promise<void> {
    await Promise.all(this.#here.values());
  }

  /** Resolves when this one has; null where it is not at work here. */
  endOf(run: number): Promise<void> | null {
    return this.#here.get(run) ?? null;
  }

  /** Unless it has to wait for what is at work, or somebody else has begun it. */
  begin(run: ScheduleRunRow, now: number): void {
    const { ledger, isBusy } = this.options;
    const schedule = ledger.schedules.get(run.scheduleId);
    if (schedule === undefined || !isKnownWork(schedule.work)) return;
    const { job } = SCHEDULED_WORK_ROWS[schedule.work];
    if (job !== null && isBusy(job)) return;
    if (!ledger.schedules.begin(run.id)) return;
    const work = this.#do(run, schedule, now)
      .catch((error: unknown) => {
        if (!isLedgerFailure(error)) this.options.onError(error);
      })
      .finally(() => {
        this.#here.delete(run.id);
        this.options.onChange();
      });
    this.#here.set(run.id, work);
  }

  /** Its process has died: it waits again, or is given up. */
  takeUp(run: ScheduleRunRow): void {
    const { ledger, onChange } = this.options;
    const schedule = ledger.schedules.get(run.scheduleId);
    if (schedule !== undefined && run.attempts < MOST_ATTEMPTS) ledger.schedules.waitAgain(run.id, null, true);
    else this.#end(run, schedule, { state: 'interrupted', jobId: null, error: null });
    onChange();
  }

  async #do(run: ScheduleRunRow, schedule: ScheduleRow, now: number): Promise<void> {
    const { ledger, remind, onChange } = this.options;
    const { work } = schedule;
    const detail = { work, dueAt: run.dueAt, missed: run.missed, late: run.late, byHand: run.byHand };
    ledger.journal.write('schedule.begun', String(schedule.id), { ...detail, attempt: run.attempts + 1 });
    onChange();
    const asked = askedOf(work, schedule.companies, now);
    if (asked === null) {
      await remind(work, Date.parse(run.dueAt));
      this.#end(run, schedule, { state: 'complete', jobId: null, error: null });
      return;
    }
    const { ended, hasBegun } = this.#start(asked);
    const failure = await ended.then(
      () => null,
      (error: unknown) => asMaloteError(error),
    );
    this.#settle(run, schedule, this.#endOfJob(asked.kind, hasBegun(), failure));
  }

  /** By the row of the job, which says how it has ended; before it had one, by what kept it from beginning. */
  #endOfJob(kind: JobKind, hasBegun: boolean, failure: MaloteError | null): ScheduleEnd {
    const job = hasBegun ? this.options.ledger.jobs.latest(kind) : undefined;
    const error = failure?.toEnvelope() ?? null;
    if (job === undefined) return { state: failure === null ? 'complete' : 'failed', jobId: null, error };
    const state = job.state === 'running' || job.state === 'paused' ? 'interrupted' : job.state;
    return { state, jobId: job.id, error: job.error ?? error };
  }

  #settle(run: ScheduleRunRow, schedule: ScheduleRow, end: ScheduleEnd): void {
    const { schedules } = this.options.ledger;
    const code = end.error?.code;
    // it ends because its host does, and goes on with the next one
    const isOurClosing = this.#stopping && end.state !== 'complete';
    if (isOurClosing) schedules.waitAgain(run.id, null, false);
    else if (code !== undefined && end.jobId === null && BUSY.has(code))
      schedules.waitAgain(run.id, this.#in(BUSY_AGAIN_MS), false);
    else if (mayEndOtherwise(end) && run.attempts + 1 < MOST_ATTEMPTS)
      schedules.waitAgain(run.id, this.#in(AGAIN_AFTER_MS), true);
    else this.#end(run, schedule, end);
  }

  #in(ms: number): string {
    return new Date(this.options.clock.now() + ms).toISOString();
  }

  #end(run: ScheduleRunRow, schedule: ScheduleRow | undefined, end: ScheduleEnd): void {
    const { ledger, tell } = this.options;
    const work = schedule?.work ?? null;
    const hasEnded = ledger.transaction(() => {
      if (!ledger.schedules.end(run.id, end)) return false;
      const detail = { work, dueAt: run.dueAt, state: end.state, code: end.error?.code ?? null };
      ledger.journal.write('schedule.ended', String(run.scheduleId), detail);
      return true;
    });
    if (!hasEnded || work === null || !isToBeTold(work, end)) return;
    tell({ type: 'schedule-failed', work, attempts: run.attempts + 1, error: end.error });
  }
}

/** Whether another attempt, without anybody's doing, can end otherwise. */
function mayEndOtherwise({ state, error }: ScheduleEnd): boolean {
  if (state !== 'failed' || error === null) return false;
  const { again } = behaviourOf(error.code);
  return again !== 'never' && again !== 'when-acted';
}

/** That somebody stopped a job nobody needs to be told. */
function isToBeTold(work: ScheduledWork, { state }: ScheduleEnd): boolean {
  return state === 'interrupted' || (state === 'failed' && !TELL_BY_THEMSELVES.has(SCHEDULED_WORK_ROWS[work].job));
}
