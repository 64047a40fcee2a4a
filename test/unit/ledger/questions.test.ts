import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger, type QuestionRef } from '../../../src/engine/ledger';
import { MIGRATIONS } from '../../../src/engine/ledger/migrations';
import { openSqlite } from '../../../src/engine/ledger/sqlite';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { ALFA, BETA } from '../../support/notes';

const MONTH = '2026-03';
const FAILURE = { code: 'SIEG_SERVER_ERROR', reason: 'O SIEG respondeu com um erro interno.' };
const REPORT: QuestionRef = {
  month: MONTH,
  operation: 'report',
  kind: 'CTe',
  scope: `company:${ALFA}`,
  companyId: 1,
  filter: 'issue',
  eventType: null,
  from: '2026-03-01',
  to: '2026-03-31',
};
const CANCELLATIONS: QuestionRef = {
  month: MONTH,
  operation: 'events',
  kind: 'NFe',
  scope: 'account',
  companyId: null,
  filter: 'event',
  eventType: '110111',
  from: '2026-03-01',
  to: '2026-04-02',
};
const PAGES: QuestionRef = {
  month: MONTH,
  operation: 'page',
  kind: 'NFe',
  scope: 'account',
  companyId: null,
  filter: 'issue',
  eventType: null,
  from: '2026-03-08',
  to: '2026-03-15',
};

let folder: string;
let ledger: Ledger;
let run: number;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'malote-perguntas-')));
  ledger = openLedger(join(folder, 'malote.db'), { now: () => Date.parse('2026-04-02T12:00:00Z') });
  ledger.companies.replaceActive(
    [ALFA, BETA].map((taxId) => ({ taxId, folder: `F_${taxId}`, code: null, name: taxId })),
  );
  run = ledger.runs.start(MONTH, {}, [1, 2], null);
});
afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a question that SIEG left unanswered', () => {
  it('is open, once, however often it is asked in vain, with the last failure', () => {
    ledger.questions.leftOpen(run, REPORT, FAILURE);
    const later = ledger.runs.start(MONTH, {}, [1], null);
    ledger.questions.leftOpen(later, REPORT, { code: 'SIEG_TIMEOUT', reason: 'Sem resposta.' });
    expect(ledger.questions.open(MONTH)).toMatchObject([
      { ...REPORT, runId: later, code: 'SIEG_TIMEOUT', reason: 'Sem resposta.', folder: `F_${ALFA}` },
    ]);
    expect(ledger.questions.open('2026-02')).toEqual([]);
  });

  it('is answered by the same question of any run, and by no other', () => {
    for (const ref of [REPORT, CANCELLATIONS, PAGES]) ledger.questions.leftOpen(run, ref, FAILURE);
    const later = ledger.runs.start(MONTH, {}, [1], null);
    for (const other of [
      { ...REPORT, kind: 'NFe' as const },
      { ...REPORT, scope: `company:${BETA}` },
      { ...REPORT, month: '2026-02' },
      { ...CANCELLATIONS, eventType: '110112' },
      { ...CANCELLATIONS, to: '2026-04-01' },
      { ...PAGES, filter: 'upload' as const },
    ]) {
      expect(ledger.questions.answered(later, other), JSON.stringify(other)).toBe(0);
    }
    expect(ledger.questions.answered(later, REPORT)).toBe(1);
    expect(ledger.questions.open(MONTH).map(({ operation }) => operation)).toEqual(['events', 'page']);
    const rows = databaseOf(ledger).all('SELECT answered_by FROM questions WHERE answered_at IS NOT NULL');
    expect(rows).toEqual([{ answered_by: later }]);
  });

  it('is answered by a wider one: what a window had not told, the whole month tells', () => {
    ledger.questions.leftOpen(run, CANCELLATIONS, FAILURE);
    ledger.questions.leftOpen(run, PAGES, FAILURE);
    ledger.questions.answered(run, { ...CANCELLATIONS, to: '2026-04-30' });
    ledger.questions.answered(run, { ...PAGES, from: '2026-03-01', to: '2026-03-31' });
    expect(ledger.questions.open(MONTH)).toEqual([]);
  });

  it('does not matter any more when what is held of its days is what SIEG counts there', () => {
    ledger.questions.leftOpen(run, PAGES, FAILURE);
    ledger.questions.leftOpen(run, { ...PAGES, operation: 'count' }, FAILURE);
    ledger.questions.leftOpen(run, REPORT, FAILURE);
    const settled = { month: MONTH, scope: 'account', from: '2026-03-01', to: '2026-03-31' };
    expect(ledger.questions.settled(run, { ...settled, kind: 'CTe' })).toBe(0);
    expect(ledger.questions.settled(run, { ...settled, kind: 'NFe' })).toBe(2);
    expect(ledger.questions.open(MONTH)).toMatchObject([{ operation: 'report' }]);
  });

  it('is open again when it fails again after an answer', () => {
    ledger.questions.leftOpen(run, REPORT, FAILURE);
    ledger.questions.answered(run, REPORT);
    ledger.questions.leftOpen(run, REPORT, FAILURE);
    expect(ledger.questions.open(MONTH)).toHaveLength(1);
    expect(databaseOf(ledger).value('SELECT count(*) FROM questions')).toBe(2);
  });

  it('is of no concern when its company has left the workbook', () => {
    ledger.questions.leftOpen(run, REPORT, FAILURE);
    ledger.companies.replaceActive([{ taxId: BETA, folder: `F_${BETA}`, code: null, name: BETA }]);
    expect(ledger.questions.open(MONTH)).toEqual([]);
  });
});

describe('the closing of a month', () => {
  it('has begun, or ended, by a run over the whole workbook', () => {
    expect(ledger.runs.closing(MONTH)).toBeNull();
    const some = ledger.runs.start(MONTH, { only: [ALFA], close: true }, [1], null);
    ledger.runs.end(some, 'complete', {});
    expect(ledger.runs.closing(MONTH)).toBeNull();
    const stopped = ledger.runs.start(MONTH, { only: null, close: true }, [1, 2], null);
    ledger.runs.end(stopped, 'stopped', {});
    expect(ledger.runs.closing(MONTH)).toBe('begun');
    const whole = ledger.runs.start(MONTH, { only: null, close: true }, [1, 2], stopped);
    ledger.runs.end(whole, 'gaps', {});
    expect(ledger.runs.closing(MONTH)).toBe('ended');
    expect(ledger.runs.closing('2026-02')).toBeNull();
  });
});

describe('a ledger of schema 3', () => {
  it('keeps the open questions of its last runs, as rows instead of sentences', () => {
    const file = join(folder, 'older.db');
    const db = openSqlite(file);
    for (const { sql } of MIGRATIONS.slice(0, 3)) db.exec(sql);
    db.pragma('user_version = 3');
    const unanswered = (...questions: string[]): string =>
      JSON.stringify({ unanswered: questions.map((question) => ({ question, ...FAILURE })) });
    db.exec(`
      INSERT INTO companies (id, tax_id, folder, name, imported_at) VALUES (1, '${ALFA}', '0001_ALFA', 'ALFA', 'x'), (2, '${BETA}', '0002_BETA', 'BETA', 'x');
      INSERT INTO runs (id, month, started_at, ended_at, outcome, options, detail) VALUES
        (1, '2026-02', 'a', 'b', 'gaps', '{}', '${unanswered('Relatório de NFe de 0002_BETA')}'),
        (2, '2026-02', 'c', 'd', 'gaps', '{}', '${unanswered(
          'Relatório de CTe de 0001_ALFA',
          `Contagem de taker:${BETA}`,
          'Cancelamentos de NFSe (2026-02-01 a 2026-03-31)',
          'Cancelamentos de NFe (2026-02-01 a 2026-03-31)',
        )}'),
        (3, '2026-02', 'e', 'f', 'complete', '{"recovery":1}', '${unanswered('Relatório de NFe de 0001_ALFA')}'),
        (4, '2026-03', 'g', NULL, 'interrupted', '{}', NULL);
      INSERT INTO reports (company_id, kind, month, rows, rows_hash, path, sha256, run_id, asked_at)
        VALUES (1, 'NFe', '2026-02', 7, 'h', 'p', 's', 2, 'c');
    `);
    db.close();
    const older = openLedger(file, { now: () => 0 });
    try {
      const base = { month: '2026-02', runId: 2, ...FAILURE, at: 'd' };
      const days = { from: '2026-02-01', to: '2026-02-28' };
      const byKind = [...older.questions.open('2026-02')].sort((a, b) => String(a.kind).localeCompare(String(b.kind)));
      expect(byKind).toMatchObject([
        { ...base, ...days, operation: 'report', kind: 'CTe', scope: `company:${ALFA}`, companyId: 1, eventType: null },
        { ...base, from: '2026-02-01', to: '2026-03-31', operation: 'events', kind: 'NFe', eventType: '110111' },
        { ...base, from: '2026-02-01', to: '2026-03-31', operation: 'events', kind: 'NFSe', eventType: null },
        { ...base, ...days, operation: 'count', kind: null, scope: `taker:${BETA}`, companyId: 2 },
      ]);
      expect(older.questions.open('2026-03')).toEqual([]);
      expect(databaseOf(older).all('SELECT company_id, rows, closing FROM report_answers')).toEqual([
        { company_id: 1, rows: 7, closing: 0 },
      ]);
    } finally {
      older.close();
    }
  });
});
