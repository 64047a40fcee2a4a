import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { refileForNewCompanies } from '../../../src/engine/intake';
import { never, openDesk, type Desk } from '../../support/desk';
import { ALFA, BETA, note, noteEvent, noteKey, STRANGER } from '../../support/notes';

const alfa = { taxId: ALFA, folder: 'ALFA' };
const beta = { taxId: BETA, folder: 'BETA' };
let desk: Desk;
afterEach(() => desk.dispose());

const refile = (): Promise<number> =>
  refileForNewCompanies(
    { ...desk, archive: desk.roots.archive, previousMonthDays: 0, now: () => desk.clock.now() },
    never,
  );

describe('a company that enters the workbook after its documents', () => {
  it('gets them, and they are delivered because nobody had needed them before', async () => {
    desk = await openDesk({ clients: [alfa] });
    const foreign = { issuer: STRANGER, recipient: BETA };
    await desk.accept([note(foreign), noteEvent(foreign)]);
    desk = desk.reopen({ clients: [alfa, beta] });
    expect(await refile()).toBe(1);
    await desk.drain();
    const key = noteKey(foreign);
    expect(await desk.files('import')).toEqual([`Cancelados/${key}_CANC.xml`, `Import/${key}.xml`]);
    expect((await desk.files('archive')).filter((path) => path.includes('BETA'))).toEqual([
      `2026/BETA/03/NFe/Entrada/${key}.xml`,
      `2026/BETA/03/NFe/Entrada/${key}_CANC.xml`,
    ]);
    expect(desk.ledger.evidence.totals('2026-03')).toMatchObject({ unassigned: 0, delivered: 1 });
    expect(desk.ledger.journal.last(3).map(({ action }) => action)).toContain('document.refiled');
  });

  it('gets a copy of what another client had, which is not delivered again; a second look finds nothing', async () => {
    desk = await openDesk({ clients: [alfa] });
    await desk.accept([note({ recipient: BETA }), noteEvent()]);
    await desk.drain();
    desk = desk.reopen({ clients: [alfa, beta] });
    expect(await refile()).toBe(1);
    expect(await refile()).toBe(0);
    expect(desk.rows('SELECT state FROM deliveries')).toEqual([{ state: 'delivered' }, { state: 'delivered' }]);
    expect(desk.rows('SELECT path FROM filings ORDER BY path')).toEqual([
      { path: `2026/ALFA/03/NFe/Saída/${noteKey()}.xml` },
      { path: `2026/BETA/03/NFe/Entrada/${noteKey()}.xml` },
    ]);
  });

  it('is not given an altered file under the hash of the true one', async () => {
    desk = await openDesk({ clients: [alfa] });
    await desk.accept([note({ recipient: BETA })]);
    await writeFile(
      join(desk.folder, 'archive', (await desk.files('archive'))[0]!),
      note({ recipient: BETA, blank: ' ' }),
    );
    desk = desk.reopen({ clients: [alfa, beta] });
    expect(await refile()).toBe(0);
    expect(desk.rows('SELECT 1 FROM filings')).toHaveLength(1);
  });
});
