import type { Exclusive, JobKind, JobProgress } from '../../../shared/jobs';
import type { JournalAction } from '../../../shared/ipc/journal-actions';
import type { JobEnd, Ledger } from '../../ledger';
import type { JobGate } from './gate';

/** An entry of the journal, which the runner writes in the transaction of what it tells of. */
export interface JobEntry {
  readonly action: JournalAction;
  readonly subject: string;
  readonly detail?: unknown;
}

/** A job that has begun, by what its own tables know of it. */
export interface BegunJob {
  /** Its row in its own table; null where it has none. */
  readonly subject: number | null;
  readonly entry?: JobEntry;
  /** A rehearsal: once it has ended nothing of it is on record. */
  readonly leavesNoTrace?: boolean;
  /** Notes a pause, or its end, in its own table. */
  paused?(isPaused: boolean): JobEntry;
  /** Puts its end on record in its own table. Never called once another process has taken the job over. @returns what the journal says of it */
  end?(end: JobEnd): JobEntry | null;
  /** Last of all, whatever has become of it. @param end as it is on record; null where it is not */
  close?(end: JobEnd | null): void;
}

/** What the runner gives a job that is at work. */
export interface JobContext {
  /** Aborted by a stop at once, and when another process has taken over one of its locks. Any number may listen. */
  readonly signal: AbortSignal;
  /** To be passed between two steps; closed by every stop. */
  readonly gate: JobGate;
  /** Another process has taken this work over while this machine slept: nothing of it is touched any more. */
  readonly lost: boolean;
  /** Another process has taken one of its locks over, its own or another: the signal is aborted. */
  readonly takenOver: boolean;
  /**
   * It has begun: until here it throws what keeps it from beginning, and nothing of it is on record; from here on it has a row, and an
   * end. Called once. @param begin makes the row of its own table, in the same transaction
   */
  begin<Begun extends BegunJob>(begin: () => Begun): Begun;
  /** How far it is. Told as often as one likes: put on record now and then. */
  tell(progress: JobProgress): void;
  /** The same, where the job tells of itself by other ways. */
  note(progress: JobProgress): void;
  /** Works with something that one job at a time may do. @throws MaloteError as EXCLUSIVES says, while another does it */
  alone<Value>(what: Exclusive, work: () => Promise<Value>): Promise<Value>;
}

/** A kind of long work. Locks, heartbeat, stop, pause, progress, the healing of what died and the end are the runner's. */
export interface Job<Asked, Result> {
  readonly kind: JobKind;
  /** What has to be free for all of the time, besides the lock of its kind; default: nothing. */
  needs?(asked: Asked): readonly Exclusive[];
  /** Under the lock of its kind, before the others are taken: ends what holds one of them in this process. */
  prepare?(asked: Asked, signal: AbortSignal): Promise<void>;
  /** Nobody is at work on this kind: puts right what its own tables say of processes that died. In one transaction; @returns the journal's word */
  heal(): readonly JobEntry[];
  /** @throws MaloteError CANCELLED after a stop, and what it failed with */
  run(asked: Asked, context: JobContext): Promise<Result>;
  /** How it has ended, where its result says so; default: whole. */
  endOf?(result: Result): JobEnd;
}

/** How a job came to its end. */
export interface JobOutcome<Result> {
  readonly state: JobEnd['state'];
  /** Its row in its own table; null where it has none, or ended without having begun anything. */
  readonly subject: number | null;
  /** Null where it ended by throwing. */
  readonly result: Result | null;
  /** What it threw. */
  readonly failure: unknown;
}

export interface JobRunnerOptions {
  readonly ledger: Ledger;
  /** Some job has something new to show. Told often; whoever listens coalesces. */
  readonly onChange: () => void;
}
