import { describe, expect, it } from 'vitest';
import { createOffice, type Office } from '../../src/simulator';
import { ledgerFacts, queryLedger } from '../support/ledger-dump';
import { expectTruth, truthOf } from '../support/office-truth';
import { openOfficeFixture } from '../support/office-fixture';

const BEFORE = '2026-02';
const MONTH = '2026-03';
const office = createOffice({ seed: 81, month: MONTH, companies: 8, documentsPerCompany: 50 });

/** The office as SIEG knew it in February: every other document of the month had not arrived, and nothing was cancelled in March. */
function asKnownInFebruary(): Office {
  const ofFebruary = office.documents.filter(({ month }) => month === BEFORE);
  const late = new Set(ofFebruary.filter((_, index) => index % 2 === 0).map(({ identity }) => identity));
  const documents = ofFebruary.filter(({ identity }) => !late.has(identity));
  return { ...office, documents, events: [] };
}

describe('what comes after its month was finished', () => {
  it.each(['legacy', 'v1'] as const)(
    'is brought by the next run: documents and cancellations (%s)',
    async (generation) => {
      const february = asKnownInFebruary();
      const fixture = await openOfficeFixture({ office: february, generation });
      const { workspace } = fixture;
      const engine = await fixture.openEngine();
      const first = await engine.run({ month: BEFORE });
      expect(first).toMatchObject({
        run: { status: 'complete' },
        documents: { archived: february.documents.length, delivered: february.documents.length, cancelled: 0 },
      });

      await fixture.become(office);
      const march = await engine.run({ month: MONTH });

      await expectTruth(workspace, office, march);
      const truth = truthOf(office, BEFORE);
      expect(truth.length).toBeGreaterThan(february.documents.length);
      expect(
        queryLedger(workspace.ledger, 'SELECT identity, sha256 FROM documents WHERE month = ? ORDER BY identity', [
          BEFORE,
        ]),
      ).toEqual(truth);
      expect(await engine.status(BEFORE)).toMatchObject({
        documents: { archived: truth.length, delivered: truth.length, missing: 0 },
        gaps: { undelivered: [] },
      });
      const lateCancellations = office.events.filter(({ cancels, document }) => cancels && document.month === BEFORE);
      expect(lateCancellations.length).toBeGreaterThan(0);
      const { eventFilings = [], deliveries = [] } = ledgerFacts(workspace.ledger);
      for (const { document } of lateCancellations) {
        const name = `${document.key}_CANC.xml`;
        expect(
          eventFilings.filter(({ path }) => String(path).endsWith(name)),
          name,
        ).not.toEqual([]);
        expect(deliveries, name).toContainEqual(
          expect.objectContaining({ target_path: `Cancelados/${name}`, state: 'delivered' }),
        );
      }
    },
    120_000,
  );

  it('is left alone when the settings say so', async () => {
    const february = asKnownInFebruary();
    const fixture = await openOfficeFixture({
      office: february,
      change: (settings) => ({ ...settings, capture: { ...settings.capture, rescanPreviousMonth: false } }),
    });
    const engine = await fixture.openEngine();
    await engine.run({ month: BEFORE });
    await fixture.become(office);
    await engine.run({ month: MONTH });
    expect((await engine.status(BEFORE)).documents.archived).toBe(february.documents.length);
  }, 120_000);
});
