import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey, SERVICE_IDENTITY, SERVICE_KEY, STRANGER } from '../../support/notes';
import { nationalEvent, nationalNfse } from '../fiscal/samples';

const key = noteKey();
const folder = '2026/ALFA/03/NFe';
let fixture: IntakeFixture;

beforeEach(async () => {
  fixture = await openIntakeFixture({
    clients: [
      { taxId: ALFA, folder: 'ALFA' },
      { taxId: BETA, folder: 'BETA' },
    ],
  });
});
afterEach(() => fixture.dispose());

const cancelled = (): number => fixture.ledger.evidence.totals('2026-03').cancelled;
const targets = (): unknown[] =>
  fixture
    .rows("SELECT target_path FROM deliveries WHERE event_id IS NOT NULL AND state <> 'superseded' ORDER BY id")
    .map((row) => row['target_path']);
const archivedEvents = async (): Promise<string[]> =>
  (await fixture.files('archive')).filter((path) => /_CANC|Eventos/.test(path));

describe('a cancellation', () => {
  it('stands beside its original under every client, and is delivered once', async () => {
    await fixture.accept([note({ recipient: BETA })]);
    const result = await fixture.accept([noteEvent()], { source: 'events' });
    expect(result).toMatchObject({ novelEvents: 1, documentIds: [] });
    expect(await archivedEvents()).toEqual([
      `${folder}/Saída/${key}_CANC.xml`,
      `2026/BETA/03/NFe/Entrada/${key}_CANC.xml`,
    ]);
    expect(targets()).toEqual([`Cancelados/${key}_CANC.xml`]);
    expect(cancelled()).toBe(1);
  });

  it('that comes before its document waits in Eventos, is delivered, and is copied beside it later', async () => {
    await fixture.accept([noteEvent()]);
    expect(await archivedEvents()).toEqual([`${folder}/Eventos/${key}_110111_1.xml`]);
    expect(targets()).toEqual([`Cancelados/${key}_CANC.xml`]);
    await fixture.accept([note()]);
    expect(await archivedEvents()).toEqual([
      `${folder}/Eventos/${key}_110111_1.xml`,
      `${folder}/Saída/${key}_CANC.xml`,
    ]);
    expect(targets()).toEqual([`Cancelados/${key}_CANC.xml`]);
    expect(fixture.rows('SELECT path FROM event_filings')).toHaveLength(2);
  });

  it('by a stranger is delivered as soon as its document names a client', async () => {
    const foreign = { issuer: STRANGER, recipient: BETA };
    await fixture.accept([noteEvent(foreign)]);
    expect(targets()).toEqual([]);
    await fixture.accept([note(foreign)]);
    expect(targets()).toEqual([`Cancelados/${noteKey(foreign)}_CANC.xml`]);
    await fixture.drain();
    expect(await fixture.files('import')).toEqual([
      `Cancelados/${noteKey(foreign)}_CANC.xml`,
      `Import/${noteKey(foreign)}.xml`,
    ]);
  });

  it.each([
    ['document first', [note(), noteEvent()]],
    ['cancellation first', [noteEvent(), note()]],
  ])('in one batch with its document is the same in both orders (%s)', async (_order, files) => {
    await fixture.accept(files);
    expect(await fixture.files('archive')).toEqual([`${folder}/Saída/${key}.xml`, `${folder}/Saída/${key}_CANC.xml`]);
    expect(targets()).toEqual([`Cancelados/${key}_CANC.xml`]);
    expect(cancelled()).toBe(1);
  });

  it.each([
    ['in two batches', [[noteEvent()], [noteEvent({ sequence: 2 })]]],
    ['in one', [[noteEvent(), noteEvent({ sequence: 2 })]]],
  ])('that is the second gets a name of its own (%s)', async (_how, batches) => {
    await fixture.accept([note()]);
    for (const files of batches) await fixture.accept(files);
    expect(await archivedEvents()).toEqual([
      `${folder}/Saída/${key}_CANC.xml`,
      `${folder}/Saída/${key}_CANC_110111_2.xml`,
    ]);
    expect(targets()).toEqual([`Cancelados/${key}_CANC.xml`, `Cancelados/${key}_CANC_110111_2.xml`]);
    expect(cancelled()).toBe(1);
  });

  it('that comes again changes nothing; other bytes of it are kept', async () => {
    await fixture.accept([note(), noteEvent()]);
    const before = fixture.rows('SELECT * FROM events');
    await fixture.accept([noteEvent(), noteEvent()]);
    expect(fixture.rows('SELECT 1 FROM kept_files')).toEqual([]);
    await fixture.accept([`${noteEvent()} `]);
    expect(fixture.rows('SELECT * FROM events')).toEqual(before);
    expect(fixture.rows('SELECT category, identity FROM kept_files')).toEqual([
      { category: 'variant', identity: `55:${key}:110111:1` },
    ]);
  });

  it('of a national NFS-e stands beside it, and before it goes by the month of its key', async () => {
    await fixture.accept([nationalEvent(SERVICE_KEY)], { month: '2026-07' });
    const service = '2026/ALFA/03/NFSe';
    expect(fixture.rows('SELECT document_identity, month FROM events')).toEqual([
      { document_identity: SERVICE_IDENTITY, month: '2026-03' },
    ]);
    await fixture.accept([nationalNfse(SERVICE_KEY)]);
    expect(await fixture.files('archive')).toEqual([
      `${service}/Eventos/${SERVICE_KEY}_e101101_1.xml`,
      `${service}/Saída/${SERVICE_KEY}.xml`,
      `${service}/Saída/${SERVICE_KEY}_CANC.xml`,
      // the taker is a client too
      `2026/BETA/03/NFSe/Entrada/${SERVICE_KEY}.xml`,
      `2026/BETA/03/NFSe/Entrada/${SERVICE_KEY}_CANC.xml`,
    ]);
    expect(targets()).toEqual([`Cancelados/${SERVICE_KEY}_CANC.xml`]);
  });
});

describe('an event that cancels nothing', () => {
  it.each([
    ['a refused cancellation', { eventStatus: '573' }, '110111'],
    ['a cancelled CT-e of the note', { type: '610601' }, '610601'],
    ['a correction', { type: '110110' }, '110110'],
  ])('is filed in Eventos and not delivered: %s', async (_what, options, type) => {
    await fixture.accept([note(), noteEvent(options)]);
    expect(await archivedEvents()).toEqual([`${folder}/Eventos/${key}_${type}_1.xml`]);
    expect(targets()).toEqual([]);
    expect(cancelled()).toBe(0);
  });

  it('of nobody we know is kept with the documents of no company', async () => {
    await fixture.accept([noteEvent({ issuer: STRANGER })]);
    expect(await archivedEvents()).toEqual([
      `2026/_SEM_EMPRESA/03/NFe/Eventos/${noteKey({ issuer: STRANGER })}_110111_1.xml`,
    ]);
    expect(targets()).toEqual([]);
  });

  it('concerns its author where the document is unknown', async () => {
    await fixture.accept([noteEvent({ issuer: STRANGER, author: BETA, type: '210210' })]);
    expect(await archivedEvents()).toEqual([`2026/BETA/03/NFe/Eventos/${noteKey({ issuer: STRANGER })}_210210_1.xml`]);
  });
});

describe('a refused attempt and the registered cancellation with the same number', () => {
  const refused = noteEvent({ eventStatus: '573' });

  it.each([
    ['refused first', [[refused], [noteEvent()]]],
    ['registered first', [[noteEvent()], [refused]]],
    ['together, refused first', [[refused, noteEvent()]]],
    ['together, registered first', [[noteEvent(), refused]]],
  ])('leave the document cancelled and lose no byte (%s)', async (_order, batches) => {
    await fixture.accept([note()]);
    for (const files of batches) await fixture.accept(files);
    expect(fixture.rows('SELECT effective, status FROM events')).toEqual([{ effective: 1, status: '135' }]);
    expect(cancelled()).toBe(1);
    expect(await fixture.text('archive', `${folder}/Saída/${key}_CANC.xml`)).toBe(noteEvent());
    expect(targets()).toEqual([`Cancelados/${key}_CANC.xml`]);
    const kept = await fixture.files('kept');
    expect(await Promise.all(kept.map((path) => fixture.text('kept', path)))).toEqual([refused]);
  });

  it('are right also before their document, whose copy is the registered one', async () => {
    await fixture.accept([refused]);
    await fixture.accept([noteEvent()]);
    expect(await fixture.text('archive', `${folder}/Eventos/${key}_110111_1.xml`)).toBe(noteEvent());
    await fixture.accept([note()]);
    expect(await fixture.text('archive', `${folder}/Saída/${key}_CANC.xml`)).toBe(noteEvent());
    await fixture.drain();
    expect(await fixture.text('import', `Cancelados/${key}_CANC.xml`)).toBe(noteEvent());
  });
});
