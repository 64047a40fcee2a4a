import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { isNetworkPath } from '../shares';
import { LedgerDatabase } from './database';
import { MIGRATIONS } from './migrations';

export interface OpenedDatabase {
  readonly db: LedgerDatabase;
  /** Where a damaged database was put aside, when that had to be done. */
  readonly setAside: string | null;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'));
}

/** Opens and looks through the file; null when it is damaged. */
function openSound(file: string): LedgerDatabase | null {
  let db: LedgerDatabase | null = null;
  try {
    db = LedgerDatabase.open(file);
    const verdict = db.value<string>('PRAGMA quick_check');
    if (verdict === 'ok') return db;
    db.close();
    return null;
  } catch (error) {
    db?.close();
    if (isDamage(error)) return null;
    throw error;
  }
}

/** The damaged file and its companions are renamed, never deleted: they are evidence and may be repaired by hand. */
function setAsideDamaged(file: string, now: Date): string {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const target = `${file}.danificado-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

function migrate(db: LedgerDatabase): void {
  const known = MIGRATIONS.length;
  const found = db.value<number>('PRAGMA user_version');
  if (found > known) throw new MaloteError('LEDGER_NEWER', { found, known });
  for (const migration of MIGRATIONS) {
    if (migration.version <= found) continue;
    db.transaction(() => {
      db.raw.exec(migration.sql);
      db.raw.pragma(`user_version = ${String(migration.version)}`);
    });
  }
}

/**
 * Opens the ledger file, creating or migrating it.
 * @throws MaloteError LEDGER_ON_NETWORK, LEDGER_NEWER, LEDGER_CANNOT_OPEN
 */
export function openDatabase(file: string, now = new Date()): OpenedDatabase {
  const folder = dirname(file);
  if (isNetworkPath(folder)) throw new MaloteError('LEDGER_ON_NETWORK', { place: folder });
  try {
    mkdirSync(folder, { recursive: true });
    let setAside: string | null = null;
    let db = openSound(file);
    if (db === null) {
      setAside = setAsideDamaged(file, now);
      db = LedgerDatabase.open(file);
    }
    migrate(db);
    return { db, setAside };
  } catch (error) {
    if (error instanceof MaloteError) throw error;
    throw new MaloteError('LEDGER_CANNOT_OPEN', { place: file, reason: reasonOf(error) }, { cause: error });
  }
}
