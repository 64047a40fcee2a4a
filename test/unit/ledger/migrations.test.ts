import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { MIGRATIONS } from '../../../src/engine/ledger/migrations';
import { openSqlite } from '../../../src/engine/ledger/sqlite';
import { MaloteError } from '../../../src/shared/errors';
import { databaseOf } from '../../../src/engine/ledger/ledger';

const NOW = Date.parse('2026-11-22T07:00:00.000Z');
const AT = '2026-10-03T12:00:00.000Z';
const KEY = '35261000000000000191550010000000011000000010';
const LOST = '35261000000000000191550010000000021000000026';
const SHA = 'a'.repeat(64);

let folder: string;
let opened: Ledger[];

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'malote-ledger-')));
  opened = [];
});

afterEach(async () => {
  for (const ledger of opened) ledger.close();
  await rm(folder, { recursive: true, force: true });
});

function open(name: string): Ledger {
  const ledger = openLedger(join(folder, name), { now: () => NOW });
  opened.push(ledger);
  return ledger;
}

/** A file as a program of that version left it: a run, a document that was delivered, one that was promised and has not come. */
function olderFile(name: string, version: number): void {
  const db = openSqlite(join(folder, name));
  for (const { sql } of MIGRATIONS.slice(0, version)) db.exec(sql);
  db.pragma(`user_version = ${String(version)}`);
  db.exec(`
    INSERT INTO companies (id, tax_id, folder, name, imported_at) VALUES (1, '00000000000191', '0001_EXEMPLO', 'EXEMPLO', '${AT}');
    INSERT INTO runs (id, month, started_at, ended_at, outcome, options) VALUES (1, '2026-10', '${AT}', '${AT}', 'gaps', '{}');
    INSERT INTO documents (id, identity, access_key, kind, model, form, month, sha256, size, source, archived_at)
      VALUES (1, '${KEY}', '${KEY}', 'NFe', '55', 'processed', '2026-10', '${SHA}', 900, 'page', '${AT}');
    INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at)
      VALUES (1, 1, 'outbound', '2026/0001_EXEMPLO/10/NFe/Saída/${KEY}.xml', '${SHA}', 900, '${AT}');
    INSERT INTO destinations (id, name, location, layout) VALUES (1, 'import', '/import', 'flat');
    INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state, size, sha256,
      verified_at, enqueued_at) VALUES (1, 1, 'x', 'Import/${KEY}.xml', '${SHA}', '2026-10', 'delivered', 900, '${SHA}', '${AT}', '${AT}');
    INSERT INTO expectations (identity, kind, month, company_id, source, issue_day, run_id, at, answer)
      VALUES ('${KEY}', 'NFe', '2026-10', 1, 'report', '2026-10-03', 1, '${AT}', NULL),
             ('${LOST}', 'NFe', '2026-10', 1, 'broken-file', NULL, 1, '${AT}', 'não tem');
    INSERT INTO journal (at, actor, action, subject, detail) VALUES ('${AT}', 'engine', 'run.ended', '1', '{}');
  `);
  db.close();
}

const schemaOf = (ledger: Ledger): unknown[] =>
  databaseOf(ledger).all(
    "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
  );

/** A batch of corrections as a program of schema 3 left it: of two files, one of which is where it belongs now. */
function withCorrections(name: string): void {
  const db = openSqlite(join(folder, name));
  db.exec(`
    INSERT INTO audits (id, scope, read_all, started_at, ended_at, outcome, figures) VALUES (1, '{}', 0, '${AT}', '${AT}', 'complete', '{}');
    INSERT INTO corrections (id, audit_id, state, proposed_at, applied_at) VALUES (1, 1, 'applied', '${AT}', '${AT}');
    INSERT INTO correction_items (id, correction_id, action, identity, filing_id, from_path, to_path, sha256, why, state, error_code)
      VALUES (4, 1, 'refile', '${KEY}', 1, 'a', 'b', '${SHA}', 'fora do lugar', 'applied', NULL),
             (7, 1, 'adopt', '${LOST}', NULL, 'c', 'c', '${SHA}', 'sem registro', 'failed', 'CORRECTION_FILE_GONE');
  `);
  db.close();
}

describe('corrections of a ledger of schema 3', () => {
  it('are all there, and leave nothing out', () => {
    olderFile('older.db', 3);
    withCorrections('older.db');
    const ledger = open('older.db');
    const { corrections } = ledger;
    const db = databaseOf(ledger);
    expect(corrections.get(1)).toMatchObject({
      state: 'applied',
      refile: 1,
      adopt: 1,
      applied: 1,
      failed: 1,
      leftOut: 0,
    });
    expect(corrections.items(1, 0, 9)).toEqual([
      {
        id: 4,
        action: 'refile',
        identity: KEY,
        filingId: 1,
        eventFilingId: null,
        fromPath: 'a',
        toPath: 'b',
        sha256: SHA,
        why: 'fora do lugar',
        state: 'applied',
        errorCode: null,
      },
      {
        id: 7,
        action: 'adopt',
        identity: LOST,
        filingId: null,
        eventFilingId: null,
        fromPath: 'c',
        toPath: 'c',
        sha256: SHA,
        why: 'sem registro',
        state: 'failed',
        errorCode: 'CORRECTION_FILE_GONE',
      },
    ]);
    expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
  });
});

/** What a program of schema 8 held of SIEG’s kinds: by a page, by hand, from a folder. */
function withHandedOut(name: string): void {
  const db = openSqlite(join(folder, name));
  const request = db.prepare(
    `INSERT INTO requests (id, run_id, operation, kind, query, attempt, asked_at) VALUES (?, 1, 'page', ?, '{}', 1, '${AT}')`,
  );
  request.run(1, 'NFe');
  const document =
    db.prepare(`INSERT INTO documents (identity, kind, model, form, month, sha256, size, source, request_id,
    archived_at, sieg_day) VALUES (?, ?, ?, 'processed', '2026-10', ?, 900, 'page', ?, '${AT}', ?)`);
  document.run('bill of a page', 'NF3e', '66', SHA, 1, '2026-10-03');
  document.run('note of a page', 'NFe', '55', SHA, 1, '2026-10-03');
  document.run('note without a request', 'NFCe', '65', SHA, null, '2026-10-03');
  document.run('bill without a request', 'NFCom', '62', SHA, null, '2026-10-03');
  document.run('from a folder', 'NFe', '55', SHA, null, null);
  db.close();
}

describe('documents of a ledger of schema 8', () => {
  it('count under the kind that SIEG was asked for when it handed them out', () => {
    olderFile('older.db', 8);
    withHandedOut('older.db');
    const db = databaseOf(open('older.db'));
    const rows = db.all<{ identity: string; siegKind: string | null }>(
      'SELECT identity, sieg_kind AS siegKind FROM documents WHERE id > 1',
    );
    expect(Object.fromEntries(rows.map(({ identity, siegKind }) => [identity, siegKind]))).toEqual({
      'bill of a page': 'NFe',
      'note of a page': 'NFe',
      'note without a request': 'NFCe',
      'bill without a request': null,
      'from a folder': null,
    });
  });
});

describe('alerts of a ledger of schema 13', () => {
  it('are all there with what left of them, and one more channel may come', () => {
    olderFile('older.db', 13);
    const before = openSqlite(join(folder, 'older.db'));
    before.exec(`
      INSERT INTO alerts (id, at, kind, severity, root, title, text, screen)
        VALUES (3, '${AT}', 'share-down', 'critical', 'archive', 'Fora do ar', 'x', 'shares'),
               (4, '${AT}', 'share-back', 'info', 'archive', 'De volta', 'x', 'shares');
      INSERT INTO alert_sends (alert_id, channel, state, attempts, not_before, error, at)
        VALUES (3, 'desktop', 'sent', 1, '${AT}', NULL, '${AT}'), (3, 'email', 'failed', 5, '${AT}', 'recusado', '${AT}'),
               (3, 'webhook', 'held', 0, NULL, NULL, '${AT}'), (4, 'email', 'waiting', 2, '${AT}', NULL, '${AT}');
    `);
    const sends = 'SELECT * FROM alert_sends ORDER BY alert_id, channel';
    const kept = before.prepare(sends).all();
    expect(kept).toHaveLength(4);
    before.close();
    const ledger = open('older.db');
    const db = databaseOf(ledger);
    expect(db.all(sends)).toEqual(kept);
    expect(db.all('PRAGMA foreign_key_check')).toEqual([]);
    expect(ledger.alerts.waiting('email')).toMatchObject([{ id: 4, kind: 'share-back' }]);
    const add = (channel: string | null, state: string): unknown =>
      db.run('INSERT INTO alert_sends (alert_id, channel, state, at) VALUES (4, ?, ?, ?)', [channel, state, AT]);
    add('carrier-pigeon', 'waiting');
    expect(() => add('another', 'lost')).toThrow('CHECK');
    expect(() => add(null, 'waiting')).toThrow('NOT NULL');
  });
});

describe('jobs of a ledger of schema 14', () => {
  it('are none before the first; each has an end or is at work, also one of a kind that this version does not know', () => {
    olderFile('older.db', 14);
    const ledger = open('older.db');
    expect(ledger.jobs.list(9)).toEqual([]);
    const asked = { scope: { months: null, companies: null } };
    const id = ledger.jobs.begin('audit', 'running', asked, 3);
    const progress = { phase: 'disk' as const, done: 4, total: null };
    ledger.jobs.progressed(id, { ...progress, phase: 'of a later version' as 'disk' });
    expect(ledger.jobs.get(id)?.progress).toEqual({ ...progress, phase: null });
    ledger.jobs.progressed(id, progress);
    expect(ledger.jobs.openKinds()).toEqual(['audit']);
    ledger.jobs.end(id, { state: 'failed', error: new MaloteError('AUDIT_UNKNOWN', { id: 3 }).toEnvelope() });
    const at = new Date(NOW).toISOString();
    const ended = { startedAt: at, endedAt: at, error: { code: 'AUDIT_UNKNOWN', details: { id: 3 } } };
    expect(ledger.jobs.get(id)).toMatchObject({
      id,
      kind: 'audit',
      state: 'failed',
      asked,
      subject: 3,
      progress,
      ...ended,
    });
    const add = (state: string, endedAt: string | null): unknown =>
      databaseOf(ledger).run('INSERT INTO jobs (kind, state, asked, started_at, ended_at) VALUES (?, ?, ?, ?, ?)', [
        ...['a kind of tomorrow', state, '{}', AT, endedAt],
      ]);
    add('running', null);
    expect(() => add('running', AT)).toThrow('CHECK');
    expect(() => add('stopped', null)).toThrow('CHECK');
    expect(() => add('asleep', AT)).toThrow('CHECK');
  });
});

const OLDER = MIGRATIONS.map(({ version }) => version).slice(0, -1);

describe.each(OLDER)('a ledger of schema %i', (version) => {
  it('becomes one of today, and loses nothing', () => {
    olderFile('older.db', version);
    const ledger = open('older.db');
    expect(databaseOf(ledger).value('PRAGMA user_version')).toBe(MIGRATIONS.length);
    expect(schemaOf(ledger)).toEqual(schemaOf(open('fresh.db')));
    expect(databaseOf(ledger).all('PRAGMA foreign_key_check')).toEqual([]);
    expect(ledger.expectations.missing('2026-10')).toMatchObject([
      { identity: LOST, kind: 'NFe', sources: 'broken-file', companies: '0001_EXEMPLO', answer: 'não tem' },
    ]);
    expect(
      databaseOf(ledger).all('SELECT identity, source, issue_day, run_id, at FROM expectations ORDER BY id'),
    ).toEqual([
      { identity: KEY, source: 'report', issue_day: '2026-10-03', run_id: 1, at: AT },
      { identity: LOST, source: 'broken-file', issue_day: null, run_id: 1, at: AT },
    ]);
    expect(ledger.evidence.totals('2026-10')).toMatchObject({ archived: 1, delivered: 1 });
    expect(databaseOf(ledger).all('SELECT document_id FROM handed_over_documents')).toEqual([{ document_id: 1 }]);
    expect(ledger.journal.last(2)).toMatchObject([
      { action: 'run.ended', at: AT },
      { action: 'ledger.migrated', detail: { from: version, to: MIGRATIONS.length } },
    ]);
  });
});

it('are the files of their folder, each in the place of its number', () => {
  const folderOfMigrations = join(import.meta.dirname, '../../../src/engine/ledger/migrations');
  const files = readdirSync(folderOfMigrations)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  expect(files.map((name) => Number(name.slice(0, 4)))).toEqual(MIGRATIONS.map(({ version }) => version));
  expect(files.map((name) => readFileSync(join(folderOfMigrations, name), 'utf8'))).toEqual(
    MIGRATIONS.map(({ sql }) => sql),
  );
});
