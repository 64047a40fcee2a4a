import { existsSync, mkdirSync, realpathSync, renameSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { isNetworkPath } from '../shares';
import { LedgerDatabase } from './database';
import { MIGRATIONS } from './migrations';
import { openSqlite, type Sqlite } from './sqlite';

export interface OpenedDatabase {
  readonly db: LedgerDatabase;
  /** Where a damaged database was put aside, when that had to be done. */
  readonly setAside: string | null;
}

export interface OpenOptions {
  readonly now: Date;
  /** Whether a folder, given with all links resolved, lies on another machine. Default: the mounts of this one say so. */
  readonly isNetwork?: (realFolder: string) => boolean;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function isDamage(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB'));
}

/**
 * The folder with links followed, also where its last parts do not exist yet. On Windows this also turns a mapped drive into
 * the share that it stands for.
 */
function realFolder(folder: string): string {
  const missing: string[] = [];
  for (let place = resolve(folder); ; place = dirname(place)) {
    try {
      return join(realpathSync.native(place), ...missing);
    } catch (error) {
      if (dirname(place) === place) throw error;
      missing.unshift(basename(place));
    }
  }
}

/** Looks through the file without changing it: a writable connection would empty the -wal into a damaged file when it closes. */
function isSound(file: string): boolean {
  let db: Sqlite | null = null;
  try {
    db = openSqlite(file, { readonly: true });
    return db.pragma('quick_check(1)', { simple: true }) === 'ok';
  } catch (error) {
    if (isDamage(error)) return false;
    throw error;
  } finally {
    db?.close();
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

/** Each migration looks at the version inside its transaction: another process may be creating the same file. */
function migrate(db: LedgerDatabase): void {
  const known = MIGRATIONS.length;
  const version = (): number => db.value<number>('PRAGMA user_version');
  const found = version();
  if (found > known) throw new MaloteError('LEDGER_NEWER', { found, known });
  if (found === known) return;
  for (const migration of MIGRATIONS) {
    db.transaction(() => {
      if (version() >= migration.version) return;
      db.raw.exec(migration.sql);
      db.raw.pragma(`user_version = ${String(migration.version)}`);
    });
  }
}

function openMigrated(file: string): LedgerDatabase {
  const db = LedgerDatabase.open(file);
  try {
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens the ledger file, creating or migrating it; its folder is created when missing.
 * @throws MaloteError LEDGER_ON_NETWORK, LEDGER_NEWER, LEDGER_CANNOT_OPEN
 */
export function openDatabase(file: string, { now, isNetwork = isNetworkPath }: OpenOptions): OpenedDatabase {
  const folder = dirname(file);
  try {
    if (isNetwork(realFolder(folder))) throw new MaloteError('LEDGER_ON_NETWORK', { place: folder });
    mkdirSync(folder, { recursive: true });
    const setAside = existsSync(file) && !isSound(file) ? setAsideDamaged(file, now) : null;
    return { db: openMigrated(file), setAside };
  } catch (error) {
    if (error instanceof MaloteError) throw error;
    throw new MaloteError('LEDGER_CANNOT_OPEN', { place: file, reason: reasonOf(error) }, { cause: error });
  }
}
