import { asMaloteError, isMaloteError, MaloteError } from '../../../shared/errors';
import { JOB_KINDS, type JobKind } from '../../../shared/jobs';
import type { JobView } from '../../../shared/ipc/jobs';
import { isLedgerFailure, type JobEnd, type JobRow } from '../../ledger';
import { DESCRIPTORS, JobAtWork, writeEntry } from './at-work';
import type { Job, JobEntry, JobOutcome, JobRunnerOptions } from './job';

/** Runs jobs of all kinds, one of a kind at a time, and shows those of every process. */
export class JobRunner {
  readonly #here = new Map<JobKind, JobAtWork>();
  readonly #ended = new Set<Promise<unknown>>();
  readonly #healers = new Map<JobKind, () => readonly JobEntry[]>();
  readonly #listeners = new Map<JobKind, Set<() => void>>();
  #closed = false;

  constructor(private readonly options: JobRunnerOptions) {}

  /** To be told of each kind before anybody looks: what is left of its processes that died is healed at once. */
  register(job: Pick<Job<never, unknown>, 'kind' | 'heal'>): void {
    this.#healers.set(job.kind, () => job.heal());
    if (!this.isAtWork(job.kind)) this.#heal(job.kind);
  }

  /**
   * Resolves when it has ended, whatever its outcome.
   * @throws what kept it from beginning: MaloteError as its descriptor says while another is at work, CANCELLED, and what the job says
   */
  async run<Asked, Result>(job: Job<Asked, Result>, asked: Asked, signal?: AbortSignal): Promise<JobOutcome<Result>> {
    if (this.#closed) throw new MaloteError('CANCELLED');
    const atWork = new JobAtWork(this.options, job.kind);
    // synchronously: who asks for a second one is refused at once
    atWork.takeOwn();
    this.#healers.set(job.kind, () => job.heal());
    this.#here.set(job.kind, atWork);
    const ended = this.#runLocked(job, asked, atWork, signal);
    const settled = ended.then(
      () => undefined,
      () => undefined,
    );
    this.#ended.add(settled);
    void settled.then(() => this.#ended.delete(settled));
    return ended;
  }

  async #runLocked<Asked, Result>(
    job: Job<Asked, Result>,
    asked: Asked,
    atWork: JobAtWork,
    signal: AbortSignal | undefined,
  ): Promise<JobOutcome<Result>> {
    const forward = (): void => atWork.stop('now');
    try {
      signal?.addEventListener('abort', forward, { once: true });
      if (signal?.aborted === true) forward();
      this.#heal(job.kind);
      await job.prepare?.(asked, atWork.signal);
      for (const what of job.needs?.(asked) ?? []) atWork.take(what);
      atWork.expect(asked, () => {
        for (const told of this.#listeners.get(job.kind) ?? []) told();
      });
      return await outcomeOf(job, asked, atWork);
    } finally {
      signal?.removeEventListener('abort', forward);
      this.#letGo(job.kind, atWork);
    }
  }

  #letGo(kind: JobKind, atWork: JobAtWork): void {
    try {
      atWork.close();
    } finally {
      this.#here.delete(kind);
      atWork.release();
      this.options.onChange();
    }
  }

  /** Nothing happens where none of this kind is at work in this process, or it is held already. @throws MaloteError JOB_CANNOT_PAUSE */
  pause(kind: JobKind): void {
    if (!DESCRIPTORS[kind].pauses) throw new MaloteError('JOB_CANNOT_PAUSE', { title: DESCRIPTORS[kind].title });
    this.#here.get(kind)?.pause(true);
  }

  resume(kind: JobKind): void {
    this.#here.get(kind)?.pause(false);
  }

  /** `after-step` lets what is in flight finish, where the kind can; `now` aborts it. Both leave a job that can be gone on with. */
  stop(kind: JobKind, how: 'now' | 'after-step'): void {
    this.#here.get(kind)?.stop(DESCRIPTORS[kind].endsAfterStep ? how : 'now');
  }

  /** When the next one of this kind begins in this process. `forget` when nobody waits any more. */
  whenBegun(kind: JobKind): { readonly begun: Promise<void>; hasBegun(): boolean; forget(): void } {
    let resolve = (): void => undefined;
    let hasBegun = false;
    const begun = new Promise<void>((found) => (resolve = found));
    const told = (): void => {
      hasBegun = true;
      resolve();
    };
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(told));
    return { begun, hasBegun: () => hasBegun, forget: () => listeners.delete(told) };
  }

  /** Whether one of this kind is at work in this process. */
  isHere(kind: JobKind): boolean {
    return this.#here.has(kind);
  }

  /** What is at work, in whatever process, and what has ended; newest first. What died is healed by this look. @throws MaloteError LEDGER_* */
  list(limit: number): JobView[] {
    this.look();
    return this.options.ledger.jobs.list(limit).flatMap((row) => (isKnown(row) ? [this.#view(row)] : []));
  }

  /** Heals what processes that died have left. A ledger that cannot be written now is healed by the next look. */
  look(): void {
    for (const kind of this.options.ledger.jobs.openKinds()) {
      if (this.#here.has(kind) || !this.#healers.has(kind) || this.isAtWork(kind)) continue;
      try {
        this.#heal(kind);
      } catch (error) {
        if (!isLedgerFailure(error)) throw error;
      }
    }
  }

  /** Stops whatever is at work and resolves when it has ended. Nothing begins any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const atWork of this.#here.values()) atWork.stop('now');
    await Promise.all(this.#ended);
  }

  /** Whether one of this kind is at work, in whatever process. */
  isAtWork(kind: JobKind): boolean {
    return this.#here.has(kind) || this.options.ledger.lock(DESCRIPTORS[kind].lock).holder() !== null;
  }

  /** For a caller that holds the lock of the kind, or has just seen that nobody does. */
  #heal(kind: JobKind): void {
    const { ledger } = this.options;
    const heal = this.#healers.get(kind) ?? (() => []);
    ledger.transaction(() => {
      // somebody may have taken it since it was looked at
      if (!this.#here.has(kind) && this.isAtWork(kind)) return;
      ledger.jobs.markInterrupted(kind);
      for (const entry of heal()) writeEntry(ledger, entry);
    });
  }

  #view(row: JobRow): JobView {
    const { id, kind, state, subject, startedAt, endedAt, error } = row;
    const atWork = this.#here.get(kind);
    const here = atWork?.id === id ? atWork : null;
    return {
      id,
      kind,
      state,
      subject,
      startedAt,
      endedAt,
      error,
      progress: here?.progress ?? row.progress,
      here: here !== null,
      stopping: here?.stopping ?? false,
    };
  }
}

/** A job of a kind that this version does not know is none of its affairs. */
function isKnown({ kind }: JobRow): boolean {
  return JOB_KINDS.includes(kind);
}

async function outcomeOf<Asked, Result>(
  job: Job<Asked, Result>,
  asked: Asked,
  atWork: JobAtWork,
): Promise<JobOutcome<Result>> {
  try {
    const result = await job.run(asked, atWork);
    const end = job.endOf?.(result) ?? WHOLE;
    atWork.end(end);
    return { state: end.state, subject: atWork.subject, result, failure: null };
  } catch (failure) {
    if (!atWork.hasBegun || atWork.hasEnded) throw failure;
    const end = endBy(failure, atWork.signal);
    endInSpiteOfTheLedger(atWork, end);
    // what nobody expected is on record, and a bug all the same
    if (end.state === 'failed' && !isMaloteError(failure)) throw failure;
    return { state: end.state, subject: atWork.subject, result: null, failure };
  }
}

/** A ledger that takes nothing more does not hide what the job failed with: whoever looks next finds it interrupted. */
function endInSpiteOfTheLedger(atWork: JobAtWork, end: JobEnd): void {
  try {
    atWork.end(end);
  } catch (error) {
    if (!isLedgerFailure(error)) throw error;
  }
}

/** Whatever fails once it was to stop is part of its stopping. */
function endBy(failure: unknown, { aborted, reason }: AbortSignal): JobEnd {
  const isStopped = isMaloteError(failure, 'CANCELLED') || (aborted && (failure === reason || isMaloteError(failure)));
  if (isStopped) return { state: 'stopped', error: null };
  return { state: 'failed', error: asMaloteError(failure).toEnvelope() };
}

const WHOLE: JobEnd = { state: 'complete', error: null };
