import { setImmediate } from 'node:timers/promises';

/** A call that takes longer than this, on the average, is worth a thread. */
const PROMPT_MS = 0.15;
/** A single one that waits much longer counts as no more than this. */
const AT_MOST_MS = 2;
const WEIGHT = 1 / 8;
/** After so many calls through the threads one is tried without. */
const TRY_AGAIN_AFTER = 500;

/** Whether calls of one kind are answered at once, from the times of those that were made so. */
export class Promptness {
  #typicalMs = 0;
  #threaded = 0;

  /** Whether to make the next call at once, and to tell how long it `took`. */
  isPrompt(): boolean {
    if (this.#threaded === 0) return true;
    this.#threaded -= 1;
    return false;
  }

  took(ms: number): void {
    this.#typicalMs += (Math.min(ms, AT_MOST_MS) - this.#typicalMs) * WEIGHT;
    if (this.#typicalMs <= PROMPT_MS) return;
    this.#threaded = TRY_AGAIN_AFTER;
    this.#typicalMs = PROMPT_MS;
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
      this.#since = performance.now();
      this.#next = setImmediate().then(() => {
        this.#next = null;
      });
    } else if (performance.now() - this.#since > LONGEST_TURN_MS) await this.#next;
  }
}
