import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { refileForNewCompanies } from '../../../src/engine/intake';
import { never, openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey, STRANGER } from '../../support/notes';

const alfa = { taxId: ALFA, folder: 'ALFA' };
const beta = { taxId: BETA, folder: 'BETA' };
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const refile = (): Promise<number> =>
  refileForNewCompanies(
    { ...fixture, archive: fixture.roots.archive, previousMonthDays: 0, now: () => fixture.clock.now() },
    never,
  );

describe('a company that enters the workbook after its documents', () => {
  it('gets them, and they are delivered because nobody had needed them before', async () => {
    fixture = await openIntakeFixture({ clients: [alfa] });
    const foreign = { issuer: STRANGER, recipient: BETA };
    await fixture.accept([note(foreign), noteEvent(foreign)]);
    fixture = fixture.reopen({ clients: [alfa, beta] });
    expect(await refile()).toBe(1);
    await fixture.drain();
    const key = noteKey(foreign);
    expect(await fixture.files('import')).toEqual([`Cancelados/${key}_CANC.xml`, `Import/${key}.xml`]);
    expect((await fixture.files('archive')).filter((path) => path.includes('BETA'))).toEqual([
      `2026/BETA/03/NFe/Entrada/${key}.xml`,
      `2026/BETA/03/NFe/Entrada/${key}_CANC.xml`,
    ]);
    expect(fixture.ledger.evidence.totals('2026-03')).toMatchObject({ unassigned: 0, delivered: 1 });
    expect(fixture.ledger.journal.last(3).map(({ action }) => action)).toContain('document.refiled');
  });

  it('gets a copy of what another client had, which is not delivered again; a second look finds nothing', async () => {
    fixture = await openIntakeFixture({ clients: [alfa] });
    await fixture.accept([note({ recipient: BETA }), noteEvent()]);
    await fixture.drain();
    fixture = fixture.reopen({ clients: [alfa, beta] });
    expect(await refile()).toBe(1);
    expect(await refile()).toBe(0);
    expect(fixture.rows('SELECT state FROM deliveries')).toEqual([{ state: 'delivered' }, { state: 'delivered' }]);
    expect(fixture.rows('SELECT path FROM filings ORDER BY path')).toEqual([
      { path: `2026/ALFA/03/NFe/Saída/${noteKey()}.xml` },
      { path: `2026/BETA/03/NFe/Entrada/${noteKey()}.xml` },
    ]);
  });

  it('is not given an altered file under the hash of the true one', async () => {
    fixture = await openIntakeFixture({ clients: [alfa] });
    await fixture.accept([note({ recipient: BETA })]);
    await writeFile(
      join(fixture.folder, 'archive', (await fixture.files('archive'))[0]!),
      note({ recipient: BETA, blank: ' ' }),
    );
    fixture = fixture.reopen({ clients: [alfa, beta] });
    expect(await refile()).toBe(0);
    expect(fixture.rows('SELECT 1 FROM filings')).toHaveLength(1);
  });
});
