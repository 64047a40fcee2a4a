import { rmSync } from 'node:fs';
import { isMaloteError } from '../../shared/errors';
import type { LedgerDatabase } from './database';
import { openSqlite, type Sqlite } from './sqlite';
import { sqliteFailure } from './sqlite-failure';

export interface CopyingOptions {
  readonly signal: AbortSignal;
  /** Told of each step, in pages of the database. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Rows that a ledger holds, by table: enough to tell one state of it from another. */
export type LedgerCounts = Readonly<Record<string, number>>;

export interface CopyFacts {
  /** As SQLite says it: 'ok', or what is wrong. */
  readonly found: string;
  readonly version: number;
  readonly counts: LedgerCounts;
}

/** Of one step, between which others have their turn: 4 MB, some milliseconds. */
const PAGES_AT_ONCE = 1_000;
/** Another process that writes makes SQLite begin anew; after so many times the rest goes in one step. */
const RESTARTS_BORNE = 5;
const ALL_PAGES = 0x7fff_ffff;

/** Tables that every version of a ledger has. */
const COUNTED = ['companies', 'documents', 'filings', 'events', 'deliveries', 'requests', 'runs', 'journal'] as const;

/**
 * A copy of the ledger as it stands at the end of the copying, made by SQLite's own backup while others read and write: one file, without a
 * log of its own, in which nobody holds a lock. What lies under `target` is replaced; what was begun is removed when it fails.
 * @throws MaloteError LEDGER_*, CANCELLED
 */
export async function copyOnline(db: LedgerDatabase, target: string, options: CopyingOptions): Promise<void> {
  removeDatabase(target);
  try {
    await copyPages(db.raw, target, options);
    settle(target);
  } catch (error) {
    removeDatabase(target);
    throw isMaloteError(error) ? error : (sqliteFailure(error, target) ?? error);
  }
}

async function copyPages(db: Sqlite, target: string, { signal, onProgress }: CopyingOptions): Promise<void> {
  let left = Number.POSITIVE_INFINITY;
  let restarts = 0;
  await db.backup(target, {
    progress: ({ totalPages, remainingPages }) => {
      signal.throwIfAborted();
      if (remainingPages > left) restarts += 1;
      left = remainingPages;
      onProgress?.(totalPages - remainingPages, totalPages);
      return restarts > RESTARTS_BORNE ? ALL_PAGES : PAGES_AT_ONCE;
    },
  });
}

/** Who held the ledger holds no copy of it; and a copy is one file. */
function settle(target: string): void {
  const db = openSqlite(target);
  try {
    db.exec('DELETE FROM locks; DELETE FROM openings;');
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true });
}

/** Looks through a copy, and counts. @param deep also holds the indices against their tables */
export function copyFacts(db: LedgerDatabase, deep: boolean): CopyFacts {
  const found = String(db.raw.pragma(deep ? 'integrity_check(1)' : 'quick_check(1)', { simple: true }));
  const counts = COUNTED.map((table) => [table, db.value<number>(`SELECT count(*) FROM ${table}`)] as const);
  const version = Number(db.raw.pragma('user_version', { simple: true }));
  return { found, version, counts: Object.fromEntries(counts) };
}
