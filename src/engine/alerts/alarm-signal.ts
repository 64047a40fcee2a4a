import { type Clock, sleepUntil } from '../base';

/** After at most this time somebody looks anyway: the machine may have slept, another process may have left something. */
const LONGEST_MS = 60_000;

/** Wakes a loop at an instant, or earlier when somebody rings. */
export class AlarmSignal {
  #asleep: AbortController | null = null;
  #rung = false;

  constructor(private readonly clock: Clock) {}

  /** Also counts when nobody sleeps yet: the next sleep ends at once. */
  ring(): void {
    this.#rung = true;
    this.#asleep?.abort();
  }

  /** @param at milliseconds since 1970; null: until it rings. */
  async sleepUntil(at: number | null): Promise<void> {
    if (!this.#rung) {
      this.#asleep = new AbortController();
      const latest = Math.min(at ?? Infinity, this.clock.now() + LONGEST_MS);
      await sleepUntil(this.clock, latest, this.#asleep.signal).catch(() => undefined);
      this.#asleep = null;
    }
    this.#rung = false;
  }
}
