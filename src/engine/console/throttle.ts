/**
 * How often a costly look at the ledger may happen: never more often than `everyMs`, and never for more than one part in
 * `oneIn` of the time, however large the ledger has grown.
 */
export class Throttle {
  #nextAt = -Infinity;

  constructor(
    private readonly everyMs: number,
    private readonly oneIn: number,
    private readonly now: () => number,
  ) {}

  get due(): boolean {
    return this.now() >= this.#nextAt;
  }

  /** Does the work, and sets when it is due again; while it is done it is not. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    const started = this.now();
    this.#nextAt = Infinity;
    try {
      return await work();
    } finally {
      const ended = this.now();
      this.#nextAt = ended + Math.max(this.everyMs, (ended - started) * this.oneIn);
    }
  }
}
