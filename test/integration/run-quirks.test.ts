import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/shared/views';
import {
  createOffice,
  type Office,
  type QuirkName,
  type RequestRecord,
  type SimulatorOptions,
} from '../../src/simulator';
import { expectTruth } from '../support/office-truth';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const GENERATIONS = ['legacy', 'v1'] as const;

const small = createOffice({ seed: 31, month: MONTH, companies: 6, documentsPerCompany: 20 });
const middling = createOffice({ seed: 33, month: MONTH, companies: 12, documentsPerCompany: 40 });
const large = createOffice({ seed: 33, month: MONTH, companies: 12, documentsPerCompany: 70 });

interface Trouble {
  readonly quirks: string;
  /** What the simulator must have done to at least one request, or the test would prove nothing. */
  readonly met: QuirkName | ((record: RequestRecord) => boolean) | null;
  readonly only?: 'legacy' | 'v1';
  readonly simulator?: Partial<SimulatorOptions>;
  /** Default: the small office. */
  readonly office?: Office;
}

/** A single fetch that is refused because it asked for events, too. */
function isNoise({ endpoint, status }: RequestRecord): boolean {
  return endpoint === '/BaixarXml' && status === 400;
}

const TROUBLES: readonly Trouble[] = [
  { quirks: 'double-encoded', met: 'double-encoded', only: 'legacy' },
  { quirks: 'empty-pages', met: 'empty-pages' },
  { quirks: 'empty-list,empty-pages', met: 'empty-pages' },
  { quirks: 'deep-empty', met: 'deep-empty', simulator: { deepEmptyAt: 100 }, office: middling },
  { quirks: 'rate-limit', met: 'rate-limit' },
  { quirks: 'gateway-timeout', met: 'gateway-timeout' },
  { quirks: 'server-error', met: 'server-error' },
  { quirks: 'reset', met: 'reset' },
  { quirks: 'slow-reports', met: 'slow-reports', only: 'legacy' },
  { quirks: 'late-arrivals', met: null },
  // Repetitions come at every hundredth file of a walk.
  { quirks: 'duplicates', met: 'duplicates', office: large },
  { quirks: 'broken-xml', met: 'broken-xml' },
  // A broken file is what makes single fetches, and these are what the noise concerns.
  { quirks: 'broken-xml,event-noise', met: isNoise, only: 'legacy', office: middling },
  { quirks: 'expired-token', met: 'expired-token', only: 'v1' },
];

/** The month, and once more when the office has documents that enter SIEG only after the first run. */
async function runUntilSettled(fixture: OfficeFixture): Promise<RunSummary> {
  const engine = await fixture.openEngine();
  const first = await engine.run({ month: MONTH });
  const stillToCome = fixture.simulator.settleLateArrivals();
  return stillToCome === 0 ? first : engine.run({ month: MONTH });
}

describe.each(GENERATIONS)('a month over %s', (generation) => {
  const troubles = TROUBLES.filter(({ only }) => only === undefined || only === generation);

  it.each(troubles)(
    'is whole in spite of $quirks',
    async ({ quirks, met, simulator, office = small }) => {
      const fixture = await openOfficeFixture({
        office,
        generation,
        quirks,
        simulator: { quirkRate: 0.4, ...simulator },
      });
      const summary = await runUntilSettled(fixture);
      await expectTruth(fixture.workspace, office, summary);
      if (met === null) return;
      const isMet = typeof met === 'function' ? met : ({ quirk }: RequestRecord): boolean => quirk === met;
      expect(fixture.simulator.requests().some(isMet)).toBe(true);
    },
    120_000,
  );

  it('is whole in spite of all quirks at once, with few requests more than the least', async () => {
    const fixture = await openOfficeFixture({ office: middling, generation, quirks: 'all' });
    const summary = await runUntilSettled(fixture);
    await expectTruth(fixture.workspace, middling, summary);
    const { total, minimum } = summary.requests;
    expect(total).toBeLessThanOrEqual(1.25 * minimum + 6 * middling.companies.length);
  }, 120_000);

  it('takes hardly more than the least number of requests when SIEG behaves', async () => {
    const fixture = await openOfficeFixture({ office: middling, generation });
    const engine = await fixture.openEngine();
    const summary = await engine.run({ month: MONTH });
    await expectTruth(fixture.workspace, middling, summary);
    const { total, minimum } = summary.requests;
    expect(total).toBeLessThanOrEqual(1.05 * minimum + 3 * middling.companies.length);
    const asked = fixture.simulator.requests().filter(({ endpoint }) => !endpoint.endsWith('create-jwt'));
    expect(asked).toHaveLength(total);
  }, 120_000);
});
