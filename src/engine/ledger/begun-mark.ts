import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';

/**
 * What says of a ledger that is not there that it once was. The mark stands beside it, is touched at every opening of a sound ledger, so
 * that one from before there were marks has it too, and goes when a person accepts that an empty one is begun.
 */

const WORDS =
  'O Malote tem nesta pasta um banco de dados. Por este arquivo ele percebe quando o banco some: não o apague.\r\n';

export const begunMarkOf = (file: string): string => `${file}.iniciado`;

/**
 * Whether the file has been a ledger: it is marked, or somebody's log of it is left. Asked before whether it is there: nobody who begins
 * one makes any of these first.
 */
export function wasBegun(file: string): boolean {
  return [begunMarkOf(file), `${file}-wal`, `${file}-shm`].some((trace) => existsSync(trace));
}

/** Of a folder that takes no mark now, the next opening leaves one: no reason not to work. */
export function noteBegun(file: string): void {
  const mark = begunMarkOf(file);
  const now = new Date();
  try {
    if (existsSync(mark)) utimesSync(mark, now, now);
    else writeFileSync(mark, WORDS, { flush: true });
  } catch (error) {
    if (typeof (error as { code?: unknown }).code !== 'string') throw error;
  }
}

/** Once a ledger may be begun here. @throws what the system said */
export function forgetBegun(file: string): void {
  rmSync(begunMarkOf(file), { force: true });
}
