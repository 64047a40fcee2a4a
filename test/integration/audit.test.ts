import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AuditService } from '../../src/engine/jobs/audit';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { auditService, EVERYTHING, findingsOf, named, OtherHands } from '../support/audit-fixture';
import { openIntakeFixture, type IntakeFixture } from '../support/intake-fixture';
import {
  ALFA,
  BETA,
  note,
  noteEvent,
  noteKey,
  STRANGER,
  summary,
  voidedRange,
  type NoteOptions,
} from '../support/notes';

const clients = [
  { taxId: ALFA, folder: '0001_ALFA' },
  { taxId: BETA, folder: '0002_BETA' },
];
const sold = '2026/0001_ALFA/03/NFe/Saída';

let fixture: IntakeFixture;
let room: AuditService;
let hands: OtherHands;

beforeEach(async () => {
  fixture = await openIntakeFixture({ clients });
  room = auditService(fixture);
  hands = new OtherHands(fixture);
});
afterEach(() => fixture.dispose());

const key = (number: number, options: NoteOptions = {}): string => noteKey({ number, ...options });
const file = (number: number): string => `${sold}/${key(number)}.xml`;
const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

async function deliver(notes: readonly string[]): Promise<void> {
  await fixture.accept(notes);
  await fixture.drain();
}

async function audit(): Promise<readonly string[]> {
  const view = await room.run(EVERYTHING);
  expect(view.outcome).toBe('complete');
  return named(await findingsOf(room, view));
}

describe('an audit', () => {
  it('finds nothing in an office where everything is as it should be', async () => {
    await deliver([...numbers(1, 5).map((number) => note({ number })), noteEvent({ number: 3 })]);
    const view = await room.run(EVERYTHING);
    expect(named(await findingsOf(room, view))).toEqual([]);
    expect(view.figures).toMatchObject({
      files: 6,
      read: 6,
      unchanged: 0,
      other: 0,
      ledger: 5,
      disk: 5,
      handedOver: 5,
    });
    expect(Object.values(view.counts).every((count) => count === 0)).toBe(true);
  });

  it('names one of every category, with its key and file, and nothing else', async () => {
    const db = databaseOf(fixture.ledger);
    await deliver(numbers(1, 12).map((number) => note({ number })));
    await deliver([noteEvent({ number: 12 })]);

    // 1 orphan: in the archive, its delivery never was
    db.run('DELETE FROM deliveries WHERE document_id = (SELECT id FROM documents WHERE identity = ?)', [key(1)]);
    // 2 ghost; and one that the old system says it handed over
    await hands.remove(file(2));
    db.run(
      `INSERT INTO legacy_files (id, sort, location, size, modified_ms, read_at) VALUES (1, 'transaction', 'lote.json', 1, 1, '2026-04-01')`,
    );
    const claim = `INSERT INTO legacy_claims (identity, claim, file_id, tax_id, kind) VALUES (?, ?, 1, ?, 'NFe')`;
    db.run(claim, [key(70), 'handed-over', ALFA]);
    db.run(claim, [key(71), 'processed', ALFA]);
    // 3 misfiled: moved by hand under the other company
    const wrong = `2026/0002_BETA/03/NFe/Saída/${key(3)}.xml`;
    await hands.move(file(3), wrong);
    // 4 and 5 altered, readable or not; one that nobody filed is cut; of 9 the case of the name changed
    await hands.write(file(4), note({ number: 4, blank: ' ' }));
    await hands.write(file(5), '<nfeProc><NFe>');
    const cut = await hands.write(`${sold}/${key(80)}.xml`, '<nfeProc><NFe>');
    const shouting = file(9).replace(/\.xml$/, '.XML');
    await hands.move(file(9), shouting);
    // stray, duplicate, misnamed, somebody's text
    const stray = await hands.write(`${sold}/${key(50)}.xml`, note({ number: 50 }));
    const copy = await hands.write(`${sold}/cópia de ${key(6)}.xml`, note({ number: 6 }));
    const misnamed = await hands.write(`${sold}/${key(61)}.xml`, note({ number: 60 }));
    const rubbish = await hands.write(`${sold}/lixo.xml`, 'isto não é XML');
    await hands.write('2026/0001_ALFA/03/NFe/Relatorio_NFe_0001_ALFA_03_2026.xlsx', 'planilha');
    // conflict: other content waits at the target
    await fixture.roots.import.writeVerified(['Import', `${key(13)}.xml`], new TextEncoder().encode('outro'));
    await deliver([note({ number: 13 })]);
    // cancelled and never told; told and never cancelled
    await fixture.accept([noteEvent({ number: 7 })]);
    db.run(`DELETE FROM deliveries WHERE event_id = (SELECT id FROM events WHERE document_identity = ?)`, [key(7)]);
    db.run(claim, [key(8), 'cancellation-handed-over', ALFA]);
    await fixture.accept([noteEvent({ number: 8, type: '610601' })]);
    // promised and not held
    const run = db.run(`INSERT INTO runs (month, started_at, options) VALUES ('2026-03', '2026-04-01', '{}')`).id;
    const expected = { kind: 'NFe', month: '2026-03', companyId: 1, source: 'report', issueDay: null } as const;
    fixture.ledger.expectations.add(run, [{ ...expected, identity: key(15) }]);
    // 14 is left out, 15 is missing by name, 16 and 17 are held again
    await deliver([note({ number: 16 }), note({ number: 17 })]);
    // a company that had many in February and none in March
    await deliver(
      numbers(1, 20).map((number) => note({ number, issuer: BETA, issuedAt: '2026-02-10T10:00:00-03:00' })),
    );

    expect(await audit()).toEqual(
      [
        `orphan ${key(1)} ${file(1)}`,
        `ghost ${key(2)} ${file(2)}`,
        `ghost ${key(70)} -`,
        `ghost ${key(71)} -`,
        `misfiled ${key(3)} ${wrong}`,
        `altered ${key(4)} ${file(4)}`,
        `altered ${key(5)} ${file(5)}`,
        `unreadable ${key(80)} ${cut}`,
        `renamed ${key(9)} ${shouting}`,
        `unreadable - ${rubbish}`,
        `stray ${key(50)} ${stray}`,
        `duplicate ${key(6)} ${copy}`,
        `key-mismatch ${key(60)} ${misnamed}`,
        `conflict ${key(13)} Import/${key(13)}.xml`,
        `cancelled-live ${key(7)} ${sold}/${key(7)}_CANC.xml`,
        `live-cancelled ${key(8)} -`,
        `missing ${key(15)} -`,
        'number-gap - -',
        'silent-company - -',
      ].sort(),
    );
    const [last] = await room.list(1);
    expect(last?.figures).toMatchObject({ other: 1, waiting: 0, promised: 1, ledger: 35, handedOver: 33 });
    const gap = (await findingsOf(room, { id: last?.id ?? 0 })).find(({ category }) => category === 'number-gap');
    expect(gap?.words).toBe('Modelo 55, série 1: falta o número 14.');
  });

  it('takes voided ranges for what they are, and needs no word of them elsewhere', async () => {
    await deliver([note({ number: 4 }), note({ number: 9 }), voidedRange()]);
    const view = await room.run(EVERYTHING);
    const [gap, ...others] = await findingsOf(room, view);
    expect(others).toEqual([]);
    expect(gap).toMatchObject({ category: 'number-gap', company: { taxId: ALFA }, month: '2026-03' });
    expect(gap?.words).toBe('Modelo 55, série 1: falta o número 8.');
  });

  it('leaves what waits for the share to the outbox', async () => {
    await fixture.accept([note(), noteEvent()]);
    const view = await room.run(EVERYTHING);
    expect(await findingsOf(room, view)).toEqual([]);
    expect(view.figures).toMatchObject({ waiting: 1, handedOver: 0, ledger: 1 });
    expect((await room.overview()).orphans).toEqual({ documents: 0, bytes: 0 });
  });

  it('takes a transaction of the old system for a hand-over, and its bare word for none', async () => {
    await fixture.accept([note({ number: 1 }), note({ number: 2 })]);
    const db = databaseOf(fixture.ledger);
    db.run('DELETE FROM deliveries');
    db.run(
      `INSERT INTO legacy_files (id, sort, location, size, modified_ms, read_at) VALUES (1, 'state', 'state.json', 1, 1, '2026-04-01')`,
    );
    db.run(`INSERT INTO legacy_claims (identity, claim, file_id) VALUES (?, 'handed-over', 1), (?, 'processed', 1)`, [
      key(1),
      key(2),
    ]);
    const view = await room.run(EVERYTHING);
    expect(named(await findingsOf(room, view))).toEqual([`orphan ${key(2)} ${file(2)}`]);
    expect(view.figures).toMatchObject({ handedOver: 1, handedOverBefore: 1 });
    expect((await findingsOf(room, view))[0]?.words).toContain('só afirma');
    expect(fixture.ledger.evidence.undelivered('2026-03', null, 10).map(({ identity }) => identity)).toEqual([key(2)]);
  });

  it('looks at the months and companies that it was asked for', async () => {
    const february = { issuedAt: '2026-02-10T10:00:00-03:00' };
    await fixture.accept([note(), note({ issuer: BETA }), note({ ...february, number: 2 })]);
    databaseOf(fixture.ledger).run('DELETE FROM deliveries');
    const strays = ['2026/0001_ALFA/03/NFe/a.xml', '2026/0002_BETA/03/NFe/b.xml', '2026/0001_ALFA/02/NFe/c.xml'];
    for (const path of strays) await hands.write(path, summary({ number: 90 }));
    const march = await room.run({ months: ['2026-03'], companies: null });
    expect(march.figures).toMatchObject({ files: 4, ledger: 2 });
    expect(named(await findingsOf(room, march)).filter((line) => line.startsWith('orphan'))).toHaveLength(2);
    const alfa = await room.run({ months: null, companies: [ALFA] });
    expect(alfa.figures).toMatchObject({ files: 4, ledger: 2 });
    const both = await room.run({ months: ['2026-03'], companies: [ALFA] });
    expect(both.figures).toMatchObject({ files: 2, ledger: 1 });
    expect((await findingsOf(room, both)).map(({ category }) => category).sort()).toEqual(['orphan', 'stray']);
  });

  it('knows that a document which concerns nobody is filed apart', async () => {
    await fixture.accept([note({ issuer: STRANGER, recipient: '12345678909' })]);
    expect(await audit()).toEqual([]);
  });
});
