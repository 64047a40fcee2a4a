/** How far back the pace looks. Shorter, and it jumps from page to page; longer, and it remembers what is over. */
const WINDOW_MS = 60_000;
/** A pace is known after so many steps, or so long: the second document of a page may come long after the first, and the third at once. */
const STEPS = 3;
const LONG_ENOUGH_MS = 20_000;

interface Sample {
  readonly at: number;
  readonly total: number;
}

/**
 * How fast something has been growing over the last minute. Its history is bounded by that minute. It is measured from the first growth
 * on: what went before that was preparation, and how long the first step took nobody saw.
 */
export class Flow {
  /** The total of which growth has yet to be seen; null once it was. */
  #idle: number | null = null;
  #samples: Sample[] = [];

  /** @param at milliseconds, never going back */
  note(at: number, total: number): void {
    if (this.#samples.length === 0) {
      this.#idle ??= total;
      if (total === this.#idle) return;
    }
    this.#samples.push({ at, total });
    // one sample beyond the window is where growth is measured from
    while ((this.#samples[1]?.at ?? Infinity) <= at - WINDOW_MS) this.#samples.shift();
    const [first] = this.#samples;
    if (first === undefined || at - first.at < WINDOW_MS || first.total !== total) return;
    this.#idle = total;
    this.#samples = [];
  }

  /** How long so much takes at this pace; null while nothing grows. */
  secondsFor(amount: number): number | null {
    if (amount === 0) return 0;
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.total <= first.total) return null;
    const steps = new Set(this.#samples.map(({ total }) => total)).size - 1;
    if (steps < STEPS && last.at - first.at < LONG_ENOUGH_MS) return null;
    return (amount * (last.at - first.at)) / (last.total - first.total) / 1000;
  }
}
