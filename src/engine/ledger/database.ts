import type { Statement } from 'better-sqlite3';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { realNow } from '../base';
import { BUSY_MS, openSqlite, PATIENCE_MS, type Sqlite } from './sqlite';
import { isBusy, sqliteFailure } from './sqlite-failure';

type Bindings = unknown[] | Record<string, unknown>;

/** Told once for each wait, before it goes on: another program has the file to itself. */
export type OnWaiting = () => void;

/**
 * A database with its prepared statements kept, so that each SQL text is compiled once. A program that has the file to itself for a
 * while is waited for; what the disk refuses comes as a MaloteError LEDGER_*, with whatever transaction it was part of undone.
 */
export class LedgerDatabase {
  readonly #statements = new Map<string, Statement>();
  readonly #pragmaDataVersion: Statement;
  #onWaiting: OnWaiting = () => undefined;
  #onWaited: OnWaiting = () => undefined;
  #patienceMs = PATIENCE_MS;
  #onDamaged: (found: string) => void = () => undefined;
  #damage: MaloteError | null = null;

  private constructor(readonly raw: Sqlite) {
    this.#pragmaDataVersion = raw.prepare('PRAGMA data_version');
  }

  static open(file: string, options: { readonly readonly?: boolean } = {}): LedgerDatabase {
    return new LedgerDatabase(openSqlite(file, options));
  }

  #prepare(text: string): Statement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.raw.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** Who tells people that the ledger is waited for. */
  set onWaiting(tell: OnWaiting) {
    this.#onWaiting = tell;
  }

  /** Who tells people that it need not be waited for any more. */
  set onWaited(tell: OnWaiting) {
    this.#onWaited = tell;
  }

  /** Told once, in SQLite's words, when damage is found: from then on nothing is read or written here any more. */
  set onDamaged(tell: (found: string) => void) {
    this.#onDamaged = tell;
  }

  get isDamaged(): boolean {
    return this.#damage !== null;
  }

  /** Damage was found, here or by whoever reads the file besides. Every call from now on throws LEDGER_DAMAGED. */
  condemn(found: string): void {
    if (this.#damage !== null) return;
    this.#damage = new MaloteError('LEDGER_DAMAGED', { place: this.raw.name });
    this.#onDamaged(found);
  }

  #failure(error: unknown): unknown {
    const failure = sqliteFailure(error, this.raw.name);
    if (failure?.code === 'LEDGER_DAMAGED' && !isMaloteError(error)) this.condemn(String(error));
    return failure ?? error;
  }

  /** @param mayRepeat whether nothing of it has happened when it ends with SQLITE_BUSY */
  #patiently<Result>(work: () => Result, mayRepeat: () => boolean): Result {
    if (this.#damage !== null) throw this.#damage;
    const until = realNow() + this.#patienceMs;
    for (let told = false; ;) {
      try {
        const result = work();
        if (told) this.#onWaited();
        return result;
      } catch (error) {
        if (!isBusy(error) || !mayRepeat() || realNow() >= until) throw this.#failure(error);
        if (!told) this.#onWaiting();
        told = true;
      }
    }
  }

  /** One statement: by itself it has happened or has not; within a transaction, the whole of that would have to be done again. */
  #statement<Result>(text: string, work: (statement: Statement) => Result): Result {
    return this.#patiently(
      () => work(this.#prepare(text)),
      () => !this.raw.inTransaction,
    );
  }

  #transaction<Result>(begin: (work: () => Result) => Result, work: () => Result, mayRepeat = false): Result {
    let begun = this.raw.inTransaction;
    return this.#patiently(
      () =>
        begin(() => {
          begun = true;
          return work();
        }),
      () => mayRepeat || !begun,
    );
  }

  /** Work that is worth nothing later: it does not wait for who has the file to itself. @throws MaloteError LEDGER_BUSY at once */
  impatiently<Result>(work: () => Result): Result {
    this.#patienceMs = 0;
    this.raw.pragma('busy_timeout = 0');
    try {
      return work();
    } finally {
      this.#patienceMs = PATIENCE_MS;
      this.raw.pragma(`busy_timeout = ${String(BUSY_MS)}`);
    }
  }

  /** Work that waits for who has the file to itself until this instant (ms since 1970) and no longer. */
  patientUntil<Result>(instant: number, work: () => Result): Result {
    this.#patienceMs = Math.max(0, instant - realNow());
    try {
      return work();
    } finally {
      this.#patienceMs = PATIENCE_MS;
    }
  }

  /** All rows. The row type is the caller's word for the columns it selected. */
  all<Row>(text: string, bindings: Bindings = []): Row[] {
    return this.#statement(text, (statement) => statement.all(bindings) as Row[]);
  }

  get<Row>(text: string, bindings: Bindings = []): Row | undefined {
    return this.#statement(text, (statement) => statement.get(bindings) as Row | undefined);
  }

  /** First column of the first row, which must exist. */
  value<Value>(text: string, bindings: Bindings = []): Value {
    const row = this.get<Record<string, Value>>(text, bindings);
    if (row === undefined) throw new Error(`no row for: ${text}`);
    return Object.values(row)[0] as Value;
  }

  /** @returns how many rows changed and the rowid of the last inserted one. */
  run(text: string, bindings: Bindings = []): { changes: number; id: number } {
    const result = this.#statement(text, (statement) => statement.run(bindings));
    return { changes: result.changes, id: Number(result.lastInsertRowid) };
  }

  /** Runs `work` in one IMMEDIATE transaction; a throw rolls everything back. Nested calls become savepoints. */
  transaction<Result>(work: () => Result): Result {
    return this.#transaction((whole) => this.raw.transaction(whole).immediate(), work);
  }

  /** Runs `work` on the ledger as it stands at its first reading, whatever others write meanwhile; nobody waits for it. */
  reading<Result>(work: () => Result): Result {
    // what reads alone may be done again as often as one likes
    return this.#transaction((whole) => this.raw.transaction(whole).deferred(), work, !this.raw.inTransaction);
  }

  /**
   * Keeps more of the file in memory, for work that looks up rows all over it. @returns how to end that.
   * @throws MaloteError LEDGER_*: even this reads the schema
   */
  widenCache(mebibytes: number): () => void {
    const before = this.#patiently(
      () => {
        const known = Number(this.raw.pragma('cache_size', { simple: true }));
        this.raw.pragma(`cache_size = -${String(mebibytes * 1024)}`);
        return known;
      },
      () => true,
    );
    return () => {
      if (!this.raw.open) return;
      try {
        this.raw.pragma(`cache_size = ${String(before)}`);
        this.raw.pragma('shrink_memory');
      } catch {
        // memory that is given back later; what the file has to say, the next statement meets
      }
    };
  }

  /** Another number whenever another process, or another connection of this one, has written. */
  dataVersion(): number {
    return this.#patiently(
      () => this.#pragmaDataVersion.pluck().get() as number,
      () => true,
    );
  }

  /**
   * Statistics for the planner, where tables have grown or changed much since the last ones: by a sample, so that it takes a moment.
   * Not worth waiting for, nor worth an error.
   */
  optimize(mask?: string): void {
    try {
      this.impatiently(() => {
        this.raw.pragma('analysis_limit = 1000');
        this.raw.pragma(mask === undefined ? 'optimize' : `optimize = ${mask}`);
      });
    } catch {
      // another time
    }
  }

  close(): void {
    this.#statements.clear();
    this.raw.close();
  }
}
