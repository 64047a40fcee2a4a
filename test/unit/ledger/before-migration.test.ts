import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../../src/engine/ledger';
import { MIGRATIONS } from '../../../src/engine/ledger/migrations';
import { openSqlite } from '../../../src/engine/ledger/sqlite';
import { queryLedger } from '../../support/ledger-dump';

function olderLedger(version: number): { readonly file: string; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'malote-migration-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'malote.db');
  const db = openSqlite(file);
  for (const { sql } of MIGRATIONS.slice(0, version)) db.exec(sql);
  db.pragma(`user_version = ${String(version)}`);
  db.exec("INSERT INTO companies (tax_id, folder, name, imported_at) VALUES ('1', 'A', 'A', '')");
  db.close();
  return { file, folder };
}

const beside = (folder: string): string[] => readdirSync(folder).filter((name) => name.includes('antes-da-versao'));

it('a ledger of an earlier version is kept as it was before it is migrated, and the journal says where', () => {
  const { file, folder } = olderLedger(14);
  openLedger(file, { now: Date.now }).close();
  const kept = `${file}.antes-da-versao-${String(MIGRATIONS.length)}`;
  expect(queryLedger(kept, 'PRAGMA user_version')).toEqual([{ user_version: 14 }]);
  expect(queryLedger(kept, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  expect(queryLedger(kept, 'SELECT name FROM companies')).toEqual([{ name: 'A' }]);
  const [entry] = queryLedger<{ detail: string }>(file, "SELECT detail FROM journal WHERE action = 'ledger.migrated'");
  expect(JSON.parse(entry?.detail ?? '')).toEqual({ from: 14, to: MIGRATIONS.length, copy: kept });
  openLedger(file, { now: Date.now }).close();
  expect(beside(folder)).toHaveLength(1);
});

it('a new ledger needs none, and no more than two are kept', () => {
  const { file, folder } = olderLedger(13);
  for (const earlier of [3, 9]) {
    const db = openSqlite(`${file}.antes-da-versao-${String(earlier)}`);
    db.exec('CREATE TABLE x (y)');
    db.close();
  }
  openLedger(file, { now: Date.now }).close();
  expect(beside(folder).filter((name) => !/-(wal|shm)$/.test(name))).toHaveLength(2);
  expect(beside(folder)).toContain(`malote.db.antes-da-versao-${String(MIGRATIONS.length)}`);
  const fresh = join(folder, 'outra.db');
  openLedger(fresh, { now: Date.now }).close();
  expect(queryLedger(fresh, 'SELECT action FROM journal')).toEqual([]);
});
