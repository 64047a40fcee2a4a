import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FiscalDocument } from '../../../src/engine/fiscal';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { openLedgerWithWriters, type LedgerWriters } from '../../../src/engine/ledger/writers/hand-out';
import type { Ledger } from '../../../src/engine/ledger';
import { testFolder } from '../../support/test-folder';

const KEY = '35261000000000000191550010000000011000000010';
const AT = '2026-10-03T12:00:00.000Z';

/** Everything that a document can say; `mark` makes another one of it under the same identity. */
function documentOf(mark: string, issuer: string, form: FiscalDocument['form']): FiscalDocument {
  return {
    type: 'document',
    identity: KEY,
    accessKey: KEY.slice(0, -1) + mark,
    form,
    number: mark,
    series: mark,
    kind: mark === '1' ? 'NFe' : 'NFCe',
    model: `5${mark}`,
    operation: mark === '1' ? '0' : '1',
    purpose: mark,
    issuedAt: `2026-10-0${mark}T10:00:00-03:00`,
    issueDay: `2026-10-0${mark}`,
    month: `2026-0${mark}`,
    parties: [{ role: 'issuer', taxId: issuer }],
    takerPointer: mark,
    totalCents: BigInt(mark),
    totalText: mark,
    protocol: { status: `10${mark}`, number: mark, at: AT, digest: mark },
    digest: mark,
    environment: mark,
    replaces: mark,
    shape: mark,
    bytes: Buffer.from(mark),
    findings: [{ code: 'KEY_MISMATCH', message: mark } as unknown as FiscalDocument['findings'][number]],
  };
}

let folder: string;
let ledger: Ledger;
let writers: LedgerWriters;

beforeEach(async () => {
  folder = await mkdtemp(join(await testFolder(), 'malote-colunas-'));
  ({ ledger, writers } = openLedgerWithWriters(join(folder, 'malote.db'), { now: () => Date.parse(AT) }));
});

afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

/** What stays as it was when a better form of a document comes: who it is, and how it once came. */
const KEPT = ['id', 'identity', 'source', 'sieg_kind', 'sieg_day'];

it('a better form of a document is written into every column that speaks of the document', () => {
  const db = databaseOf(ledger);
  const row = (): Readonly<Record<string, unknown>> => db.get<Record<string, unknown>>('SELECT * FROM documents') ?? {};
  const { documents } = writers.documents;
  for (const id of [1, 2])
    db.run(`INSERT INTO runs (id, month, started_at, options) VALUES (?, '2026-10', ?, '{}')`, [id, AT]);
  for (const id of [1, 2])
    db.run(
      `INSERT INTO requests (id, run_id, operation, kind, query, attempt, asked_at) VALUES (?, 1, 'page', 'NFe', '{}', 1, ?)`,
      [id, AT],
    );
  const first = { source: 'page', requestId: 1, at: AT } as const;
  const id = documents.insertDocument(
    documentOf('1', '00000000000191', 'bare'),
    { sha256: 'a'.repeat(64), size: 1 },
    '2026-01',
    { siegKind: 'NFe', siegDay: '2026-10-01' },
    first,
  );
  const before = row();
  expect(Object.entries(before).filter(([, value]) => value === null)).toEqual([]);
  const second = { source: 'single', requestId: 2, at: '2026-10-04T12:00:00.000Z' } as const;
  const better = documentOf('2', '00000000000272', 'processed');
  documents.upgradeDocument(id, better, { sha256: 'b'.repeat(64), size: 2 }, '2026-02', second);
  const after = row();
  const same = Object.keys(before).filter((name) => before[name] === after[name]);
  expect(same.toSorted()).toEqual(KEPT.toSorted());
});
