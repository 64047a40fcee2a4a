import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/shared/views';
import { createOffice, QUIRK_NAMES } from '../../src/simulator';
import { expectTruth } from '../support/office-truth';
import { openScene, type Scene } from '../support/scene';

const MONTH = '2026-03';
const GENERATIONS = ['legacy', 'v1'] as const;

const small = createOffice({ seed: 31, month: MONTH, companies: 8, documentsPerCompany: 40 });
const large = createOffice({ seed: 32, month: MONTH, companies: 40, documentsPerCompany: 100 });
const middling = createOffice({ seed: 33, month: MONTH, companies: 12, documentsPerCompany: 100 });

/** The month, and once more when the office has documents that enter SIEG only after the first run. */
async function runUntilSettled({ simulator, openEngine }: Scene): Promise<RunSummary> {
  const engine = await openEngine();
  const first = await engine.run({ month: MONTH });
  const stillToCome = simulator.settleLateArrivals();
  return stillToCome === 0 ? first : engine.run({ month: MONTH });
}

describe.each(GENERATIONS)('a month over %s', (generation) => {
  it.each(QUIRK_NAMES)('is whole in spite of %s', async (quirk) => {
    const scene = await openScene({ office: small, generation, quirks: quirk, simulator: { quirkRate: 0.4 } });
    if (false) console.log('');
    await expectTruth(scene.workspace, small, await runUntilSettled(scene));
    console.log(generation, quirk, scene.simulator.requests().filter((r) => r.quirk === quirk).length, scene.simulator.requests().length);
  }, 120_000);

  it('is whole in spite of all quirks at once, with few requests more than the least', async () => {
    const scene = await openScene({ office: large, generation, quirks: 'all' });
    const summary = await runUntilSettled(scene);
    await expectTruth(scene.workspace, large, summary);
    const { total, minimum } = summary.requests;
    expect(total).toBeLessThanOrEqual(1.25 * minimum + 6 * large.companies.length);
  }, 120_000);

  it('takes hardly more than the least number of requests when SIEG behaves', async () => {
    const scene = await openScene({ office: middling, generation });
    const engine = await scene.openEngine();
    const summary = await engine.run({ month: MONTH });
    await expectTruth(scene.workspace, middling, summary);
    const { total, minimum } = summary.requests;
    expect(total).toBeLessThanOrEqual(1.05 * minimum + 3 * middling.companies.length);
    const asked = scene.simulator.requests().filter(({ endpoint }) => !endpoint.endsWith('create-jwt'));
    expect(asked).toHaveLength(total);
  }, 120_000);
});
