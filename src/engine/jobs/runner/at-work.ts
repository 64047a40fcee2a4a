import { setMaxListeners } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { MaloteError } from '../../../shared/errors';
import {
  EXCLUSIVES,
  JOBS,
  type Exclusive,
  type JobDescriptor,
  type JobKind,
  type JobProgress,
} from '../../../shared/jobs';
import { HeldLock, isLedgerFailure, type JobEnd, type Ledger } from '../../ledger';
import { monotonicMs } from '../../base';
import { JobGate } from './gate';
import type { BegunJob, JobContext, JobEntry, JobRunnerOptions } from './job';

/** How far a job is is put on record this often at most, for other processes; here it is known at once. */
const TOLD_EVERY_MS = 1_000;

export const DESCRIPTORS: Readonly<Record<JobKind, JobDescriptor>> = JOBS;

export function writeEntry({ journal }: Ledger, { action, subject, detail }: JobEntry): void {
  journal.write(action, subject, detail);
}

/** A job that is at work in this process, from its lock to its end. */
export class JobAtWork implements JobContext {
  readonly gate = new JobGate();
  readonly #abort = new AbortController();
  readonly #own: HeldLock;
  readonly #locks: HeldLock[] = [];
  #lost = false;
  #takenOver = false;
  #stopping = false;
  #ended = false;
  #end: JobEnd | null = null;
  #begun: { readonly id: number; readonly job: BegunJob } | null = null;
  #progress: JobProgress | null = null;
  /** As other processes see it. */
  #recorded: JobProgress | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #expected: { readonly asked: unknown; readonly onBegun: () => void } | null = null;

  constructor(
    private readonly options: JobRunnerOptions,
    private readonly kind: JobKind,
  ) {
    this.#own = this.#lock(DESCRIPTORS[kind].lock, () => (this.#lost = true));
    // every call on a root listens to it
    setMaxListeners(0, this.#abort.signal);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get lost(): boolean {
    return this.#lost;
  }

  get takenOver(): boolean {
    return this.#takenOver;
  }

  get id(): number | null {
    return this.#begun?.id ?? null;
  }

  get hasBegun(): boolean {
    return this.#begun !== null;
  }

  get subject(): number | null {
    return this.#begun?.job.subject ?? null;
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  get progress(): JobProgress | null {
    return this.#progress;
  }

  /** @throws MaloteError as the descriptor says */
  takeOwn(): void {
    this.#own.takeOr(DESCRIPTORS[this.kind].busy);
  }

  /** Until its end. @throws MaloteError as EXCLUSIVES says */
  take(what: Exclusive): void {
    const { lock, busy } = EXCLUSIVES[what];
    const held = this.#lock(lock);
    held.takeOr(busy);
    this.#locks.push(held);
  }

  async alone<Value>(what: Exclusive, work: () => Promise<Value>): Promise<Value> {
    const { lock, busy } = EXCLUSIVES[what];
    const held = this.#lock(lock);
    held.takeOr(busy);
    try {
      return await work();
    } finally {
      held.release();
    }
  }

  /** How it is put on record once it begins, and who is told. */
  expect(asked: unknown, onBegun: () => void): void {
    this.#expected = { asked, onBegun };
  }

  begin<Begun extends BegunJob>(begin: () => Begun): Begun {
    const { ledger, onChange } = this.options;
    if (this.#begun !== null || this.#expected === null) throw new Error('a job begins once');
    const { asked, onBegun } = this.#expected;
    const [begun, id] = ledger.transaction(() => {
      const made = begin();
      if (made.entry !== undefined) writeEntry(ledger, made.entry);
      return [
        made,
        ledger.jobs.begin(this.kind, this.gate.paused ? 'paused' : 'running', asked, made.subject),
      ] as const;
    });
    this.#begun = { id, job: begun };
    onBegun();
    onChange();
    return begun;
  }

  tell(progress: JobProgress): void {
    this.note(progress);
    this.options.onChange();
  }

  note(progress: JobProgress): void {
    this.#progress = progress;
    const now = monotonicMs();
    if (this.#begun === null || this.#lost || now - this.#toldAt < TOLD_EVERY_MS) return;
    if (isDeepStrictEqual(progress, this.#recorded)) return;
    this.#toldAt = now;
    this.#record(this.#begun.id, progress);
  }

  /** Progress is no promise: what cannot be put on record now is with the next word. */
  #record(id: number, progress: JobProgress): void {
    try {
      this.options.ledger.jobs.progressed(id, progress);
      this.#recorded = progress;
    } catch (error) {
      if (!isLedgerFailure(error)) throw error;
    }
  }

  pause(isPaused: boolean): void {
    if (this.gate.paused === isPaused || this.gate.closed) return;
    if (isPaused) this.gate.pause();
    this.#notePause(isPaused);
    if (!isPaused) this.gate.resume();
    this.options.onChange();
  }

  #notePause(isPaused: boolean): void {
    const { ledger } = this.options;
    const begun = this.#begun;
    if (begun === null) return;
    ledger.transaction(() => {
      ledger.jobs.setState(begun.id, isPaused ? 'paused' : 'running');
      const entry = begun.job.paused?.(isPaused);
      if (entry !== undefined) writeEntry(ledger, entry);
    });
  }

  stop(how: 'now' | 'after-step'): void {
    // who hears of the first may ask again
    if (this.#stopping && (how === 'after-step' || this.signal.aborted)) return;
    this.#stopping = true;
    this.gate.close();
    if (how === 'now') this.#abort.abort(new MaloteError('CANCELLED'));
    this.options.onChange();
  }

  get hasEnded(): boolean {
    return this.#ended;
  }

  end(end: JobEnd): void {
    const begun = this.#begun;
    this.#ended = true;
    if (begun === null || this.#lost) return;
    const { ledger } = this.options;
    ledger.transaction(() => {
      if (this.#progress !== null) ledger.jobs.progressed(begun.id, this.#progress);
      if (begun.job.leavesNoTrace === true) ledger.jobs.forget(begun.id);
      else ledger.jobs.end(begun.id, end);
      const entry = begun.job.end?.(end) ?? null;
      if (entry !== null) writeEntry(ledger, entry);
    });
    this.#end = end;
  }

  close(): void {
    this.#begun?.job.close?.(this.#end);
  }

  release(): void {
    for (const held of this.#locks.reverse()) held.release();
    this.#own.release();
  }

  #lock(name: string, onLost: () => void = () => undefined): HeldLock {
    return new HeldLock(this.options.ledger.lock(name), () => {
      this.#takenOver = true;
      onLost();
      this.stop('now');
    });
  }
}
