/** A page that dies again and again within this time is not reloaded for ever. */
export const WITHIN_MS = 5 * 60_000;
export const MOST_RELOADS = 3;

/** Counts the reloads of a page that has died: at most three in five minutes. */
export class ReloadBudget {
  #reloads: number[] = [];

  constructor(private readonly now: () => number) {}

  /** Whether the page may be reloaded once more; counts it. */
  take(): boolean {
    const now = this.now();
    this.#reloads = this.#reloads.filter((at) => now - at < WITHIN_MS);
    if (this.#reloads.length >= MOST_RELOADS) return false;
    this.#reloads.push(now);
    return true;
  }

  /** A person asked for the page: the count begins anew. */
  renew(): void {
    this.#reloads = [];
  }
}
