import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { LedgerDatabase } from './database';
import { nativeBinding } from './sqlite';

const EVERY_MS = 24 * 3_600_000;

/** What the worker runs: a connection of its own, for reading alone, so that nobody waits for it. */
const LOOK = `
  const { workerData, parentPort } = require('node:worker_threads');
  const Database = require(workerData.module);
  const db = new Database(workerData.file, { readonly: true, nativeBinding: workerData.binding, timeout: 5000 });
  let found;
  try {
    found = db.pragma('quick_check(1)', { simple: true });
  } catch (error) {
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code))) throw error;
    found = error.message;
  } finally {
    db.close();
  }
  parentPort.postMessage(found);
`;

/** Looks through the whole file once a day, off the engine's thread. */
export class Upkeep {
  #worker: Worker | null = null;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => number,
  ) {}

  /** Whether nobody has looked through the file for a day, and nobody is doing so now. */
  get isDue(): boolean {
    if (this.#worker !== null) return false;
    const at = this.#value('checked_at');
    const since = this.now() - Date.parse(at ?? '');
    // the clock may have been set back since
    return !(since >= 0 && since < EVERY_MS);
  }

  /** The file was looked through, and is whole. */
  noteSound(): void {
    this.#note('checked_at', new Date(this.now()).toISOString());
    this.db.run("DELETE FROM upkeep WHERE name = 'suspect'");
  }

  /**
   * Looks through the file in a thread of its own.
   * @returns what is wrong with it, in SQLite's words; null: nothing, or nobody could look (it is tried again another time)
   */
  async check(): Promise<string | null> {
    const found = await this.#look();
    if (found === 'ok') this.noteSound();
    if (found === null || found === 'ok') return null;
    // whoever opens it next looks through it first, and sets it aside
    this.#note('suspect', found);
    return found;
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #look(): Promise<string | null> {
    const module = createRequire(import.meta.url).resolve('better-sqlite3');
    const workerData = { module, file: this.db.raw.name, binding: nativeBinding() };
    return new Promise((resolve) => {
      const worker = new Worker(LOOK, { eval: true, workerData });
      this.#worker = worker;
      worker.unref();
      worker.once('message', (found) => resolve(String(found)));
      worker.once('error', () => resolve(null));
      worker.once('exit', () => {
        this.#worker = null;
        resolve(null);
      });
    });
  }

  #value(name: string): string | null {
    return this.db.get<{ value: string }>('SELECT value FROM upkeep WHERE name = ?', [name])?.value ?? null;
  }

  #note(name: string, value: string): void {
    this.db.run(
      'INSERT INTO upkeep (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [name, value],
    );
  }
}
