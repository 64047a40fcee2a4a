import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSettings, saveSettings } from '../../src/engine';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import { GROWING_NAMES } from '../../src/shared/retention';
import { makeBackedUpWorkspace, openBackupFixture, type BackupFixture } from '../support/backup-fixture';
import { queryLedger } from '../support/ledger-dump';
import { removeWorkspace, type Workspace } from '../support/workspace';

let made: Workspace;
beforeAll(async () => {
  made = await makeBackedUpWorkspace();
});
afterAll(() => removeWorkspace(made));

const DAY_MS = 24 * 3_600_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS);
const stamp = (at: Date): string => {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().replaceAll(/\D/g, '');
  return `${local.slice(0, 8)}-${local.slice(8, 14)}`;
};
const LOG = [
  '[2026-01-02 10:00:00.000] [info]  tudo bem',
  '[2026-01-02 10:00:01.000] [warn]  SHARE_TIMEOUT: o compartilhamento demora',
  '    e esta linha é dele',
  '[2026-01-02 10:00:02.000] [info]  de novo bem',
  '',
].join('\n');

const counts = (ledger: string, table: string): number =>
  queryLedger<{ n: number }>(ledger, `SELECT count(*) AS n FROM ${table}`)[0]?.n ?? -1;

/** Rows that nobody needs any more, and beside them what is as old and stays. */
function plantRows({ workspace: { ledger } }: BackupFixture): void {
  const db = openSqlite(ledger);
  db.exec(`
    INSERT INTO failures (subject, class, code, message, attempts, at) VALUES
      ('page NFe', 'transient', 'SIEG_TIMEOUT', 'x', 1, '2020-01-01T00:00:00.000Z'),
      ('page NFe', 'transient', 'SIEG_TIMEOUT', 'x', 1, '${ago(1).toISOString()}');
    INSERT INTO share_samples (root, at, latency_ms) VALUES ('archive', '2020-01-01T00:00:00.000Z', 3);
    INSERT INTO alerts (id, at, kind, severity, root, title, text, screen) VALUES
      (1001, '2020-01-01T00:00:00.000Z', 'backup-failed', 'warning', NULL, 'a', 'a', 'settings'),
      (1002, '2020-01-02T00:00:00.000Z', 'backup-failed', 'warning', NULL, 'b', 'b', 'settings'),
      (1003, '2020-01-03T00:00:00.000Z', 'backup-failed', 'warning', NULL, 'c', 'c', 'settings');
    INSERT INTO alert_sends (alert_id, channel, state, at) VALUES
      (1001, 'email', 'sent', '2020-01-01T00:00:00.000Z');
    INSERT INTO jobs (kind, state, asked, started_at, ended_at) VALUES
      ('scrub', 'complete', '{}', '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:01.000Z'),
      ('scrub', 'failed', '{}', '2020-01-02T00:00:00.000Z', '2020-01-02T00:00:01.000Z');
    INSERT INTO schedules (id, work, rule, created_at, looked_until) VALUES (77, 'scrub', '{"days":"every","at":"03:00"}', '2020-01-01', '2020-01-01');
    INSERT INTO schedule_runs (schedule_id, due_at, state, ended_at) VALUES
      (77, '2020-01-01T03:00:00.000Z', 'complete', '2020-01-01T03:00:01.000Z'),
      (77, '2020-01-02T03:00:00.000Z', 'failed', '2020-01-02T03:00:01.000Z');
    UPDATE passes SET touched_at = '2020-01-01T00:00:00.000Z';
  `);
  db.close();
}

function plantFiles({ workspace: { folder } }: BackupFixture): string {
  const [logs, reports] = [join(folder, 'logs'), join(folder, 'relatorios')];
  for (const one of [logs, reports]) mkdirSync(one, { recursive: true });
  writeFileSync(join(logs, 'malote.log'), LOG);
  writeFileSync(join(logs, `malote-${stamp(ago(2))}.log`), LOG);
  writeFileSync(join(logs, `malote-${stamp(ago(0.1))}.log`), LOG);
  writeFileSync(join(logs, `malote-${stamp(ago(31))}.log.gz`), gzipSync(LOG));
  writeFileSync(join(logs, `malote-${stamp(ago(91))}.avisos.gz`), gzipSync(LOG));
  for (const [name, days] of [
    ['velho.xlsx', 800],
    ['novo.xlsx', 3],
  ] as const) {
    writeFileSync(join(reports, name), name);
    utimesSync(join(reports, name), ago(days), ago(days));
  }
  return logs;
}

describe('what is past its bound', () => {
  it('goes, in ledger and files, and what somebody still needs stays; the journal says so', async () => {
    const fixture = await openBackupFixture(made);
    const { ledger, folder } = fixture.workspace;
    plantRows(fixture);
    const logs = plantFiles(fixture);
    const kept = counts(ledger, 'pass_documents');
    expect(kept).toBeGreaterThan(0);
    const engine = await fixture.open();
    const { gone, left } = await engine.retention.run();
    expect(left).toEqual([]);
    expect(gone).toMatchObject({ failures: 1, latency: 1, alerts: 2, jobs: 1, 'due-times': 1, logs: 2, reports: 1 });
    expect(queryLedger(ledger, 'SELECT id FROM alerts WHERE id > 1000 ORDER BY id')).toEqual([{ id: 1003 }]);
    expect(queryLedger(ledger, "SELECT state FROM jobs WHERE kind = 'scrub'")).toEqual([{ state: 'failed' }]);
    expect(queryLedger(ledger, 'SELECT state FROM schedule_runs')).toEqual([{ state: 'failed' }]);
    // of what is not read yet, the days on which it was asked for are known by nothing else
    expect(gone.walks).toBe(kept - counts(ledger, 'pass_documents'));
    expect(
      readdirSync(logs)
        .map((name) => name.replace(/\d{8}-\d{6}/, '…'))
        .sort(),
    ).toEqual([
      'malote-….avisos.gz', // of the 31st day
      'malote-….log', // that of the day before, set aside just now
      'malote-….log', // of some hours ago
      'malote-….log.gz', // of two days ago
    ]);
    const warnings = readdirSync(logs).find((name) => name.endsWith('.avisos.gz')) ?? '';
    expect(gunzipSync(readFileSync(join(logs, warnings))).toString()).toBe(
      LOG.split('\n').slice(1, 3).join('\n') + '\n',
    );
    expect(readdirSync(join(folder, 'relatorios'))).toEqual(['novo.xlsx']);
    const [entry] = queryLedger<{ detail: string }>(
      ledger,
      "SELECT detail FROM journal WHERE action = 'retention.done'",
    );
    expect(JSON.parse(entry?.detail ?? '')).toEqual({ gone, left: 0 });
    expect((await engine.retention.run()).gone).toEqual({});
  });

  it('is what the settings say, and zero days keep reports for good', async () => {
    const fixture = await openBackupFixture(made);
    const { folder } = fixture.workspace;
    plantFiles(fixture);
    const { settings } = await loadSettings(folder);
    await saveSettings(folder, { ...settings, retention: { ...settings.retention, logDays: 1, reportDays: 0 } });
    const engine = await fixture.open();
    const { gone } = await engine.retention.run();
    expect(gone).toEqual({ logs: 3 });
    expect(existsSync(join(folder, 'relatorios', 'velho.xlsx'))).toBe(true);
  });

  it('is named where it cannot be taken away, and the rest goes on', async () => {
    const fixture = await openBackupFixture(made);
    const logs = plantFiles(fixture);
    // a folder stands in the way of what would be packed
    const packed = readdirSync(logs).find((name) => name.includes(stamp(ago(2)).slice(0, 8))) ?? '';
    mkdirSync(join(logs, `${packed}.gz`));
    const engine = await fixture.open();
    const told: (string | null)[] = [];
    engine.subscribe((event) => {
      if (event.type === 'notice') told.push(event.code);
    });
    const { gone, left } = await engine.retention.run();
    expect(left).toEqual([{ place: join(logs, packed), reason: expect.any(String) as string }]);
    expect(gone).toMatchObject({ logs: 2, reports: 1 });
    expect(told).toContain('RETENTION_FILE_STAYS');
    expect(existsSync(join(logs, packed))).toBe(true);
  });
});

it('how much there is of everything is counted, and what was not looked at is unknown', async () => {
  const fixture = await openBackupFixture(made);
  plantFiles(fixture);
  const engine = await fixture.open();
  const lines = await engine.retention.look();
  expect(lines.map(({ name }) => name)).toEqual(GROWING_NAMES);
  const of = (wanted: string) => lines.find(({ name }) => name === wanted);
  expect(of('logs')).toMatchObject({ amount: 4, limits: [30] });
  expect(of('reports')).toMatchObject({ amount: 2, bytes: 'velho.xlsxnovo.xlsx'.length, limits: [730] });
  expect(of('backups')).toEqual({ name: 'backups', amount: null, bytes: null, oldestAt: null, limits: [7, 4, 12] });
  expect(of('journal')).toMatchObject({ amount: counts(fixture.workspace.ledger, 'journal'), bytes: null, limits: [] });
  expect(of('ledger')?.bytes).toBeGreaterThan(100_000);
});
