import { existsSync, rmSync, statSync } from 'node:fs';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { realNow } from '../base';
import { renameFileSync } from '../files';
import { hasLeftTraces, wasBegun } from './begun-mark';
import { fetchCopy, lookAtCopy } from './fetch-copy';
import { MIGRATIONS } from './migrations';
import { isOpened, isOpenedByAnother, isSuspect, needsCheck } from './openings';
import { openSqlite, type Sqlite } from './sqlite';
import { isDamage, sqliteFailure } from './sqlite-failure';

/** `absent`: there never was one; `gone`: there was; `unread`: nothing shows, and nothing was looked through. */
export type Soundness = 'absent' | 'damaged' | 'gone' | 'unread' | 'whole';

/** What was replaced. */
export interface Replaced {
  /** Where it lies now, or what is left of it (its -wal); null: nothing of it was there. */
  readonly aside: string | null;
  readonly wasGone: boolean;
}

/** Who creates a ledger has its first page in it within this time; an empty file that is older has lost what it held. */
const CREATION_MS = 60_000;

/** A folder has the ledger's name. */
export function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Nothing is left in the file: it was emptied, and is not just being begun by somebody. */
function isEmptied(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || found.size > 0) return false;
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false });
  return (log?.size ?? 0) > 0 || realNow() - found.mtimeMs > CREATION_MS || hasLeftTraces(file);
}

/** Without changing it, unless it is said: a writable connection would empty the -wal into a damaged file when it closes. */
function look<Found>(file: string, at: (db: Sqlite) => Found, { readonly = true } = {}): Found | 'damaged' {
  let db: Sqlite | null = null;
  try {
    db = openSqlite(file, { readonly });
    return at(db);
  } catch (error) {
    if (isDamage(error)) return 'damaged';
    throw error;
  } finally {
    db?.close();
  }
}

/** @param deep also holds the indices against their tables, which a quick look does not */
function checked(db: Sqlite, deep: boolean): 'damaged' | 'whole' {
  return db.pragma(deep ? 'integrity_check(1)' : 'quick_check(1)', { simple: true }) === 'ok' ? 'whole' : 'damaged';
}

/** As `lookAt`, by what lies there alone: nothing of it is opened. */
export function whatLies(file: string): Exclude<Soundness, 'whole'> {
  const begun = wasBegun(file);
  if (!existsSync(file)) return begun ? 'gone' : 'absent';
  return isFolder(file) || isEmptied(file) ? 'damaged' : 'unread';
}

/**
 * Whether the file can be used: there, read at all, and, where somebody never closed it, whole.
 * @param thorough looks through the whole file in any case
 */
export function lookAt(file: string, thorough = false): Soundness {
  const lies = whatLies(file);
  if (lies !== 'unread') return lies;
  // a file that is no database, or was cut short, shows here
  return look(file, (db) => {
    const deep = thorough || isSuspect(db);
    return deep || needsCheck(db, file) ? checked(db, deep) : 'unread';
  });
}

function freeName(file: string, now: Date): string {
  const name = `${file}.danificado-${now.toISOString().replace(/[:.]/g, '-')}`;
  let free = name;
  for (let more = 2; ['', '-wal'].some((suffix) => existsSync(free + suffix)); more += 1)
    free = `${name}-${String(more)}`;
  return free;
}

/**
 * The damaged file and its log are renamed, never deleted: they are evidence and may be repaired by hand.
 * @returns where they lie; null: nothing of them was there
 */
function setAside(file: string, now: Date): string | null {
  const target = freeName(file, now);
  // the -shm is an index of the log, made anew by whoever opens it; what looking has left beside the file holds nothing
  rmSync(`${file}-shm`, { force: true });
  if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size === 0) rmSync(`${file}-wal`, { force: true });
  const there = ['', '-wal'].filter((suffix) => existsSync(file + suffix));
  for (const suffix of there) renameFileSync(file + suffix, target + suffix);
  return there.length === 0 ? null : target;
}

function putBack(aside: string, file: string): void {
  for (const suffix of ['-wal', '']) if (existsSync(aside + suffix)) renameFileSync(aside + suffix, file + suffix);
}

function isHeld(file: string): boolean {
  if (!existsSync(file) || isFolder(file) || isEmptied(file)) return false;
  return look(file, (db) => isOpenedByAnother(db, file)) === true;
}

/** Whether a process of this computer has it open, this one too; one that is damaged nobody works with. @throws MaloteError LEDGER_* */
export function isInUse(file: string): boolean {
  if (!existsSync(file) || isFolder(file) || isEmptied(file)) return false;
  return inWords(file, () => look(file, (db) => isOpened(db, file)) === true);
}

/**
 * Makes room for an empty ledger: puts a damaged one aside, under a name of its own, with what is left of one that is gone. One that is
 * sound stays where it is.
 * @returns null: it is sound
 * @throws MaloteError LEDGER_BUSY while another process has it open
 */
export function clearPlace(file: string, now: Date): Replaced | null {
  return inWords(file, () => {
    const found = lookAt(file, true);
    if (found === 'whole' || found === 'unread') return null;
    return putAside(file, found, now);
  });
}

function putAside(file: string, found: Soundness, now: Date): Replaced {
  if (isHeld(file)) throw new MaloteError('LEDGER_BUSY', { place: file });
  return { aside: setAside(file, now), wasGone: found === 'absent' || found === 'gone' };
}

/** What the disk refuses, in words: also that somebody on Windows has the file open. */
function inWords<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (isMaloteError(error)) throw error;
    const reason = (error as { code?: unknown }).code;
    if (typeof reason !== 'string') throw error;
    if (reason === 'ENOSPC' || reason === 'EDQUOT')
      throw new MaloteError('LEDGER_DISK_FULL', { place: file }, { cause: error });
    throw (
      sqliteFailure(error, file) ?? new MaloteError('LEDGER_CANNOT_OPEN', { place: file, reason }, { cause: error })
    );
  }
}

function isLedger(db: Sqlite): boolean {
  return db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'runs'").get() !== undefined;
}

function checkCopy(db: Sqlite): 'damaged' | 'whole' {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > MIGRATIONS.length) throw new MaloteError('LEDGER_NEWER', { found, known: MIGRATIONS.length });
  if (found === 0 || !isLedger(db) || checked(db, true) !== 'whole') return 'damaged';
  db.pragma('wal_checkpoint(TRUNCATE)');
  return 'whole';
}

/**
 * A whole and separate copy of a ledger, with what its own log still holds: fetched first, and looked through here. Where it lies nothing
 * may be writable, and SQLite would want to make its index beside it.
 * @throws MaloteError LEDGER_COPY_UNUSABLE when it is none, or is damaged itself; LEDGER_COPY_MISSING, LEDGER_COPY_IS_FOLDER,
 * LEDGER_COPY_UNREADABLE, LEDGER_NEWER, LEDGER_DISK_FULL
 */
function copyWhole(copy: string, target: string): void {
  // what a process that was ended has left
  removeDatabase(target);
  lookAtCopy(copy, target);
  fetchCopy(copy, target);
  if (look(target, checkCopy, { readonly: false }) === 'damaged')
    throw new MaloteError('LEDGER_COPY_UNUSABLE', { place: copy });
}

function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

/** Begun, and never worked with: as one that was accepted in the place of a lost one, before a copy of that was found. */
function isUnused(file: string): boolean {
  const none = (db: Sqlite): boolean =>
    isLedger(db) &&
    ['runs', 'documents', 'deliveries'].every(
      (table) => db.prepare(`SELECT 1 FROM ${table} LIMIT 1`).get() === undefined,
    );
  return look(file, none) === true;
}

/**
 * Puts a copy in the place of a ledger that is damaged, not there, or has no run, document or delivery of its own. The copy stays as it is.
 * @throws MaloteError LEDGER_SOUND, LEDGER_COPY_UNUSABLE, LEDGER_COPY_UNREADABLE, LEDGER_NEWER, LEDGER_BUSY and the like
 */
export function restoreCopy(file: string, copy: string, now: Date): Replaced {
  const arriving = `${file}.restaurando`;
  try {
    return inWords(file, () => {
      const found = lookAt(file, true);
      if ((found === 'whole' || found === 'unread') && !isUnused(file))
        throw new MaloteError('LEDGER_SOUND', { place: file });
      copyWhole(copy, arriving);
      const replaced = putAside(file, found, now);
      try {
        renameFileSync(arriving, file);
      } catch (error) {
        // what a person is asked about stays what it was
        if (replaced.aside !== null) putBack(replaced.aside, file);
        throw error;
      }
      return replaced;
    });
  } finally {
    removeDatabase(arriving);
  }
}
