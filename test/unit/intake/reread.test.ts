import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Reread } from '../../../src/engine/intake';
import { MIGRATIONS } from '../../../src/engine/ledger/migrations';
import { openSqlite } from '../../../src/engine/ledger/sqlite';
import { MONTH, never, openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { abrasf1, abrasf2, listOf, unknownLayout } from '../../support/municipal-notes';
import { ALFA, BETA } from '../../support/notes';

const A = '0001_ALFA';
const AT = '2026-04-01T10:00:00.000Z';
/** The schema before municipal notes were read. */
const OLDER = 3;

let fixture: IntakeFixture;

beforeEach(async () => {
  fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: A }] });
});

afterEach(() => fixture.dispose());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const pathOf = (text: string): string => `2026/${A}/03/NFSe/RAW_${sha256(text)}.xml`;

/** A workspace as a program of that time left it: each file a row by its bytes, delivered where `delivered` says so. */
async function older(files: readonly string[], delivered: (index: number) => boolean = () => true): Promise<void> {
  fixture.ledger.close();
  for (const end of ['', '-wal', '-shm']) await rm(join(fixture.folder, `malote.db${end}`), { force: true });
  const db = openSqlite(join(fixture.folder, 'malote.db'));
  for (const { sql } of MIGRATIONS.slice(0, OLDER)) db.exec(sql);
  db.pragma(`user_version = ${String(OLDER)}`);
  await mkdir(join(fixture.folder, 'archive', '2026', A, '03', 'NFSe'), { recursive: true });
  db.exec(`
    INSERT INTO companies (id, tax_id, folder, name, imported_at) VALUES (1, '${ALFA}', '${A}', '${A}', '${AT}');
    INSERT INTO runs (id, month, started_at, options) VALUES (1, '${MONTH}', '${AT}', '{}');
    INSERT INTO passes (id, run_id, scope, kind, filter, day_from, day_to, state, opened_at, touched_at)
      VALUES (1, 1, 'account', 'NFSe', 'issue', '2026-03-01', '2026-03-31', 'complete', '${AT}', '${AT}');
    INSERT INTO destinations (id, name, location, layout) VALUES (1, 'import', '/import', 'flat'), (2, 'cancelled', '/import', 'flat');
  `);
  const document =
    db.prepare(`INSERT INTO documents (id, identity, kind, model, form, month, sha256, size, source, archived_at, sieg_day)
    VALUES (?, ?, 'NFSe', 'NFSe', 'unread', '${MONTH}', ?, ?, 'page', '${AT}', '2026-03-01')`);
  const filing = db.prepare(`INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at)
    VALUES (?, 1, 'unknown', ?, ?, ?, '${AT}')`);
  const delivery =
    db.prepare(`INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state,
    size, sha256, verified_at, enqueued_at) VALUES (1, ?, ?, ?, ?, '${MONTH}', 'delivered', ?, ?, '${AT}', '${AT}')`);
  const seen = db.prepare('INSERT INTO pass_documents (pass_id, document_id) VALUES (1, ?)');
  db.exec('BEGIN');
  for (const [index, text] of files.entries()) {
    const [sha, size, path, id] = [sha256(text), Buffer.byteLength(text), pathOf(text), index + 1];
    document.run(id, `RAW:${sha}`, sha, size);
    filing.run(id, path, sha, size);
    seen.run(id);
    if (delivered(index)) delivery.run(id, path, `RAW_${sha}.xml`, sha, size, sha);
    await writeFile(join(fixture.folder, 'archive', path), text);
  }
  db.exec('COMMIT');
  db.close();
  fixture = fixture.reopen();
}

function reread(signal = never): Reread {
  const { ledger, writers, roots, outbox, companies, intake, clock } = fixture;
  const { archive, kept } = roots;
  return new Reread({ ledger, writers, archive, kept, outbox, companies, intake, now: () => clock.now() }, signal);
}

const held = (): number => fixture.ledger.documents.heldInWindow('NFSe', '2026-03-01', '2026-03-31', null);
const ROWS = [
  'SELECT * FROM documents ORDER BY id',
  'SELECT id, document_id, company_id, direction, path, sha256 FROM filings ORDER BY id',
  'SELECT id, document_id, state, target_path FROM deliveries WHERE document_id IS NOT NULL ORDER BY id',
  'SELECT * FROM pass_documents ORDER BY document_id',
];
const dump = (): unknown[] => ROWS.map((sql) => fixture.rows(sql));

describe('documents that an older program could not read', () => {
  it('count for nothing from the moment the ledger is opened', async () => {
    await older([abrasf2()]);
    expect(held()).toBe(0);
    expect(fixture.ledger.documents.countUnread(MONTH)).toBe(1);
  });

  it('become the notes that their bytes are, where they lie, and are not handed over again', async () => {
    await older([abrasf2({ number: 1 }), abrasf1({ number: 2 })]);
    const before = await fixture.files('archive');
    expect(await reread().run()).toMatchObject({ id: 1, state: 'done', read: 2, merged: 0, unread: 0, gone: 0 });
    expect(await fixture.files('archive')).toEqual(before);
    expect(held()).toBe(2);
    expect(fixture.rows('SELECT identity, model, form, issue_day, sieg_day, total_cents FROM documents')).toEqual([
      ...[1, 2].map((number) => ({
        identity: `NFSE:3106200:${ALFA}:${String(number)}`,
        model: 'NFSe-mun',
        form: 'processed',
        issue_day: '2026-03-10',
        sieg_day: '2026-03-10',
        total_cents: 15000,
      })),
    ]);
    expect(fixture.rows('SELECT DISTINCT direction FROM filings')).toEqual([{ direction: 'outbound' }]);
    expect(fixture.rows("SELECT 1 FROM deliveries WHERE state <> 'delivered'")).toEqual([]);
    expect(fixture.ledger.evidence.totals(MONTH)).toMatchObject({ archived: 2, delivered: 2 });
  });

  it('are handed over now when they were not before, with the cancellation that they carry', async () => {
    await older([abrasf2({ cancelledAt: '2026-03-20T09:00:00' })], () => false);
    await reread().run();
    await fixture.drain();
    expect((await fixture.files('import')).map((path) => path.split('/').at(-1)).sort()).toEqual([
      `NFSE_3106200_${ALFA}_1.xml`,
      `NFSE_3106200_${ALFA}_1_CANC.xml`,
    ]);
    expect(fixture.ledger.evidence.totals(MONTH).cancelled).toBe(1);
  });

  it('that are copies of one note become one row, every byte kept, and a cancelled copy cancels it', async () => {
    const copies = [abrasf2(), abrasf2({ blank: ' ' }), abrasf2({ cancelledAt: '2026-03-20T09:00:00' })];
    await older(copies);
    expect(await reread().run()).toMatchObject({ read: 1, merged: 2 });
    expect(fixture.rows('SELECT id FROM documents')).toEqual([{ id: 1 }]);
    expect(held()).toBe(1);
    expect(fixture.ledger.evidence.totals(MONTH).cancelled).toBe(1);
    for (const copy of copies.slice(1)) {
      expect(await readFile(join(fixture.folder, 'kept', 'variant', `${sha256(copy)}.xml`), 'utf8')).toBe(copy);
      expect(await fixture.text('archive', pathOf(copy))).toBe(copy);
    }
    expect(fixture.rows('PRAGMA foreign_key_check')).toEqual([]);
    expect(fixture.rows('SELECT DISTINCT document_id FROM deliveries WHERE document_id IS NOT NULL')).toEqual([
      { document_id: 1 },
    ]);
  });

  it('that are lists become their notes, the list kept', async () => {
    const list = listOf(abrasf2({ number: 1 }), abrasf1({ number: 2, taker: BETA }), abrasf2({ number: 3 }));
    await older([list, abrasf2({ number: 3, blank: ' ' })]);
    expect(await reread().run()).toMatchObject({ split: 1, merged: 1 });
    expect(held()).toBe(3);
    expect(fixture.rows("SELECT 1 FROM documents WHERE form = 'unread'")).toEqual([]);
    expect(await readFile(join(fixture.folder, 'kept', 'original', `${sha256(list)}.xml`), 'utf8')).toBe(list);
  });

  it('stay unread where nobody knows the layout, and say what it looks like; what is gone stays too', async () => {
    await older([unknownLayout(1, ALFA), abrasf2()]);
    await writeFile(join(fixture.folder, 'archive', pathOf(abrasf2())), 'altered');
    expect(await reread().run()).toMatchObject({ read: 0, unread: 1, gone: 1 });
    expect(held()).toBe(0);
    expect(fixture.ledger.documents.unread(MONTH)).toMatchObject([
      { shape: '', documents: 1 },
      { shape: 'BoletoServico Cab Nr Quem', documents: 1 },
    ]);
  });

  it('are not read again at every run, only by a reader that knows more', async () => {
    await older([unknownLayout(1, ALFA)]);
    expect(fixture.ledger.rereads.isDue(1)).toBe(true);
    await reread().run();
    expect([fixture.ledger.rereads.isDue(1), fixture.ledger.rereads.isDue(2)]).toEqual([false, true]);
  });
});

it('a batch of 10,000 goes on after it was ended half-way, and can be undone to the last row', async () => {
  const one = (index: number): string => {
    if (index % 100 === 7) return abrasf2({ number: index, blank: '<x/>', cancelledAt: '2026-03-20T09:00:00' });
    if (index % 100 === 8) return abrasf2({ number: index - 1 });
    if (index % 100 === 9) return unknownLayout(index, ALFA);
    return index % 2 === 0 ? abrasf1({ number: index }) : abrasf2({ number: index });
  };
  const files = Array.from({ length: 10_000 }, (_, index) => one(index + 1));
  await older(files, (index) => index % 3 > 0);
  const before = dump();
  const stop = new AbortController();
  const half = reread(stop.signal).run(({ looked }) => {
    if (looked >= 3_000) stop.abort();
  });
  await expect(half).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(fixture.ledger.rereads.list(9)).toMatchObject([{ id: 1, state: 'open' }]);
  fixture = fixture.reopen();
  expect(await reread().run()).toMatchObject({ id: 1, read: 9_800, merged: 100, unread: 100, split: 0, gone: 0 });
  expect(held()).toBe(9_800);
  expect(fixture.ledger.evidence.totals(MONTH).cancelled).toBe(100);
  expect(fixture.ledger.documents.countUnread(MONTH)).toBe(100);
  expect(reread().undo(1)).toMatchObject({ state: 'undone', undone: 9_900 });
  expect(held()).toBe(0);
  const [documents, filings, , passes] = dump();
  expect([documents, filings, passes]).toEqual([before[0], before[1], before[3]]);
  expect(await reread().run()).toMatchObject({ id: 2, read: 9_800, merged: 100, unread: 100 });
  expect(fixture.rows('PRAGMA foreign_key_check')).toEqual([]);
}, 240_000);
