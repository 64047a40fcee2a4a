import { accessSync, constants, mkdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MaloteError } from '../../shared/errors';
import { realNow } from '../base';
import { isNetworkPath } from '../shares';
import { keepBefore, type Migrated } from './before-migration';
import { noteBegun } from './begun-mark';
import { isFolder, lookAt } from './damage';
import { LedgerDatabase } from './database';
import { MIGRATIONS } from './migrations';
import { PATIENCE_MS } from './sqlite';
import { isBusy, sqliteFailure } from './sqlite-failure';
import { systemMessages } from '../../shared/messages/pt-BR/system';

export interface OpenedDatabase {
  readonly db: LedgerDatabase;
  /** Whether the whole file was looked through, and found sound. */
  readonly lookedThrough: boolean;
  /** Null: it had this program's form already, or is new. */
  readonly migrated: Migrated | null;
}

export interface OpenOptions {
  /** Whether a folder, given with all links resolved, lies on another machine. Default: the mounts of this one say so. */
  readonly isNetwork?: (realFolder: string) => boolean;
  /** Told once when another program has the file to itself, before it is waited for. */
  readonly onWaiting?: () => void;
  /** How long (ms since 1970) it is waited for, in all that opening takes. Default: a minute from now. */
  readonly until?: number;
  /** A person has accepted that an empty one is begun where it is gone. */
  readonly mayBegin?: boolean;
}

/** By its code: the system's and SQLite's own sentences are in no language of the reader's. */
function reasonOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : systemMessages.unknownReason;
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
      if (!isBusy(error) || realNow() >= until) throw error;
      if (!told) onWaiting();
      told = true;
    }
  }
}

function openMigrated(file: string, until: number): Pick<OpenedDatabase, 'db' | 'migrated'> {
  const db = LedgerDatabase.open(file);
  try {
    const [from, to] = [Number(db.raw.pragma('user_version', { simple: true })), MIGRATIONS.length];
    const copy = from > 0 && from < to ? keepBefore(db, file, to) : null;
    const hasMigrated = db.patientUntil(until, () => migrate(db));
    if (hasMigrated) db.optimize('0x10002');
    return { db, migrated: hasMigrated && from > 0 ? { from, to, copy } : null };
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens the ledger file, creating or migrating it; its folder is created when missing.
 * @throws MaloteError LEDGER_ON_NETWORK, LEDGER_NEWER, LEDGER_CANNOT_OPEN, LEDGER_BUSY and the like; LEDGER_DAMAGED, LEDGER_IS_FOLDER, and LEDGER_GONE
 * where there was one: nothing was changed, and what becomes of it is for a person to say (`damage.ts`)
 */
export function openDatabase(
  file: string,
  {
    isNetwork = isNetworkPath,
    onWaiting = () => undefined,
    until = realNow() + PATIENCE_MS,
    mayBegin = false,
  }: OpenOptions,
): OpenedDatabase {
  const folder = dirname(file);
  try {
    if (isNetwork(realFolder(folder))) throw new MaloteError('LEDGER_ON_NETWORK', { place: folder });
    mkdirSync(folder, { recursive: true });
    const found = patiently(() => lookAt(file), onWaiting, until);
    if (found === 'damaged')
      throw new MaloteError(isFolder(file) ? 'LEDGER_IS_FOLDER' : 'LEDGER_DAMAGED', { place: file });
    if (found === 'gone' && !mayBegin) throw new MaloteError('LEDGER_GONE', { place: file });
    const opened = patiently(() => openMigrated(file, until), onWaiting, until);
    noteBegun(file);
    return { ...opened, lookedThrough: found !== 'unread' };
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
    return patiently(() => LedgerDatabase.open(file, { readonly: true }), onWaiting, realNow() + PATIENCE_MS);
  } catch (error) {
    throw sqliteFailure(error, file) ?? new MaloteError('LEDGER_CANNOT_OPEN', { place: file, reason: reasonOf(error) });
  }
}
