import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { holdThread, realNow } from '../base';

export type Sqlite = Database.Database;

const moduleRequire = createRequire(import.meta.url);

/**
 * The native binding for this runtime: better-sqlite3's own prebuilt one where Node-API 10 exists (Node ≥ 22.14, the Electron
 * that ships); on older ones the binary that the bootstrap built from the same source (docs/decisions/0003-sqlite-binding.md).
 * `MALOTE_SQLITE_BINDING` overrides both.
 */
export function nativeBinding(): string | undefined {
  const override = process.env['MALOTE_SQLITE_BINDING'];
  if (override !== undefined && override !== '') return override;
  if (Number(process.versions['napi'] ?? 0) >= 10) return undefined;
  const packageJson = moduleRequire.resolve('better-sqlite3/package.json');
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string };
  const built = join(
    dirname(dirname(packageJson)),
    '.cache',
    'malote',
    `better-sqlite3-${version}-napi9-${process.platform}-${process.arch}.node`,
  );
  if (existsSync(built)) return built;
  throw new Error(
    `better-sqlite3 was not built for Node-API ${process.versions['napi'] ?? '?'}: run "npm start" or "node scripts/bootstrap.mjs" once`,
  );
}

/** One statement waits so long for a lock before SQLite says that the file is busy; whoever hands it over may try again. */
export const BUSY_MS = 5_000;
/** So long in all: a backup, a virus scanner or a viewer that has the file to itself is done by then, or is not going to be. */
export const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 20;

/**
 * The log grows to about 16 MB before it is put into the file. A page of documents changes some hundred pages, most of them those of its
 * indexes, which the next one changes again: each is then written to the file once instead of for every second or third page.
 */
const CHECKPOINT_PAGES = 4_000;

/**
 * Two processes that create one file both want to switch it, and SQLite refuses the second at once, without the patience it has with
 * every other lock. @throws SqliteError SQLITE_BUSY after `BUSY_MS`
 */
function useWriteAheadLog(db: Sqlite): void {
  const until = realNow() + BUSY_MS;
  for (;;) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_BUSY' || realNow() > until) throw error;
      holdThread(LOOK_AGAIN_MS);
    }
  }
}

/** Opens a database file with the settings every database of Malote has: WAL, foreign keys, full durability, some patience with a lock. */
export function openSqlite(file: string, options: { readonly?: boolean } = {}): Sqlite {
  const binding = nativeBinding();
  const db = new Database(file, {
    timeout: BUSY_MS,
    readonly: options.readonly ?? false,
    ...(binding === undefined ? {} : { nativeBinding: binding }),
  });
  try {
    if (options.readonly !== true) {
      useWriteAheadLog(db);
      db.pragma('synchronous = FULL');
      db.pragma(`wal_autocheckpoint = ${String(CHECKPOINT_PAGES)}`);
    }
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    // not a database: an open handle would keep Windows from renaming the file
    db.close();
    throw error;
  }
}
