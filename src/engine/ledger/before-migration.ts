import { readdirSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { GROWING } from '../../shared/retention';
import { flushFolderSync, renameFileSync } from '../files';
import type { LedgerDatabase } from './database';
import { isDamage } from './sqlite-failure';

/** What a migration has come to. */
export interface Migrated {
  readonly from: number;
  readonly to: number;
  /** The ledger as it was, beside the ledger; null: the disk did not take it. */
  readonly copy: string | null;
}

/** Copies that stay, the newest. */
const { keep: KEPT } = GROWING['before-migration'].bound;
const ENDING = '.antes-da-versao-';

/**
 * Keeps the ledger as it is beside it, before a newer program changes its form: by `VACUUM INTO`, which is one reading of it and needs no
 * turn of anybody. A disk that does not take it keeps nobody from working (docs/decisions/0039-backup.md).
 * @param to version that it becomes @returns where; null: there was no room
 * @throws SqliteError where the ledger itself is damaged
 */
export function keepBefore(db: LedgerDatabase, file: string, to: number): string | null {
  const kept = `${file}${ENDING}${String(to)}`;
  const part = `${kept}.part`;
  try {
    rmSync(part, { force: true });
    if (!hasRoom(db, dirname(file))) return null;
    db.raw.prepare('VACUUM INTO ?').run(part);
    renameFileSync(part, kept);
    flushFolderSync(dirname(file));
    forgetOlder(file, kept);
    return kept;
  } catch (error) {
    rmSync(part, { force: true });
    if (isDamage(error) || typeof (error as { code?: unknown }).code !== 'string') throw error;
    return null;
  }
}

/** A system that does not say how much is free is believed to have it. */
function hasRoom(db: LedgerDatabase, folder: string): boolean {
  const pragma = (name: string): number => Number(db.raw.pragma(name, { simple: true }));
  const bytes = pragma('page_count') * pragma('page_size');
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > bytes;
  } catch {
    return true;
  }
}

function forgetOlder(file: string, newest: string): void {
  const folder = dirname(file);
  const others = readdirSync(folder)
    .filter((name) => name.startsWith(`${basename(file)}${ENDING}`) && !name.endsWith('.part'))
    .map((name) => join(folder, name))
    .filter((place) => place !== newest)
    .map((place) => ({ place, at: statSync(place).mtimeMs }))
    .sort((one, other) => other.at - one.at);
  for (const { place } of others.slice(KEPT - 1)) rmSync(place, { force: true });
}
