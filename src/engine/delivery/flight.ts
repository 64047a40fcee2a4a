const FEWEST = 1;
const MOST = 64;
const FIRST = 8;
/** A gain smaller than this is noise. */
const GAIN = 1.05;
const LOSS = 0.85;

/** What a batch of files came to. */
export interface Flight {
  readonly files: number;
  readonly ms: number;
  /** The root timed out, was busy or went away. */
  readonly trouble: boolean;
}

/**
 * How many files a root is given at once, from 1 to 64. Small files over a network live from being many at once: each waits for
 * answers most of its time. The number grows as long as that brings more files a second, steps back when it brings fewer, and is
 * halved by trouble; so it follows the latency of the root without knowing it.
 */
export class FlightControl {
  #inFlight = FIRST;
  #before: { readonly inFlight: number; readonly perMs: number } | null = null;

  get inFlight(): number {
    return this.#inFlight;
  }

  /** Learns from a batch that was flown with `inFlight` files at once. One smaller than that says nothing. */
  learn({ files, ms, trouble }: Flight): void {
    if (trouble) {
      this.#inFlight = Math.max(FEWEST, Math.floor(this.#inFlight / 2));
      this.#before = null;
      return;
    }
    if (files < this.#inFlight || ms <= 0) return;
    const now = { inFlight: this.#inFlight, perMs: files / ms };
    this.#inFlight = this.#next(now);
    this.#before = now;
  }

  #next(now: { readonly inFlight: number; readonly perMs: number }): number {
    const before = this.#before;
    const more = Math.min(MOST, Math.ceil(now.inFlight * 1.5));
    if (before === null || before.inFlight === now.inFlight) return more;
    const ratio = now.perMs / before.perMs;
    const grew = now.inFlight > before.inFlight;
    if (grew) return ratio >= GAIN ? more : ratio < LOSS ? before.inFlight : now.inFlight;
    return ratio >= LOSS ? now.inFlight : more;
  }
}
