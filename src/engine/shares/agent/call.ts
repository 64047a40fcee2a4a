import { after, type StopTimer, monotonicMs } from '../../base';
import type { Operation, WireResults } from './protocol';

/** How an operation is to be asked for. */
export interface Asked {
  /** Made anew each time it is sent. */
  readonly operation: () => Operation;
  /** For people: the file or folder in question. */
  readonly shown: string;
  /** Size of what is sent, without the small change. */
  readonly bytes: number;
  /** Asking a second agent, after the first has died with it, does no harm and gives a true answer. */
  readonly repeatable: boolean;
  readonly deadlineMs: number;
  /** Its value is the last results of a batch. */
  readonly isBatch: boolean;
  /** Told of the value, also when its caller has given up meanwhile. */
  readonly onValue: (value: unknown) => void;
  readonly onPart: (results: WireResults<unknown>) => void;
}

/** This process may have slept, or been busy, past a deadline: what has arrived meanwhile is read before it is judged. */
const SECOND_LOOK_MS = 100;

/** An operation from the moment that it is asked for until its agent has answered. */
export class Call {
  readonly promise: Promise<unknown>;
  readonly #since = monotonicMs();
  /** How many agents it was sent to. */
  attempts = 0;
  /** Its caller waits no longer. */
  isAbandoned = false;
  #resolve: (value: unknown) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  #stopWatch: StopTimer | undefined;

  constructor(
    readonly id: number,
    readonly asked: Asked,
  ) {
    this.promise = new Promise((resolve, reject) => {
      [this.#resolve, this.#reject] = [resolve, reject];
    });
    // its caller may have gone away, and an agent that dies fails all that it had
    this.promise.catch(() => undefined);
  }

  get elapsedMs(): number {
    return monotonicMs() - this.#since;
  }

  /** Calls `onLate` unless the call ends, or is watched anew, within this time. */
  watch(ms: number, onLate: () => void): void {
    this.#stopWatch?.();
    this.#stopWatch = after(ms, () => {
      this.#stopWatch = after(SECOND_LOOK_MS, onLate);
    });
  }

  /** The agent's answer. */
  succeed(value: unknown): void {
    this.asked.onValue(value);
    this.#stopWatch?.();
    this.#resolve(value);
  }

  fail(error: Error): void {
    this.#stopWatch?.();
    this.#reject(error);
  }

  /** The caller gives up; the agent's answer is still awaited. */
  abandon(error: Error): void {
    this.isAbandoned = true;
    this.#reject(error);
  }
}
