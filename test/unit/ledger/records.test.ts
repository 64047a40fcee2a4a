import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Expectation, type Ledger, type PassQuery } from '../../../src/engine/ledger';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { ALFA, BETA } from '../../support/notes';

const MONTH = '2026-03';
const DAYS = { from: '2026-03-01', to: '2026-03-31' };
let folder: string;
let ledger: Ledger;
let now: number;
let run: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-fatos-'));
  now = Date.parse('2026-04-02T12:00:00Z');
  ledger = openLedger(join(folder, 'malote.db'), { now: () => now });
  ledger.companies.replaceActive([ALFA, BETA].map((taxId) => ({ taxId, folder: taxId, code: null, name: taxId })));
  run = ledger.runs.start(MONTH, {}, [1, 2], null);
});
afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

interface Doc {
  readonly identity: string;
  readonly kind?: string;
  readonly month?: string;
  readonly sha256?: string;
  readonly siegDay?: string | null;
  readonly company?: number | null;
}

/** A document row with its filing, as intake would have written it. */
function insert({
  identity,
  kind = 'NFe',
  month = MONTH,
  sha256 = `sha-${identity}`,
  siegDay = `${month}-10`,
  company = 1,
}: Doc): number {
  const { id } = databaseOf(ledger).run(
    `INSERT INTO documents (identity, kind, model, form, month, sha256, size, source, archived_at, sieg_kind, sieg_day)
     VALUES (?, ?, '55', 'processed', ?, ?, 1, 'page', '', ?, ?)`,
    [identity, kind, month, sha256, kind, siegDay],
  );
  databaseOf(ledger).run(
    "INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at) VALUES (?, ?, 'inbound', ?, ?, 1, '')",
    [id, company, `p/${identity}/${String(company)}`, sha256],
  );
  return id;
}

function deliver(documentId: number, state: string, sha256: string, month = MONTH): void {
  databaseOf(ledger).run(
    "INSERT OR IGNORE INTO destinations (id, name, location, layout) VALUES (1, 'import', 'x', 'flat')",
  );
  const done = state === 'delivered';
  databaseOf(ledger).run(
    `INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state, size, sha256, verified_at, enqueued_at)
     VALUES (1, ?, 's', ?, ?, ?, ?, ?, ?, ?, '')`,
    [
      documentId,
      `t/${String(documentId)}`,
      sha256,
      month,
      state,
      done ? 1 : null,
      done ? sha256 : null,
      done ? 'agora' : null,
    ],
  );
}

describe('requests', () => {
  it('are on record before they leave, and those whose process died are abandoned', () => {
    const ids = [1, 2, 3].map((attempt) =>
      ledger.requests.begin(run, attempt === 3 ? 'count' : 'page', 'NFe', { attempt }, attempt),
    );
    ledger.requests.end(ids[0]!, { outcome: 'answered', files: 50, documents: 49, novel: 48 });
    expect(ledger.requests.abandonOpen()).toBe(2);
    expect(ledger.requests.abandonOpen()).toBe(0);
    expect(ledger.requests.totals([run])).toEqual(
      new Map([
        ['count', 1],
        ['page', 2],
      ]),
    );
    expect(ledger.requests.totals([run + 1])).toEqual(new Map());
  });
});

describe('counts', () => {
  const window = { by: 'issue' as const, ...DAYS };

  it('of the same days in the same runs are known, the last of each kind', () => {
    expect(ledger.requests.countsInRuns([run], 'account', window)).toBeNull();
    ledger.requests.recordCount(run, 'account', 'NFe', window, 10, false);
    ledger.requests.recordCount(run, 'account', 'CTe', window, 0, false);
    ledger.requests.recordCount(run, 'account', 'NFe', window, 12, true);
    expect(ledger.requests.countsInRuns([run], 'account', window)).toEqual(
      new Map([
        ['NFe', 12],
        ['CTe', 0],
      ]),
    );
    for (const other of [
      ledger.requests.countsInRuns([run + 1], 'account', window),
      ledger.requests.countsInRuns([run], `issuer:${ALFA}`, window),
      ledger.requests.countsInRuns([run], 'account', { ...window, by: 'upload' }),
      ledger.requests.countsInRuns([run], 'account', { ...window, to: '2026-03-30' }),
    ]) {
      expect(other).toBeNull();
    }
    expect(ledger.requests.lastCount('account', 'NFe', DAYS.from, DAYS.to)).toBe(12);
    expect(ledger.requests.lastCount('account', 'NFSe', DAYS.from, DAYS.to)).toBeNull();
  });
});

describe('passes', () => {
  const query: PassQuery = { scope: 'account', kind: 'NFe', filter: 'issue', ...DAYS, eventType: null };

  it('move their cursor by files and count each document once', () => {
    const ids = ['a', 'b', 'c'].map((identity) => insert({ identity }));
    const { id } = ledger.requests.openPass(run, query, 3);
    ledger.requests.advancePass(id, 50, ids.slice(0, 2));
    now += 1_000;
    ledger.requests.advancePass(id, 7, ids.slice(1));
    expect(ledger.requests.pass(id)).toEqual({
      id,
      runId: run,
      promised: 3,
      state: 'open',
      nextSkip: 57,
      files: 57,
      seen: 3,
      touchedAt: new Date(now).toISOString(),
      emptyAt: null,
    });
    ledger.requests.closePass(id, 'complete');
    expect(ledger.requests.pass(id).state).toBe('complete');
  });

  it('are found again by exactly the same query, the last one first', () => {
    ledger.requests.openPass(run, query, 3);
    const { id } = ledger.requests.openPass(run, query, 4);
    expect(ledger.requests.lastPass(query)?.id).toBe(id);
    expect(ledger.requests.lastPass({ ...query, eventType: '110111' })).toBeUndefined();
    expect(ledger.requests.lastPass({ ...query, scope: `issuer:${ALFA}` })).toBeUndefined();
    expect(() => ledger.requests.pass(99)).toThrow();
  });
});

describe('expectations', () => {
  const promised = (identity: string, changes: Partial<Expectation> = {}): Expectation => ({
    identity,
    kind: 'NFe',
    month: MONTH,
    companyId: 1,
    source: 'report',
    issueDay: '2026-03-05',
    ...changes,
  });

  it('are missing until the document is held, once per key whoever promised it', () => {
    ledger.expectations.add(run, [promised('a'), promised('b'), promised('b', { companyId: 2, issueDay: null })]);
    ledger.expectations.add(run, [promised('b'), promised('c', { companyId: null, source: 'broken-file' })]);
    ledger.expectations.add(run, [
      promised('c', { companyId: null, source: 'broken-file' }),
      promised('d', { month: '2026-02' }),
    ]);
    insert({ identity: 'a' });
    expect(ledger.expectations.missing(MONTH)).toEqual([
      {
        identity: 'b',
        kind: 'NFe',
        issueDay: '2026-03-05',
        answer: null,
        sources: 'report',
        companies: `${ALFA},${BETA}`,
      },
      { identity: 'c', kind: 'NFe', issueDay: '2026-03-05', answer: null, sources: 'broken-file', companies: null },
    ]);
    ledger.expectations.noteAnswer('b', 'não tem');
    expect(ledger.expectations.missing(MONTH)[0]).toMatchObject({ answer: 'não tem' });
    insert({ identity: 'b' });
    expect(ledger.expectations.missing(MONTH).map(({ identity }) => identity)).toEqual(['c']);
  });

  it('keep the last report of a company, and what SIEG last answered to the question for one', () => {
    const report = { rows: 3, rowsHash: 'h', path: 'p', sha256: 's' };
    ledger.expectations.saveReport(run, 1, 'NFe', MONTH, report);
    ledger.expectations.saveReport(run, 1, 'NFe', MONTH, { ...report, rows: 4 });
    expect(ledger.expectations.report(1, 'NFe', MONTH)).toEqual({ ...report, rows: 4 });
    expect(ledger.expectations.report(2, 'NFe', MONTH)).toBeUndefined();
    const asked = { companyId: 1, kind: 'NFe' as const, month: MONTH };
    ledger.expectations.answerReport(run, asked, { rows: 4, unnamed: 0, unheld: 1, closing: false });
    ledger.expectations.answerReport(
      run,
      { ...asked, companyId: 2 },
      { rows: 0, unnamed: 0, unheld: 0, closing: true },
    );
    ledger.expectations.noteLeftShort(MONTH, 'NFe', 3);
    const askedAt = new Date(now).toISOString();
    const common = { kind: 'NFe', leftShort: 3, runId: run, askedAt, outdated: false };
    expect(ledger.expectations.reportAnswers(MONTH, [1, 2])).toEqual([
      { ...common, companyId: 1, rows: 4, unheld: 1, closing: false },
      { ...common, companyId: 2, rows: 0, unheld: 0, closing: true },
    ]);
    expect(ledger.expectations.reportAnswers('2026-02', [1, 2])).toEqual([]);
  });

  it('call a report outdated when a document came after it that it does not name', () => {
    const asked = { companyId: 1, kind: 'NFe' as const, month: MONTH };
    const outdated = (): boolean | undefined => ledger.expectations.reportAnswers(MONTH, [1, 2])[0]?.outdated;
    const arrive = (identity: string, at: string, changes: Partial<Doc> = {}): void => {
      insert({ identity, ...changes });
      databaseOf(ledger).run('UPDATE documents SET archived_at = ? WHERE identity = ?', [at, identity]);
    };
    ledger.expectations.answerReport(run, asked, { rows: 1, unnamed: 0, unheld: 1, closing: true });
    arrive('before', '2026-04-01T00:00:00.000Z');
    arrive('other-kind', '2026-04-03T00:00:00.000Z', { kind: 'CTe' });
    arrive('other-company', '2026-04-03T00:00:00.000Z', { company: 2 });
    arrive('other-month', '2026-04-03T00:00:00.000Z', { month: '2026-02' });
    ledger.expectations.add(run, [
      { identity: 'named', kind: 'NFe', month: MONTH, companyId: 1, source: 'report', issueDay: null },
    ]);
    expect(ledger.expectations.namedUnasked(MONTH, 'NFe')).toBe(1);
    arrive('named', '2026-04-03T00:00:00.000Z');
    expect(ledger.expectations.namedUnasked(MONTH, 'NFe')).toBe(0);
    expect(outdated()).toBe(false);
    arrive('late', '2026-04-03T00:00:00.000Z');
    expect(outdated()).toBe(true);
  });
});

describe('days of entry into the vault', () => {
  it('are known without a break from where they began', () => {
    const asked = (from: string, to: string): void => {
      ledger.requests.noteUploads(ledger.runs.start(MONTH, {}, [], null), from, to);
    };
    expect(ledger.requests.uploadsAskedUntil('2026-03-10')).toBe('2026-03-10');
    asked('2026-03-09', '2026-03-11');
    asked('2026-03-11', '2026-03-14');
    asked('2026-03-20', '2026-03-21');
    expect(ledger.requests.uploadsAskedUntil('2026-03-10')).toBe('2026-03-14');
    expect(ledger.requests.uploadsAskedUntil('2026-03-01')).toBe('2026-03-01');
    expect(ledger.requests.uploadsAskedUntil('2026-03-20')).toBe('2026-03-21');
  });
});

describe('runs', () => {
  it('form a chain, newest first, that began when its first one did', () => {
    const began = new Date(now).toISOString();
    now += 60_000;
    const second = ledger.runs.start(MONTH, {}, [], run);
    const third = ledger.runs.start(MONTH, {}, [], second);
    const alone = ledger.runs.start(MONTH, {}, [], null);
    expect(ledger.runs.chain(third)).toEqual([third, second, run]);
    expect(ledger.runs.chain(alone)).toEqual([alone]);
    expect(ledger.runs.startedAt([third, second, run])).toBe(began);
    expect(ledger.runs.last(MONTH)?.id).toBe(alone);
    expect(ledger.runs.last('2026-02')).toBeUndefined();
  });

  it('that never ended were interrupted; only a complete one or one with named gaps is finished', () => {
    expect(ledger.runs.markInterrupted()).toBe(1);
    expect(ledger.runs.latest()).toMatchObject({ outcome: 'interrupted', endedAt: new Date(now).toISOString() });
    expect(ledger.runs.everFinished(MONTH)).toBe(false);
    ledger.runs.end(ledger.runs.start(MONTH, {}, [], null), 'gaps', {});
    expect(ledger.runs.everFinished(MONTH)).toBe(true);
  });
});

describe('a delivery row', () => {
  const claim = (changes: string): void => {
    databaseOf(ledger).raw.exec(`UPDATE deliveries SET ${changes}`);
  };

  it.each([
    ['a size', "state = 'delivered', sha256 = 'x', verified_at = 'agora'"],
    ['a hash', "state = 'delivered', size = 1, verified_at = 'agora'"],
    ['a time', "state = 'delivered', size = 1, sha256 = 'x'"],
    ['its own content', "state = 'delivered', size = 1, sha256 = 'y', verified_at = 'agora'"],
  ])('cannot be delivered without %s', (_what, changes) => {
    deliver(insert({ identity: 'a' }), 'pending', 'x');
    expect(() => claim(changes)).toThrow(/CHECK/);
    claim("state = 'delivered', size = 1, sha256 = 'x', verified_at = 'agora'");
    expect(() => claim('verified_at = NULL')).toThrow(/CHECK/);
  });

  it('has one subject, one of the known states, and is there once', () => {
    const id = insert({ identity: 'a' });
    deliver(id, 'pending', 'x');
    expect(() => claim('document_id = NULL')).toThrow(/CHECK/);
    expect(() => claim("state = 'done'")).toThrow(/CHECK/);
    expect(() => deliver(id, 'pending', 'x')).toThrow(/UNIQUE/);
  });
});

describe('evidence', () => {
  it('counts as delivered only what a verified delivery of the present content covers', () => {
    const ids = ['a', 'b', 'c', 'd'].map((identity) => insert({ identity }));
    insert({ identity: 'e', company: null });
    insert({ identity: 'f', month: '2026-02' });
    deliver(ids[0]!, 'delivered', 'sha-a');
    deliver(ids[1]!, 'delivered', 'uma forma anterior');
    deliver(ids[1]!, 'pending', 'sha-b');
    deliver(ids[2]!, 'conflict', 'sha-c');
    expect(ledger.evidence.totals(MONTH)).toEqual({
      archived: 5,
      delivered: 1,
      unassigned: 1,
      conflicts: 1,
      events: 0,
      cancelled: 0,
      refused: 0,
    });
    expect(ledger.evidence.undelivered(MONTH, null, 10).map(({ identity, state }) => [identity, state])).toEqual([
      ['b', 'pending'],
      ['c', 'conflict'],
      ['d', 'none'],
    ]);
    expect(ledger.verdictFacts.filed(MONTH).kinds).toEqual([
      expect.objectContaining({ documents: 4, unread: 0, delivered: 1, handedOver: 1, conflicts: 1 }),
    ]);
    expect(ledger.evidence.pendingDeliveries()).toBe(1);
  });

  it('counts what SIEG handed out for days, by kind and by company and role', () => {
    const id = insert({ identity: 'a', siegDay: '2026-03-31' });
    insert({ identity: 'b', siegDay: '2026-04-01' });
    insert({ identity: 'c', siegDay: null });
    insert({ identity: 'd', kind: 'CTe' });
    databaseOf(ledger).run("INSERT INTO parties (document_id, role, tax_id) VALUES (?, 'issuer', ?)", [id, ALFA]);
    const held = (taxId: string, role: 'issuer' | 'taker'): number =>
      ledger.documents.heldInWindow('NFe', DAYS.from, DAYS.to, { taxId, partyRoles: [role] });
    expect(ledger.documents.heldInWindow('NFe', DAYS.from, DAYS.to, null)).toBe(1);
    expect([held(ALFA, 'issuer'), held(ALFA, 'taker'), held(BETA, 'issuer')]).toEqual([1, 0, 0]);
    expect([...ledger.evidence.heldByKind(DAYS.from, DAYS.to)]).toEqual([
      ['NFe', 1],
      ['CTe', 1],
      ['NFSe', 0],
      ['NFCe', 0],
      ['CFe', 0],
    ]);
  });
});
