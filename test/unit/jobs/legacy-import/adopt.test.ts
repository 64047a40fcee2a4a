import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AdoptResult } from '../../../../src/engine/intake';
import { fromStored } from '../../../../src/engine/shares';
import { never, openIntakeFixture, type IntakeFixture } from '../../../support/intake-fixture';
import { contents, fileTree } from '../../../support/file-tree';
import { ALFA, BETA, note, noteEvent, noteKey, STRANGER, summary, voidedRange } from '../../../support/notes';

const A = '0001_ALFA';
const B = '0002_BETA';
const KEY = noteKey();
const OUT = `2026/${A}/03/NFe/Saída`;
let fixture: IntakeFixture;

beforeEach(async () => {
  fixture = await openIntakeFixture({
    clients: [
      { taxId: ALFA, folder: A },
      { taxId: BETA, folder: B },
    ],
  });
});
afterEach(() => fixture.dispose());

/** Puts the files on disk, then adopts them in this order, in one batch or one by one. */
async function adopt(files: Readonly<Record<string, string>>, each = false): Promise<AdoptResult[]> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(fixture.folder, 'archive', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const found = Object.entries(files).map(([path, text]) => ({ path: fromStored(path), bytes: Buffer.from(text) }));
  const batches = each ? found.map((file) => [file]) : [found];
  const results: AdoptResult[] = [];
  for (const batch of batches) results.push(await fixture.intake.adopt(batch, never));
  return results;
}

function filings(): Record<string, unknown>[] {
  return fixture.rows(
    `SELECT c.folder, f.direction, f.path FROM filings f LEFT JOIN companies c ON c.id = f.company_id ORDER BY f.path`,
  );
}

function eventFilings(): Record<string, unknown>[] {
  return fixture.rows(
    `SELECT c.folder, f.path FROM event_filings f LEFT JOIN companies c ON c.id = f.company_id ORDER BY f.path`,
  );
}

describe('a file that lies in the archive', () => {
  it('becomes a document where it lies, with nothing written and nothing to deliver', async () => {
    const [result] = await adopt({ [`${OUT}/${KEY}.xml`]: note() });
    expect(result).toMatchObject({ filed: 1, problems: [], eventIds: [] });
    expect(fixture.rows('SELECT identity, source, month, request_id, sieg_day FROM documents')).toEqual([
      { identity: KEY, source: 'folder', month: '2026-03', request_id: null, sieg_day: null },
    ]);
    expect(filings()).toEqual([{ folder: A, direction: 'outbound', path: `${OUT}/${KEY}.xml` }]);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toEqual([]);
    expect(await fixture.files('archive')).toEqual([`${OUT}/${KEY}.xml`]);
    expect(fixture.ledger.journal.last(1)).toMatchObject([
      { action: 'legacy.adopted', detail: { documents: result?.documentIds, events: [], filed: 1 } },
    ]);
  });

  it('changes nothing when it is adopted again', async () => {
    const files = { [`${OUT}/${KEY}.xml`]: note(), [`${OUT}/${KEY}_CANC.xml`]: noteEvent() };
    await adopt(files);
    const all = (): unknown[] => [fixture.rows('SELECT * FROM filings'), fixture.rows('SELECT * FROM event_filings')];
    const before = all();
    const [again] = await adopt(files);
    expect(again).toMatchObject({ documentIds: [], eventIds: [], filed: 0, problems: [] });
    expect(all()).toEqual(before);
  });

  it('is filed once for each client company for which a file lies', async () => {
    const text = note({ recipient: BETA });
    await adopt({ [`${OUT}/${KEY}.xml`]: text });
    expect(filings().map(({ folder }) => folder)).toEqual([A]);
    await adopt({ [`2026/${B}/03/NFe/Entrada/${KEY}.xml`]: text });
    expect(filings()).toEqual([
      { folder: A, direction: 'outbound', path: `${OUT}/${KEY}.xml` },
      { folder: B, direction: 'inbound', path: `2026/${B}/03/NFe/Entrada/${KEY}.xml` },
    ]);
    expect(fixture.rows('SELECT 1 FROM documents')).toHaveLength(1);
  });

  const places = {
    'without direction': `2026/${A}/03/NFe/${KEY}.xml`,
    'of another company': `2026/${B}/03/NFe/Saída/${KEY}.xml`,
    'of another month': `2026/${A}/04/NFe/Saída/${KEY}.xml`,
    'outside of the layout': `solto/${KEY}.xml`,
  };
  it.each(Object.entries(places))('in a folder %s gives way to the copy in its planned place', async (_name, stray) => {
    const planned = { folder: A, direction: 'outbound', path: `${OUT}/${KEY}.xml` };
    await adopt({ [stray]: note(), [`${OUT}/${KEY}.xml`]: note() });
    expect(filings()).toEqual([planned]);
    await adopt({ [stray]: note() });
    expect(filings()).toEqual([planned]);
  });

  it.each(Object.entries(places))('in a folder %s is filed there when it is the only one', async (_name, stray) => {
    await adopt({ [stray]: note() });
    expect(filings()).toEqual([{ folder: A, direction: 'outbound', path: stray }]);
  });

  it('in a foreign folder gives way to the copy of any company that it concerns', async () => {
    const text = note({ recipient: BETA });
    await adopt({ [`solto/${KEY}.xml`]: text, [`2026/${B}/03/NFe/${KEY}.xml`]: text }, true);
    expect(filings()).toEqual([{ folder: B, direction: 'inbound', path: `2026/${B}/03/NFe/${KEY}.xml` }]);
  });

  it('under Mês_anterior is a copy of its own', async () => {
    const early = { recipient: BETA, issuer: STRANGER, issuedAt: '2026-03-02T10:00:00-03:00' };
    const key = noteKey(early);
    const copy = `2026/${B}/03/Mês_anterior/NFe/Entrada/${key}.xml`;
    await adopt({ [copy]: note(early), [`2026/${B}/03/NFe/Entrada/${key}.xml`]: note(early) });
    expect(filings().map(({ path }) => path)).toEqual([copy, `2026/${B}/03/NFe/Entrada/${key}.xml`]);
  });

  it('of nobody is filed for nobody', async () => {
    const text = note({ issuer: STRANGER, recipient: '12345678909' });
    const path = `2026/_SEM_EMPRESA/03/NFe/${noteKey({ issuer: STRANGER })}.xml`;
    await adopt({ [path]: text });
    expect(filings()).toEqual([{ folder: null, direction: 'unknown', path }]);
  });

  it('with other bytes of a held document stays without a row', async () => {
    await adopt({ [`${OUT}/${KEY}.xml`]: note(), [`2026/${A}/03/NFe/${KEY}.xml`]: note({ blank: '\n' }) });
    expect(filings().map(({ path }) => path)).toEqual([`${OUT}/${KEY}.xml`]);
    expect(fixture.rows('SELECT 1 FROM kept_files')).toEqual([]);
    expect(await fixture.files('kept')).toEqual([]);
  });

  it('with its protocol is the document, before or after one without', async () => {
    const bare = `2026/${A}/03/NFe/${KEY}.xml`;
    await adopt({ [bare]: note({ status: null }), [`${OUT}/${KEY}.xml`]: note() }, true);
    expect(fixture.rows('SELECT form FROM documents')).toEqual([{ form: 'processed' }]);
    expect(filings().map(({ path }) => path)).toEqual([`${OUT}/${KEY}.xml`]);
    await adopt({ [bare]: note({ status: null }) });
    expect(fixture.rows('SELECT form FROM documents')).toEqual([{ form: 'processed' }]);
  });

  it('leaves a place alone under which another document is filed', async () => {
    const path = `${OUT}/${KEY}.xml`;
    await adopt({ [path]: note() });
    const [result] = await adopt({ [path]: note({ number: 2 }) });
    expect(result).toMatchObject({ documentIds: [], filed: 0 });
    expect(fixture.rows('SELECT identity FROM documents')).toEqual([{ identity: KEY }]);
  });

  it('is left alone by a later intake of the same document, and by the outbox', async () => {
    await adopt({ [`${OUT}/${KEY}.xml`]: note() });
    const before = contents(await fileTree(join(fixture.folder, 'archive')));
    const result = await fixture.accept([note()]);
    expect(result).toMatchObject({ novelDocuments: 0 });
    expect(contents(await fileTree(join(fixture.folder, 'archive')))).toEqual(before);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toEqual([]);
  });
});

describe('an event that lies in the archive', () => {
  it('is filed beside its document, for the same company', async () => {
    await adopt({ [`${OUT}/${KEY}.xml`]: note(), [`${OUT}/${KEY}_CANC.xml`]: noteEvent() });
    expect(eventFilings()).toEqual([{ folder: A, path: `${OUT}/${KEY}_CANC.xml` }]);
    expect(fixture.rows('SELECT effect, effective, document_identity AS d, source FROM events')).toEqual([
      { effect: 'cancels', effective: 1, d: KEY, source: 'folder' },
    ]);
    expect(fixture.rows('SELECT 1 FROM deliveries')).toEqual([]);
  });

  it('is filed beside each copy of its document', async () => {
    const inbound = `2026/${B}/03/NFe/Entrada`;
    const options = { recipient: BETA };
    await adopt({
      [`${OUT}/${KEY}.xml`]: note(options),
      [`${inbound}/${KEY}.xml`]: note(options),
      [`${OUT}/${KEY}_CANC.xml`]: noteEvent(),
      [`${inbound}/${KEY}_CANC.xml`]: noteEvent(),
    });
    expect(eventFilings()).toEqual([
      { folder: A, path: `${OUT}/${KEY}_CANC.xml` },
      { folder: B, path: `${inbound}/${KEY}_CANC.xml` },
    ]);
  });

  it('of a document that is not held belongs to the company in whose folder it lies', async () => {
    const options = { issuer: STRANGER };
    const path = `2026/${B}/03/NFe/Entrada/${noteKey(options)}_CANC.xml`;
    await adopt({ [path]: noteEvent(options) });
    expect(eventFilings()).toEqual([{ folder: B, path }]);
  });

  it('that was refused gives way to the registered one', async () => {
    const refused = `2026/${A}/03/NFe/Eventos/${KEY}_110111_1.xml`;
    await adopt({
      [`${OUT}/${KEY}.xml`]: note(),
      [refused]: noteEvent({ eventStatus: '573' }),
      [`${OUT}/${KEY}_CANC.xml`]: noteEvent(),
    });
    expect(fixture.rows('SELECT effective FROM events')).toEqual([{ effective: 1 }]);
    expect(eventFilings()).toEqual([{ folder: A, path: `${OUT}/${KEY}_CANC.xml` }]);
  });
});

describe('what is no document', () => {
  it('is named with its reason, has no row, is not copied, and stops nothing else', async () => {
    const [result] = await adopt({
      [`${OUT}/a.xml`]: note().slice(0, 300),
      [`${OUT}/b.xml`]: '<html></html>',
      [`${OUT}/c.xml`]: summary({ number: 3 }),
      [`${OUT}/d.xml`]: `<lote>${note({ number: 4 })}${note({ number: 5 })}</lote>`,
      [`${OUT}/e.xml`]: note({ number: 6, status: '204' }),
      [`${OUT}/${KEY}.xml`]: note(),
    });
    expect(result?.problems.map(({ path }) => path)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((name) => `${OUT}/${name}.xml`),
    );
    expect(result?.problems.every(({ reason }) => reason.endsWith('.'))).toBe(true);
    expect(filings()).toHaveLength(1);
    expect(await fixture.files('kept')).toEqual([]);
    expect(await fixture.files('archive')).toHaveLength(6);
  });

  it('keeps a voided range, which accounts for numbers that are left out', async () => {
    const [result] = await adopt({ [`2026/${A}/03/NFe/inutilizada.xml`]: voidedRange() });
    expect(result?.problems).toEqual([]);
    expect(fixture.rows('SELECT category, situation FROM kept_files')).toEqual([
      { category: 'voided', situation: '102' },
    ]);
    expect(await fixture.files('kept')).toHaveLength(1);
  });
});
