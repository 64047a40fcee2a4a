import { breathe, monotonicMs } from '../base';

/** A call that takes longer than this has waited for something. */
export const PROMPT_MS = 0.25;
/** What one that has waited counts, against one that has not: more than every fourth of them is too many. */
const WAITED = 3;
const TOO_MANY = 12;
/** After so many calls through the threads one is tried without. */
const TRY_AGAIN_AFTER = 500;

/**
 * Whether calls of one kind are answered at once, from the times of those that were made so. A few that were not say nothing: this
 * process may have been kept from its processor.
 */
export class SyncHeuristic {
  #waits = 0;
  #threaded = 0;

  /** Whether to make the next call at once, and to tell how long it `took`. */
  isPrompt(): boolean {
    if (this.#threaded === 0) return true;
    this.#threaded -= 1;
    return false;
  }

  took(ms: number): void {
    this.#waits = Math.max(0, this.#waits + (ms > PROMPT_MS ? WAITED : -1));
    if (this.#waits < TOO_MANY) return;
    this.#threaded = TRY_AGAIN_AFTER;
    this.#waits = TOO_MANY - WAITED;
  }
}

const LONGEST_TURN_MS = 10;

/** Lets a process that makes its calls at once hear its messages and timers all the same. */
export class Turns {
  #since = 0;
  #next: Promise<void> | null = null;

  /** Resolves at once, or after all that waits for its turn when this process has heard of nothing for a while. */
  async mine(): Promise<void> {
    if (this.#next === null) {
      this.#since = monotonicMs();
      this.#next = breathe().then(() => {
        this.#next = null;
      });
    } else if (monotonicMs() - this.#since > LONGEST_TURN_MS) await this.#next;
  }
}
