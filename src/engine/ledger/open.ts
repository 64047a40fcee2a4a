import { accessSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { renameFileSync } from '../replace-file';
import { isNetworkPath } from '../shares';
import { LedgerDatabase } from './database';
import { MIGRATIONS } from './migrations';
import { needsCheck } from './openings';
import { openSqlite, PATIENCE_MS, type Sqlite } from './sqlite';
import { isBusy, isDamage, sqliteFailure } from './sqlite-failure';

export interface OpenedDatabase {
  readonly db: LedgerDatabase;
  /** Where a damaged database was put aside, when that had to be done. */
  readonly setAside: string | null;
  /** Whether the whole file was looked through, and found sound. */
  readonly lookedThrough: boolean;
}

export interface OpenOptions {
  readonly now: Date;
  /** Whether a folder, given with all links resolved, lies on another machine. Default: the mounts of this one say so. */
  readonly isNetwork?: (realFolder: string) => boolean;
  /** Told once when another program has the file to itself, before it is waited for. */
  readonly onWaiting?: () => void;
  /** How long (ms since 1970) it is waited for, in all that opening takes. Default: a minute from now. */
  readonly until?: number;
}

/** By its code: the system's and SQLite's own sentences are in no language of the reader's. */
function reasonOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'motivo desconhecido';
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

function isFile(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false })?.isFile() === true;
}

/** What is not there may well be. */
function isWritable(place: string): boolean {
  try {
    accessSync(place, constants.W_OK);
    return true;
  } catch (error) {
    return !['EROFS', 'EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code));
  }
}

/**
 * Whether the file can be used: read at all, and, where somebody never closed it, whole. Without changing it: a writable connection would
 * empty the -wal into a damaged file when it closes.
 */
function lookAt(file: string): 'damaged' | 'unread' | 'whole' {
  let db: Sqlite | null = null;
  try {
    db = openSqlite(file, { readonly: true });
    // a file that is no database, or was cut short, shows here
    if (!needsCheck(db, file)) return 'unread';
    return db.pragma('quick_check(1)', { simple: true }) === 'ok' ? 'whole' : 'damaged';
  } catch (error) {
    if (isDamage(error)) return 'damaged';
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
    if (existsSync(file + suffix)) renameFileSync(file + suffix, target + suffix);
  }
  return target;
}

/** Each migration looks at the version inside its transaction: another process may be creating the same file. @returns whether any was due */
function migrate(db: LedgerDatabase): boolean {
  const known = MIGRATIONS.length;
  const version = (): number => db.value<number>('PRAGMA user_version');
  const found = version();
  if (found > known) throw new MaloteError('LEDGER_NEWER', { found, known });
  if (found === known) return false;
  for (const migration of MIGRATIONS) {
    db.transaction(() => {
      if (version() >= migration.version) return;
      db.raw.exec(migration.sql);
      db.raw.pragma(`user_version = ${String(migration.version)}`);
    });
  }
  return true;
}

/** Opening changes nothing that could not be done again. @throws SqliteError SQLITE_BUSY after `until` */
function patiently<Result>(open: () => Result, onWaiting: () => void, until: number): Result {
  for (let told = false; ;) {
    try {
      return open();
    } catch (error) {
      if (!isBusy(error) || Date.now() >= until) throw error;
      if (!told) onWaiting();
      told = true;
    }
  }
}

function openMigrated(file: string, until: number): LedgerDatabase {
  const db = LedgerDatabase.open(file);
  try {
    if (db.patientUntil(until, () => migrate(db))) db.optimize('0x10002');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens the ledger file, creating or migrating it; its folder is created when missing.
 * @throws MaloteError LEDGER_ON_NETWORK, LEDGER_NEWER, LEDGER_CANNOT_OPEN, LEDGER_BUSY and the like
 */
export function openDatabase(
  file: string,
  { now, isNetwork = isNetworkPath, onWaiting = () => undefined, until = Date.now() + PATIENCE_MS }: OpenOptions,
): OpenedDatabase {
  const folder = dirname(file);
  try {
    if (isNetwork(realFolder(folder))) throw new MaloteError('LEDGER_ON_NETWORK', { place: folder });
    mkdirSync(folder, { recursive: true });
    // of a new file there is nothing to look through
    const found = existsSync(file) ? patiently(() => lookAt(file), onWaiting, until) : 'whole';
    const setAside = found === 'damaged' ? setAsideDamaged(file, now) : null;
    const db = patiently(() => openMigrated(file, until), onWaiting, until);
    return { db, setAside, lookedThrough: found === 'whole' };
  } catch (error) {
    if (error instanceof MaloteError) throw error;
    const failure = sqliteFailure(error, file);
    if (!isWritable(folder) || !isWritable(file))
      throw new MaloteError('LEDGER_READ_ONLY', { place: file }, { cause: error });
    // where no file lies, a disk that fails most often means that there is no such place
    if (failure !== null && (failure.code !== 'LEDGER_DISK_FAILED' || isFile(file))) throw failure;
    throw new MaloteError('LEDGER_CANNOT_OPEN', { place: file, reason: reasonOf(error) }, { cause: error });
  }
}

/** A file that this process has open already, for reading alone. @throws MaloteError LEDGER_BUSY and the like */
export function openForReading(file: string, onWaiting: () => void): LedgerDatabase {
  try {
    return patiently(() => LedgerDatabase.open(file, { readonly: true }), onWaiting, Date.now() + PATIENCE_MS);
  } catch (error) {
    throw sqliteFailure(error, file) ?? new MaloteError('LEDGER_CANNOT_OPEN', { place: file, reason: reasonOf(error) });
  }
}
