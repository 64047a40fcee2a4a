import { existsSync, rmSync } from 'node:fs';
import { realNow } from '../base';
import type { LimiterStore } from '../sieg';
import { openSqlite, PATIENCE_MS, type Sqlite } from './sqlite';
import { isBusy, isDamage, sqliteFailure } from './sqlite-failure';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sieg_turns (
    key_fingerprint TEXT NOT NULL,
    bucket TEXT NOT NULL,
    last_at INTEGER NOT NULL,
    held_until INTEGER NOT NULL,
    PRIMARY KEY (key_fingerprint, bucket)
  ) STRICT, WITHOUT ROWID`;

// An instant further ahead than the longest hold was written before the system clock was set back: it counts as past.
const RESERVE = `
  INSERT INTO sieg_turns (key_fingerprint, bucket, last_at, held_until) VALUES (@key, @bucket, @now, 0)
  ON CONFLICT DO UPDATE SET last_at = max(
    @now,
    CASE WHEN last_at > @now + @farthest THEN 0 ELSE last_at + @interval END,
    CASE WHEN held_until > @now + @farthest THEN 0 ELSE held_until END)
  RETURNING last_at AS at`;

const HOLD = `
  INSERT INTO sieg_turns (key_fingerprint, bucket, last_at, held_until) VALUES (@key, @bucket, 0, @until)
  ON CONFLICT DO UPDATE SET held_until = max(held_until, @until)`;

const FARTHEST_MS = 3_600_000;

/** A limiter store that has to be closed. */
export interface SqliteLimiterStore extends LimiterStore {
  close(): void;
}

/**
 * Last-call times of each key in a small database of its own, which every process of this machine opens: the limit is the key's,
 * not the process's. The key itself is never stored, only the fingerprint that the caller hands in.
 * @param file path of the database on a local disk; its folder exists.
 * @throws MaloteError LEDGER_BUSY once another program has had the file to itself for a minute, LEDGER_DISK_FULL, LEDGER_READ_ONLY,
 * LEDGER_DISK_FAILED; so do its methods
 */
export function openLimiterStore(file: string): SqliteLimiterStore {
  const db = inWords(file, () => openTurns(file));
  const reserve = db.prepare<object, { at: number }>(RESERVE);
  const hold = db.prepare<object>(HOLD);
  const reserveInTurn = db.transaction((key: string, bucket: string, interval: number, now: number): number => {
    const row = reserve.get({ key, bucket, interval, now, farthest: FARTHEST_MS });
    if (row === undefined) throw new Error('sieg_turns returned no row');
    return row.at;
  });
  return {
    reserve: (keyFingerprint, bucket, intervalMs, now) =>
      inWords(file, () => reserveInTurn.immediate(keyFingerprint, bucket, Math.ceil(intervalMs), Math.ceil(now))),
    holdUntil: (keyFingerprint, bucket, until) => {
      inWords(file, () => hold.run({ key: keyFingerprint, bucket, until: Math.ceil(until) }));
    },
    close: () => {
      db.close();
    },
  };
}

/**
 * Until when (ms since 1970) SIEG wants to be left alone by any key of this user; null when it asked nobody for that, or it cannot be read.
 * Changes nothing.
 */
export function readLongestHold(file: string): number | null {
  if (!existsSync(file)) return null;
  try {
    const db = openSqlite(file, { readonly: true });
    try {
      return Number(db.prepare('SELECT max(held_until) FROM sieg_turns').pluck().get() ?? 0) || null;
    } finally {
      db.close();
    }
  } catch (error) {
    if (isBusy(error) || sqliteFailure(error, file) !== null || isUnmade(error)) return null;
    throw error;
  }
}

/** Its table was not made yet. */
function isUnmade(error: unknown): boolean {
  return error instanceof Error && /no such table/.test(error.message);
}

/** A damaged file is begun anew: all that it holds is when SIEG was last asked, which is over within a minute. */
function openTurns(file: string): Sqlite {
  try {
    return createTurns(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    return createTurns(file);
  }
}

function createTurns(file: string): Sqlite {
  const db = openSqlite(file);
  try {
    // A power cut may forget the last turns: by the time the machine is back the minute they belong to is over.
    db.pragma('synchronous = NORMAL');
    db.exec(SCHEMA);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Waits for who has the file to itself, as the ledger does, and says what else SQLite fails at. */
function inWords<Result>(file: string, work: () => Result): Result {
  const until = realNow() + PATIENCE_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || realNow() > until) throw sqliteFailure(error, file) ?? error;
    }
  }
}
