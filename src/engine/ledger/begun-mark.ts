import { existsSync, opendirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { realNow } from '../base';
import { ledgerMessages } from '../../shared/messages/pt-BR/ledger';

/**
 * What says of a ledger that is not there that it once was. A mark of its own stands beside it and is touched at every opening of a sound
 * ledger, so that one from before there were marks has it too. Its name is not the ledger's with something behind it: who deletes
 * `malote.db*` deletes those. Where it is missing as well, what work alone leaves in a workspace says so.
 */

const MARK = 'iniciado.txt';
/** The ledger of a workspace; another one in its folder has a mark of its own. */
const LEDGER = 'malote.db';

export const begunMarkOf = (file: string): string =>
  join(dirname(file), basename(file) === LEDGER ? MARK : `${basename(file)}-${MARK}`);

/** As it was called before. */
const formerMarkOf = (file: string): string => `${file}.iniciado`;

/** What is made for people or kept of documents; a workspace that was only set up has settings and logs, and these folders empty. */
const WORK_FOLDERS = ['guardados', 'espera', 'relatorios'] as const;
const GAPS_FILE = /^gaps-\d{4}-\d{2}\.txt$/;
/** Below a folder of the workspace: `guardados/<category>/<file>`. */
const DEPTH = 2;

/** Whether a file with such a name lies in the folder, looking no further than the first. A folder that cannot be read holds none. */
function holds(folder: string, isOne: (name: string) => boolean, depth: number): boolean {
  try {
    const entries = opendirSync(folder);
    try {
      for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
        if (entry.isFile() && isOne(entry.name)) return true;
        if (depth > 1 && entry.isDirectory() && holds(join(folder, entry.name), isOne, depth - 1)) return true;
      }
      return false;
    } finally {
      entries.closeSync();
    }
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== 'string') throw error;
    return false;
  }
}

/** Neither what is not finished (`.malote-….part`) nor what a file manager leaves. */
const isOfWork = (name: string): boolean => !name.startsWith('.') && !/^(thumbs\.db|desktop\.ini)$/i.test(name);

function hasWorked(workspace: string): boolean {
  return (
    WORK_FOLDERS.some((name) => holds(join(workspace, name), isOfWork, DEPTH)) ||
    holds(workspace, (name) => GAPS_FILE.test(name), 1)
  );
}

/** Whether the file has been a ledger by something that does not go with it: a mark, or the work itself. */
export function hasLeftTraces(file: string): boolean {
  return (
    [begunMarkOf(file), formerMarkOf(file)].some((mark) => existsSync(mark)) ||
    (basename(file) === LEDGER && hasWorked(dirname(file)))
  );
}

/**
 * Whether the file has been a ledger, by its traces or by a log of it that is left. Asked before whether it is there: nobody who begins
 * one makes any of these first.
 */
export function wasBegun(file: string): boolean {
  return [`${file}-wal`, `${file}-shm`].some((trace) => existsSync(trace)) || hasLeftTraces(file);
}

/** Of a folder that takes no mark now, the next opening leaves one: no reason not to work. */
export function noteBegun(file: string): void {
  const mark = begunMarkOf(file);
  const now = new Date(realNow());
  try {
    if (existsSync(mark)) utimesSync(mark, now, now);
    else writeFileSync(mark, ledgerMessages.begunMark, { flush: true });
    rmSync(formerMarkOf(file), { force: true });
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== 'string') throw error;
  }
}
