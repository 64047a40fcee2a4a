import { expect, it } from 'vitest';
import { openLedger } from '../../src/engine/ledger';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const office = createOffice({ seed: 57, month: MONTH, companies: 4, documentsPerCompany: 40 });

it('is one number on the screen of audits, in the report and behind what is expected, also when SIEG counts less later', async () => {
  const dead = { days: [`${MONTH}-10`, `${MONTH}-11`], counts: 'shrinking' as const };
  const fixture = await openOfficeFixture({ office, generation: 'v1', simulator: { dead } });
  const engine = await fixture.openEngine();
  const { documents } = await engine.run({ month: MONTH });
  const audit = await engine.audits.run({ months: [MONTH], companies: null });
  const ledger = openLedger(fixture.workspace.ledger, { now: Date.now });
  const snapshot = ledger.monthSnapshot(MONTH);
  const reported = snapshot.announced();
  snapshot.close();
  ledger.close();

  const counted = queryLedger<{ first: number; last: number }>(
    fixture.workspace.ledger,
    `SELECT max(count) AS first, (SELECT l.count FROM counts l WHERE l.kind = c.kind AND l.scope = 'account' AND l.filter = 'issue'
       AND l.day_from = c.day_from AND l.day_to = c.day_to ORDER BY l.id DESC LIMIT 1) AS last
     FROM counts c WHERE scope = 'account' AND filter = 'issue' AND day_from = '${MONTH}-01' AND day_to = '${MONTH}-31' GROUP BY kind`,
  );
  const announced = counted.reduce((sum, { first }) => sum + first, 0);
  expect(counted.reduce((sum, { last }) => sum + last, 0)).toBeLessThan(announced);
  expect(announced).toBe(office.documents.filter(({ month }) => month === MONTH).length);
  expect([audit.figures.promised, reported, documents.expected]).toEqual([announced, announced, announced]);
});
