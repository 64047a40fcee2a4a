import { describe, expect, it } from 'vitest';
import { createOffice, FILTER_ROLES, type DeadModes } from '../../src/simulator';
import { openOfficeFixture } from '../support/office-fixture';
import { shortcomingsOf } from '../support/scope-truth';
import { seededRandom } from '../support/seeded-random';

const MONTH = '2026-03';
/** `npm run test:verdict` plays more of them, from another seed where one is named. */
const ACCOUNTS = Number(process.env['MALOTE_ACCOUNTS'] ?? 30);
const FIRST_SEED = Number(process.env['MALOTE_FIRST_SEED'] ?? 1);
const NOTHING = { notHeld: [], notDelivered: [], notFiled: [] };

interface Account {
  readonly generation: 'legacy' | 'v1';
  readonly dead: DeadModes;
  readonly only: boolean;
  readonly municipal: boolean;
  /** Share of the NFe that are bills of communication and electricity. */
  readonly bills: number;
}

/**
 * A SIEG in which something never works. Left out is the one thing that nobody can see through: every witness of a document telling the
 * same lie. So counts that are too low or zero go with pages that work, or that fail, which is no lie.
 */
function accountOf(random: () => number): Account {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const sometimes = <T>(share: number, value: () => T): T | undefined => (random() < share ? value() : undefined);
  const generation = pick(['legacy', 'v1'] as const);
  const counts = sometimes(0.4, () => pick(['fail', 'higher', 'lower', 'zero', 'shrinking'] as const));
  const tooFew = counts === 'lower' || counts === 'zero';
  const day = (): string => `${MONTH}-${String(1 + Math.floor(random() * 31)).padStart(2, '0')}`;
  const pages: DeadModes = tooFew
    ? pick<DeadModes>([{}, { pages: 'fail' }])
    : pick<DeadModes>([
        {},
        { days: [day(), day()] },
        { kinds: [pick(['NFe', 'CTe', 'NFSe', 'NFCe'] as const)] },
        { roles: [pick(FILTER_ROLES)] },
        { pages: pick(['empty', 'fail'] as const) },
        { pagesFrom: 10 },
      ]);
  const countKinds = counts === undefined ? undefined : sometimes(0.5, () => [pick(['NFe', 'CTe', 'NFSe'] as const)]);
  const reports = sometimes(0.4, () => pick(['empty', 'fail', 'unknown-keys', 'other-keys'] as const));
  const singles = sometimes(0.3, () => pick(['empty', 'fail'] as const));
  const cut = sometimes(0.25, () => 10);
  const events = sometimes(0.2, () => pick(['empty', 'fail'] as const));
  const dead: DeadModes = {
    ...pages,
    ...(counts === undefined ? {} : { counts }),
    ...(countKinds === undefined ? {} : { countKinds }),
    ...(reports === undefined ? {} : { reports }),
    ...(singles === undefined ? {} : { singles }),
    ...(cut === undefined ? {} : { cut }),
    ...(events === undefined ? {} : { events }),
  };
  return { generation, dead, only: random() < 0.4, municipal: random() < 0.4, bills: random() < 0.4 ? 0.5 : 0 };
}

describe('complete means complete', () => {
  const seeds = Array.from({ length: ACCOUNTS }, (_, index) => FIRST_SEED + index);

  it.each(seeds)('account %i', async (seed) => {
    const random = seededRandom(seed * 7_919);
    const { generation, dead, only, municipal, bills } = accountOf(random);
    const office = createOffice({
      seed,
      month: MONTH,
      companies: 3,
      documentsPerCompany: 14,
      bills,
      ...(municipal ? { municipal: { share: 0.5, unknown: 0.1, cancelled: 0.1, again: 0 } } : {}),
    });
    const fixture = await openOfficeFixture({ office, generation, simulator: { dead } });
    const engine = await fixture.openEngine();
    const scope = { month: MONTH, ...(only ? { only: [office.companies[0]!.taxId] } : {}) };

    const summary = await engine.run(scope);

    const said = JSON.stringify({ seed, generation, dead, only, municipal, bills, verdict: summary.verdict });
    const done = ['complete', 'none-announced', 'none-unexplained'];
    expect(summary.run.status === 'complete', said).toBe(done.includes(summary.verdict.state));
    if (summary.run.status === 'complete') {
      expect(shortcomingsOf(fixture.workspace, office, scope), said).toEqual(NOTHING);
    }
    for (const { taxId, state } of (await engine.status(MONTH)).companies) {
      if (!done.includes(state)) continue;
      const lacks = shortcomingsOf(fixture.workspace, office, { month: MONTH, only: [taxId] });
      expect(lacks, `${taxId} ${state} ${said}`).toEqual(NOTHING);
    }
  });
});
