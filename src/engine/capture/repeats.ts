/** Full pages in a row that bring nothing which the same walk has not brought before: the API gives the same for ever. */
const REPEATS_AT_MOST = 3;

/**
 * Tells a walk that gets on from one that is handed the same again and again (the API ignores `Skip`, or stops at it). SIEG may hand out a
 * document twice, and events of documents that came long ago are something new: only whole pages of what this walk has seen count.
 */
export class Repeats {
  readonly #seen = new Set<string>();
  #since: number | null = null;
  #pages = 0;

  /** @param contents what a full page brought, by meaning: see `ReceivedPage` */
  page(offset: number, contents: readonly string[]): void {
    const before = this.#seen.size;
    for (const one of contents) this.#seen.add(one);
    if (this.#seen.size > before) {
      this.#since = null;
      this.#pages = 0;
      return;
    }
    this.#since ??= offset;
    this.#pages += 1;
  }

  /** The offset from which on pages only repeat; null while the walk gets on. */
  get stuckAt(): number | null {
    return this.#pages >= REPEATS_AT_MOST ? this.#since : null;
  }
}
