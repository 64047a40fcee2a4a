const LEVELS = [1, 2, 4, 8, 16, 32, 64];
/** What a root is given at once before anything is known of it. */
export const FIRST_IN_FLIGHT = 16;
const FIRST = LEVELS.indexOf(FIRST_IN_FLIGHT);
/** A gain smaller than this is noise. */
const GAIN = 1.05;
/** How much of what is known of a level its last batch makes up. */
const WEIGHT = 1 / 3;
/** After so many batches at one level a neighbour is tried again: networks change in the course of a day. */
const TRY_AGAIN_AFTER = 16;

/** What a batch of files came to. */
export interface MeasuredBatch {
  readonly files: number;
  /** What `inFlight` was when it set out. */
  readonly inFlight: number;
  readonly ms: number;
  /** The root timed out, was busy or went away. */
  readonly trouble: boolean;
}

/**
 * How many files a root is given at once, from 1 to 64. Small files over a network live from being many at once: each waits for
 * answers most of its time. On a disk too many stand in each other's way. The number doubles as long as that brings more files a
 * second, settles where fewer would be slower and more no faster, and is halved by trouble; so it follows the root
 * without knowing what it is.
 */
export class AdaptiveConcurrency {
  #level = FIRST;
  /** Milliseconds a file took at each level, as far as it is known; a mean over times forgives a lucky batch. */
  readonly #cost = new Map<number, number>();
  #sinceTry = 0;
  #triesMore = true;
  /** The highest level that may be used. */
  #top = LEVELS.length - 1;

  /** Never more files at once than this, from now on; one at least. */
  limit(most: number): void {
    this.#top = Math.max(0, LEVELS.filter((files) => files <= most).length - 1);
    this.#move(this.#level);
  }

  get inFlight(): number {
    return LEVELS[this.#level] ?? 1;
  }

  /** Learns from a batch. One that was smaller than what could be in flight says nothing. */
  learn({ files, inFlight, ms, trouble }: MeasuredBatch): void {
    if (trouble) {
      for (let level = this.#level; level < LEVELS.length; level += 1) this.#cost.delete(level);
      this.#move(this.#level - 1);
      return;
    }
    const level = LEVELS.indexOf(inFlight);
    if (files < inFlight || ms <= 0 || level < 0) return;
    const now = ms / files;
    const before = this.#cost.get(level) ?? now;
    this.#cost.set(level, before + (now - before) * WEIGHT);
    this.#move(this.#next());
  }

  #next(): number {
    const best = this.#best();
    this.#sinceTry += 1;
    const above = best + 1;
    if (above <= this.#top && !this.#cost.has(above)) return above;
    if (best > 0 && !this.#cost.has(best - 1)) return best - 1;
    if (this.#sinceTry < TRY_AGAIN_AFTER) return best;
    this.#sinceTry = 0;
    this.#triesMore = !this.#triesMore;
    return best + (this.#triesMore ? 1 : -1);
  }

  /** The lowest of the known levels that is as good as any. */
  #best(): number {
    const known = [...this.#cost].filter(([level]) => level <= this.#top);
    const cheapest = Math.min(...known.map(([, cost]) => cost));
    return Math.min(...known.filter(([, cost]) => cost <= cheapest * GAIN).map(([level]) => level));
  }

  #move(level: number): void {
    this.#level = Math.max(0, Math.min(this.#top, level));
  }
}
