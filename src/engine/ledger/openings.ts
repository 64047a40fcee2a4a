import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { isMaloteError } from '../../shared/errors';
import { realNow } from '../base';
import type { LedgerDatabase } from './database';
import { isAlive } from './lock';
import type { Sqlite } from './sqlite';

interface OpeningRow {
  readonly pid: number;
  readonly host: string;
  readonly place: string;
  readonly openedMs: number;
}

/** A clock that was set in between moves the moment of the start by as much. */
const START_TOLERANCE_MS = 120_000;

/** One name for one file, by whatever way it is reached. */
function realName(file: string): string {
  return realpathSync.native(file);
}

function startedMs(): number {
  return realNow() - uptime() * 1_000;
}

/** Whether whoever opened the file there and then still has it open: a copy of an open file was never closed. */
function isOpen({ pid, host, place, openedMs }: OpeningRow, file: string): boolean {
  if (place !== file) return false;
  if (host !== hostname()) return true;
  return isAlive(pid) && openedMs > startedMs() - START_TOLERANCE_MS;
}

/**
 * Whether somebody who had the file open never closed it, or a look through it in the background found damage: then it is looked through
 * before anybody works on it. So is a file from before openings were noted. @param db open for reading alone
 */
export function needsCheck(db: Sqlite, file: string): boolean {
  const tables = db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('openings', 'upkeep')")
    .all();
  if (tables.length < 2 || isSuspect(db)) return true;
  const rows = db.prepare('SELECT pid, host, place, opened_ms AS openedMs FROM openings').all() as OpeningRow[];
  const name = realName(file);
  return rows.some((row) => !isOpen(row, name));
}

/** Whether somebody who worked with the file met damage in it. @param db open for reading alone */
export function isSuspect(db: Sqlite): boolean {
  return hasTable(db, 'upkeep') && db.prepare("SELECT 1 FROM upkeep WHERE name = 'suspect'").get() !== undefined;
}

function hasTable(db: Sqlite, name: string): boolean {
  return db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
}

/**
 * Whether another process of this computer noted that it has the file open, and lives. A ledger lies on no network: the note of another
 * computer is that of this one under a former name, or came with a copy. @param db open for reading alone
 */
export function isOpenedByAnother(db: Sqlite, file: string): boolean {
  return openingsOf(db, file).some(({ pid }) => pid !== process.pid);
}

/** As `isOpenedByAnother`, or this process has. */
export function isOpened(db: Sqlite, file: string): boolean {
  return openingsOf(db, file).length > 0;
}

function openingsOf(db: Sqlite, file: string): OpeningRow[] {
  // a file from before openings were noted
  if (!hasTable(db, 'openings')) return [];
  const rows = db.prepare('SELECT pid, host, place, opened_ms AS openedMs FROM openings').all() as OpeningRow[];
  const name = realName(file);
  return rows.filter((row) => row.host === hostname() && isOpen(row, name));
}

/** In `upkeep`: when it was last found that somebody had died who had the file open. What he was doing, no run or recovery need say. */
export const UNCLOSED = 'unclosed';

/** The note that this process has the file open, from now until it closes it. */
export class Opening {
  readonly #token = randomUUID();

  readonly #file: string;

  constructor(
    private readonly db: LedgerDatabase,
    file: string,
  ) {
    this.#file = realName(file);
  }

  /** Where nothing can be written, nothing has to be noted either. @throws MaloteError LEDGER_BUSY */
  note(): void {
    const { db } = this;
    const file = this.#file;
    unlessReadOnly(() => {
      db.transaction(() => {
        const rows = db.all<OpeningRow & { token: string }>(
          'SELECT token, pid, host, place, opened_ms AS openedMs FROM openings',
        );
        const dead = rows.filter((row) => !isOpen(row, file));
        for (const { token } of dead) db.run('DELETE FROM openings WHERE token = ?', [token]);
        if (dead.length > 0)
          db.run('INSERT OR REPLACE INTO upkeep (name, value) VALUES (?, ?)', [
            UNCLOSED,
            new Date(realNow()).toISOString(),
          ]);
        db.run('INSERT INTO openings (token, pid, host, place, opened_ms) VALUES (?, ?, ?, ?, ?)', [
          ...[this.#token, process.pid, hostname(), file, realNow()],
        ]);
      });
    });
  }

  /** A damaged file stays as if nobody had closed it, and is looked through by whoever opens it next. */
  close(): void {
    if (this.db.isDamaged) {
      suspect(this.db.raw, this.#token);
      return;
    }
    unlessRefused(() => {
      this.db.run('DELETE FROM openings WHERE token = ?', [this.#token]);
    });
  }
}

/** The note is enough for whoever opens it next; the opening is over, lest it hold back who puts the file aside. */
function suspect(db: Sqlite, token: string): void {
  try {
    db.prepare("INSERT OR IGNORE INTO upkeep (name, value) VALUES ('suspect', 'damage')").run();
    db.prepare('DELETE FROM openings WHERE token = ?').run(token);
  } catch {
    // what cannot be written shows that it is damaged by itself
  }
}

/** Who has the file to itself is waited for once, not by every write that comes after. */
function unlessReadOnly(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'LEDGER_BUSY') throw error;
  }
}

function unlessRefused(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!isMaloteError(error)) throw error;
  }
}
