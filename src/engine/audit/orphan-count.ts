import type { AuditBoard } from '../../shared/ipc/audit';

type Orphans = AuditBoard['orphans'];

/** A count is good for so many times as long as it took: in a large ledger it takes seconds, and is asked for with every look. */
const REST = 50;
const LEAST_MS = 1_000;

/** The number of orphans, counted again only now and then. */
export class OrphanCount {
  #value: Orphans | null = null;
  #countedAt = 0;
  #tookMs = 0;

  constructor(
    private readonly count: () => Orphans,
    private readonly now: () => number,
  ) {}

  /** Something has happened that this process was not told of: the next look counts. */
  forget(): void {
    this.#value = null;
  }

  value(): Orphans {
    const begun = this.now();
    if (this.#value !== null && begun - this.#countedAt < Math.max(LEAST_MS, this.#tookMs * REST)) return this.#value;
    this.#value = this.count();
    this.#countedAt = this.now();
    this.#tookMs = this.#countedAt - begun;
    return this.#value;
  }
}
