import type { Clock } from '../../../src/engine/base/clock';

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Time that passes at once whenever nobody has anything to do but wait. */
export class VirtualClock implements Clock {
  readonly speed = 1;
  #now: number;
  #sleepers: Sleeper[] = [];
  #pumping = false;

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Nobody is waiting. */
  advanceTo(instant: number): void {
    this.#now = Math.max(this.#now, instant);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    return new Promise((resolve) => {
      this.#sleepers.push({ until: this.#now + Math.max(0, ms), wake: resolve });
      if (!this.#pumping) this.#pump();
    });
  }

  /** After everything that can go on has gone on: to the next instant at which somebody wakes. */
  #pump(): void {
    this.#pumping = true;
    setImmediate(() => {
      const next = Math.min(...this.#sleepers.map(({ until }) => until));
      this.#now = Math.max(this.#now, next);
      const due = this.#sleepers.filter(({ until }) => until <= this.#now);
      this.#sleepers = this.#sleepers.filter(({ until }) => until > this.#now);
      for (const { wake } of due) wake();
      // what was woken runs before the next turn of the loop
      setImmediate(() => {
        if (this.#sleepers.length > 0) this.#pump();
        else this.#pumping = false;
      });
    });
  }
}
