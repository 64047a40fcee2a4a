import type { LedgerDatabase } from './database';

/** Values that are kept; the oldest makes way. */
const KEPT = 32;

/**
 * What was read of the ledger is good for as long as nobody, in whatever process, has written anything. A console that is attached asks
 * for the evidence of one month three times within a moment; it is gathered once.
 */
export class Unchanged {
  readonly #kept = new Map<string, unknown>();
  #mark = '';

  constructor(private readonly db: LedgerDatabase) {}

  /** What `make` returned for this key last, when nothing was written since; else what it returns now. Not to be changed by anybody. */
  whileUnchanged<Value>(key: string, make: () => Value): Value {
    // what is not committed yet may be taken back, and would leave no trace of that
    if (this.db.raw.inTransaction && !this.db.raw.readonly) return make();
    const mark = this.#now();
    if (mark !== this.#mark) this.#kept.clear();
    this.#mark = mark;
    if (this.#kept.has(key)) return this.#kept.get(key) as Value;
    const value = make();
    // somebody else may have written while it was being made
    if (this.#now() !== mark) return value;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, value);
    return value;
  }

  #now(): string {
    return `${String(this.db.dataVersion())} ${String(this.db.value<number>('SELECT total_changes()'))}`;
  }
}
