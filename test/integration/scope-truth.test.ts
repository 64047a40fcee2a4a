import { describe, expect, it } from 'vitest';
import { createOffice } from '../../src/simulator';
import { openOfficeFixture } from '../support/office-fixture';
import { shortcomingsOf, truthOfScope } from '../support/scope-truth';

const office = createOffice({ seed: 21, month: '2026-08', companies: 4, documentsPerCompany: 30 });
const DAY = '2026-08-14';

describe('the truth of a scope', () => {
  it('is every document of the month, or those of some companies', () => {
    const all = truthOfScope(office, { month: office.month });
    expect(all).toHaveLength(120);
    const [company] = office.companies;
    const some = truthOfScope(office, { month: office.month, only: [company!.taxId] });
    expect(new Set(some.map(({ identity }) => identity))).toEqual(
      new Set(office.expected(office.month).byCompany.get(company!.taxId)),
    );
  });

  it('is held, filed and delivered after a run against a sound SIEG', async () => {
    const fixture = await openOfficeFixture({ office });
    const engine = await fixture.openEngine();
    await engine.run({ month: office.month });
    const scope = { month: office.month };
    expect(shortcomingsOf(fixture.workspace, office, scope)).toEqual({ notHeld: [], notDelivered: [], notFiled: [] });
  });

  it('names what a dead day keeps back', async () => {
    const dead = { days: [DAY], reports: 'empty', singles: 'empty' } as const;
    const fixture = await openOfficeFixture({ office, simulator: { dead } });
    const engine = await fixture.openEngine();
    await engine.run({ month: office.month });
    const { notHeld } = shortcomingsOf(fixture.workspace, office, { month: office.month });
    const lost = truthOfScope(office, { month: office.month }).filter(({ issueDay }) => issueDay === DAY);
    expect(lost.length).toBeGreaterThan(0);
    expect(notHeld).toEqual(lost.map(({ identity }) => identity));
  });
});
