import { existsSync, rmSync, statSync } from 'node:fs';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { renameFileSync } from '../replace-file';
import { MIGRATIONS } from './migrations';
import { isOpenedByAnother, isSuspect, needsCheck } from './openings';
import { openSqlite, type Sqlite } from './sqlite';
import { isDamage, sqliteFailure } from './sqlite-failure';

export type Soundness = 'damaged' | 'unread' | 'whole';

/** Who creates a ledger has its first page in it within this time; an empty file that is older has lost what it held. */
const CREATION_MS = 60_000;

/** Nothing is left of the file itself: it was emptied, or it is gone and its log is not. */
function isEmptied(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found !== undefined && found.size > 0) return false;
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return true;
  return found !== undefined && Date.now() - found.mtimeMs > CREATION_MS;
}

/** Without changing it: a writable connection would empty the -wal into a damaged file when it closes. */
function look<Found>(file: string, at: (db: Sqlite) => Found): Found | 'damaged' {
  let db: Sqlite | null = null;
  try {
    db = openSqlite(file, { readonly: true });
    return at(db);
  } catch (error) {
    if (isDamage(error)) return 'damaged';
    throw error;
  } finally {
    db?.close();
  }
}

/** @param deep also holds the indices against their tables, which a quick look does not */
function checked(db: Sqlite, deep: boolean): Soundness {
  return db.pragma(deep ? 'integrity_check(1)' : 'quick_check(1)', { simple: true }) === 'ok' ? 'whole' : 'damaged';
}

/**
 * Whether the file can be used: read at all, and, where somebody never closed it, whole. Of a new file there is nothing to look through.
 * @param thorough looks through the whole file in any case
 */
export function lookAt(file: string, thorough = false): Soundness {
  if (isEmptied(file)) return 'damaged';
  if (!existsSync(file)) return 'whole';
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

/** The damaged file and its log are renamed, never deleted: they are evidence and may be repaired by hand. */
function setAside(file: string, now: Date): string {
  const target = freeName(file, now);
  // the -shm is an index of the log, made anew by whoever opens it; what looking has left beside the file holds nothing
  rmSync(`${file}-shm`, { force: true });
  if (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size === 0) rmSync(`${file}-wal`, { force: true });
  for (const suffix of ['', '-wal']) {
    if (existsSync(file + suffix)) renameFileSync(file + suffix, target + suffix);
  }
  return target;
}

function putBack(aside: string, file: string): void {
  for (const suffix of ['-wal', '']) if (existsSync(aside + suffix)) renameFileSync(aside + suffix, file + suffix);
}

function isHeld(file: string): boolean {
  if (!existsSync(file) || isEmptied(file)) return false;
  return look(file, (db) => isOpenedByAnother(db, file)) === true;
}

/**
 * Puts a damaged ledger aside, under a name of its own. One that is sound stays where it is.
 * @returns where it lies now; null: there was nothing to put aside
 * @throws MaloteError LEDGER_BUSY while another process has it open
 */
export function setDamagedAside(file: string, now: Date): string | null {
  return inWords(file, () => {
    if (lookAt(file, true) !== 'damaged') return null;
    if (isHeld(file)) throw new MaloteError('LEDGER_BUSY', { place: file });
    return setAside(file, now);
  });
}

/** What the disk refuses, in words: also that somebody on Windows has the file open. */
function inWords<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (isMaloteError(error)) throw error;
    const reason = (error as { code?: unknown }).code;
    if (typeof reason !== 'string') throw error;
    throw (
      sqliteFailure(error, file) ?? new MaloteError('LEDGER_CANNOT_OPEN', { place: file, reason }, { cause: error })
    );
  }
}

/**
 * A whole and separate copy of a ledger, with what its own log still holds.
 * @throws MaloteError LEDGER_COPY_UNUSABLE when it is none, or is damaged itself; LEDGER_NEWER
 */
function copyWhole(copy: string, target: string): void {
  const unusable = (cause?: unknown): MaloteError =>
    new MaloteError('LEDGER_COPY_UNUSABLE', { place: copy }, { cause });
  if (statSync(copy, { throwIfNoEntry: false })?.isFile() !== true) throw unusable();
  rmSync(target, { force: true });
  const outcome = look(copy, (db) => {
    const found = db.pragma('user_version', { simple: true }) as number;
    if (found > MIGRATIONS.length) throw new MaloteError('LEDGER_NEWER', { found, known: MIGRATIONS.length });
    const isLedger =
      db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'runs'").get() !== undefined;
    if (found === 0 || !isLedger || checked(db, true) !== 'whole') return 'damaged';
    db.prepare('VACUUM INTO ?').run(target);
    return 'whole';
  });
  if (outcome === 'damaged') throw unusable();
}

/**
 * Puts a copy in the place of a damaged ledger, or of one that is not there. The copy stays as it is.
 * @returns where the damaged one lies now; null: there was none
 * @throws MaloteError LEDGER_SOUND, LEDGER_COPY_UNUSABLE, LEDGER_NEWER, LEDGER_BUSY and the like
 */
export function restoreCopy(file: string, copy: string, now: Date): string | null {
  const arriving = `${file}.restaurando`;
  try {
    return inWords(file, () => {
      const isSound = existsSync(file) && lookAt(file, true) !== 'damaged';
      if (isSound) throw new MaloteError('LEDGER_SOUND', { place: file });
      copyWhole(copy, arriving);
      const aside = setDamagedAside(file, now);
      try {
        renameFileSync(arriving, file);
      } catch (error) {
        // without any file there, the next command would begin an empty one
        if (aside !== null) putBack(aside, file);
        throw error;
      }
      return aside;
    });
  } finally {
    rmSync(arriving, { force: true });
  }
}
