import type { Statement } from 'better-sqlite3';
import { openSqlite, type Sqlite } from './sqlite';

type Bindings = unknown[] | Record<string, unknown>;

/** A database with its prepared statements kept, so that each SQL text is compiled once. */
export class LedgerDatabase {
  readonly #statements = new Map<string, Statement>();
  readonly #pragmaDataVersion: Statement;

  private constructor(readonly raw: Sqlite) {
    this.#pragmaDataVersion = raw.prepare('PRAGMA data_version');
  }

  static open(file: string): LedgerDatabase {
    return new LedgerDatabase(openSqlite(file));
  }

  #prepare(text: string): Statement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.raw.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }

  /** All rows. The row type is the caller's word for the columns it selected. */
  all<Row>(text: string, bindings: Bindings = []): Row[] {
    return this.#prepare(text).all(bindings) as Row[];
  }

  get<Row>(text: string, bindings: Bindings = []): Row | undefined {
    return this.#prepare(text).get(bindings) as Row | undefined;
  }

  /** First column of the first row, which must exist. */
  value<Value>(text: string, bindings: Bindings = []): Value {
    const row = this.get<Record<string, Value>>(text, bindings);
    if (row === undefined) throw new Error(`no row for: ${text}`);
    return Object.values(row)[0] as Value;
  }

  /** @returns how many rows changed and the rowid of the last inserted one. */
  run(text: string, bindings: Bindings = []): { changes: number; id: number } {
    const result = this.#prepare(text).run(bindings);
    return { changes: result.changes, id: Number(result.lastInsertRowid) };
  }

  /** Runs `work` in one IMMEDIATE transaction; a throw rolls everything back. Nested calls become savepoints. */
  transaction<Result>(work: () => Result): Result {
    return this.raw.transaction(work).immediate();
  }

  /** Runs `work` on the ledger as it stands at its first reading, whatever others write meanwhile; nobody waits for it. */
  reading<Result>(work: () => Result): Result {
    return this.raw.transaction(work).deferred();
  }

  /** Keeps more of the file in memory, for work that looks up rows all over it. @returns how to end that. */
  widenCache(mebibytes: number): () => void {
    const before = Number(this.raw.pragma('cache_size', { simple: true }));
    this.raw.pragma(`cache_size = -${String(mebibytes * 1024)}`);
    return () => {
      if (!this.raw.open) return;
      this.raw.pragma(`cache_size = ${String(before)}`);
      this.raw.pragma('shrink_memory');
    };
  }

  /** Another number whenever another process, or another connection of this one, has written. */
  dataVersion(): number {
    return this.#pragmaDataVersion.pluck().get() as number;
  }

  close(): void {
    this.#statements.clear();
    this.raw.close();
  }
}
