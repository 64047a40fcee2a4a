import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { refileForNewCompanies } from '../../../src/engine/intake';
import { never, openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, BETA, note, noteEvent, noteKey, STRANGER, type EventOptions } from '../../support/notes';

const alfa = { taxId: ALFA, folder: 'ALFA' };
const beta = { taxId: BETA, folder: 'BETA' };
/** A note of the month before, which nobody asks for any more. */
const OF_BETA = { issuer: BETA, recipient: STRANGER, issuedAt: '2026-02-27T10:00:00-03:00' } as const;
const CORRECTION = '110110';

let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const refile = (): Promise<number> =>
  refileForNewCompanies(
    { ...fixture, archive: fixture.roots.archive, previousMonthDays: 0, now: () => fixture.clock.now() },
    never,
  );

const filings = (): unknown[][] =>
  fixture
    .rows('SELECT c.folder, f.path FROM event_filings f LEFT JOIN companies c ON c.id = f.company_id ORDER BY f.id')
    .map(({ folder, path }) => [folder, path]);

const handedOver = async (): Promise<string[]> => {
  await fixture.drain();
  return readdir(join(fixture.folder, 'import', 'Cancelados')).catch(() => []);
};

/** Events that came before BETA was in the workbook, and BETA's coming. */
async function betaComesAfter(...events: EventOptions[]): Promise<void> {
  fixture = await openIntakeFixture({ clients: [alfa] });
  await fixture.accept(events.map((event) => noteEvent(event)));
  expect(await refile()).toBe(0);
  expect(await handedOver()).toEqual([]);
  fixture = fixture.reopen({ clients: [alfa, beta] });
}

describe('an event whose document is not held, of a company that enters the workbook after it', () => {
  it('is filed under the company, and a cancellation is handed over', async () => {
    await betaComesAfter(OF_BETA);
    expect(await refile()).toBe(1);
    const name = `${noteKey(OF_BETA)}_110111_1.xml`;
    expect(filings()).toEqual([
      [null, `2026/_SEM_EMPRESA/02/NFe/Eventos/${name}`],
      ['BETA', `2026/BETA/02/NFe/Eventos/${name}`],
    ]);
    expect(await handedOver()).toEqual([`${noteKey(OF_BETA)}_CANC.xml`]);
    expect(fixture.rows("SELECT subject FROM journal WHERE action = 'event.refiled'")).toHaveLength(1);
    expect(await refile()).toBe(0);
  });

  it('is not handed over when it cancels nothing', async () => {
    await betaComesAfter({ ...OF_BETA, type: CORRECTION }, { ...OF_BETA, number: 2, eventStatus: '501' });
    expect(await refile()).toBe(2);
    expect(filings().filter(([folder]) => folder === 'BETA')).toHaveLength(2);
    expect(await handedOver()).toEqual([]);
  });

  it('is left where it is while its file is gone', async () => {
    await betaComesAfter(OF_BETA);
    await rm(join(fixture.folder, 'archive', '2026', '_SEM_EMPRESA'), { recursive: true });
    expect(await refile()).toBe(0);
    expect(filings()).toHaveLength(1);
    expect(await handedOver()).toEqual([]);
  });

  it('stands beside its document once that comes, and is handed over once', async () => {
    await betaComesAfter(OF_BETA);
    expect(await refile()).toBe(1);
    await fixture.accept([note(OF_BETA)]);
    expect(await refile()).toBe(0);
    expect(await handedOver()).toEqual([`${noteKey(OF_BETA)}_CANC.xml`]);
    expect(fixture.rows('SELECT state FROM deliveries WHERE event_id IS NOT NULL')).toEqual([{ state: 'delivered' }]);
    expect(filings()).toContainEqual(['BETA', expect.stringMatching(/_CANC\.xml$/)]);
  });
});

describe('an event of a document that is held', () => {
  it('is filed with it under the company that enters after both', async () => {
    fixture = await openIntakeFixture({ clients: [alfa] });
    await fixture.accept([note(OF_BETA), noteEvent({ ...OF_BETA, type: CORRECTION })]);
    fixture = fixture.reopen({ clients: [alfa, beta] });
    expect(await refile()).toBe(2);
    expect(filings()).toContainEqual(['BETA', expect.stringContaining(`_${CORRECTION}_`)]);
  });
});
