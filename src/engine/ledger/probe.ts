import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from './sqlite';

export interface SqliteProbe {
  readonly version: string;
  readonly journalMode: string;
  /** Rows written to and read back from a STRICT table in a file. */
  readonly rows: number;
}

/** Proves that SQLite works in this process: makes a database file, writes, reads, and removes it. */
export function probeSqlite(): SqliteProbe {
  const folder = mkdtempSync(join(tmpdir(), 'malote-probe-'));
  try {
    const db = openSqlite(join(folder, 'probe.db'));
    try {
      db.exec('CREATE TABLE probe (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
      const insert = db.prepare('INSERT INTO probe (text) VALUES (?)');
      for (const text of ['São Paulo', 'Ação', 'Código']) insert.run(text);
      return {
        version: db.prepare('SELECT sqlite_version()').pluck().get() as string,
        journalMode: db.pragma('journal_mode', { simple: true }) as string,
        rows: db.prepare('SELECT count(*) FROM probe').pluck().get() as number,
      };
    } finally {
      db.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
