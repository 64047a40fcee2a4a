import type { LedgerDatabase } from './database';
import { isDamage } from './sqlite-failure';

const EVERY_MS = 24 * 3_600_000;

/** That the whole file is looked through once a day. */
export class Upkeep {
  #looking = false;

  constructor(
    private readonly db: LedgerDatabase,
    private readonly now: () => number,
  ) {}

  /** Whether nobody has looked through the file for a day, and nobody is doing so now. */
  get isDue(): boolean {
    if (this.#looking) return false;
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

  /** Looks through the whole file, for as long as that takes. @returns what is wrong with it, in SQLite's words; 'ok': nothing */
  lookThrough(): string {
    try {
      return this.db.value<string>('PRAGMA quick_check(1)');
    } catch (error) {
      if (isDamage(error)) return String(error);
      throw error;
    }
  }

  /**
   * @param look looks through the file, as `lookThrough` does, where it holds nobody up
   * @returns what is wrong with it, in SQLite's words; null: nothing
   */
  async check(look: () => Promise<string>): Promise<string | null> {
    this.#looking = true;
    try {
      const found = await look();
      if (found === 'ok') this.noteSound();
      // whoever opens it next looks through it first
      else this.#note('suspect', found);
      return found === 'ok' ? null : found;
    } finally {
      this.#looking = false;
    }
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
