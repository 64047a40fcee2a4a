import { describe, expect, it } from 'vitest';
import { createOffice } from '../../src/simulator';
import { expectFiles } from '../support/office-truth';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture } from '../support/office-fixture';
import { shortcomingsOf } from '../support/scope-truth';

const MONTH = '2026-08';
const NOTHING = { notHeld: [], notDelivered: [], notFiled: [] };
/** SIEG has no kind of its own for bills of electricity and communication: it hands them out as NFe, and counts them there. */
const office = createOffice({ seed: 29, month: MONTH, companies: 6, documentsPerCompany: 25, bills: 0.5 });
const bills = office.documents.filter(({ model, month }) => month === MONTH && (model === '62' || model === '66'));

describe.each(['legacy', 'v1'] as const)('bills that SIEG hands out as NFe (%s)', (generation) => {
  it('are held under their own kind and counted under that of SIEG, for the account and for a company', async () => {
    expect(bills.length).toBeGreaterThan(20);
    const fixture = await openOfficeFixture({ office, generation });
    const { workspace } = fixture;
    const engine = await fixture.openEngine();

    const summary = await engine.run({ month: MONTH });

    expect(summary).toMatchObject({ run: { status: 'complete' }, documents: { missing: 0, conflicts: 0 } });
    expect(shortcomingsOf(workspace, office, { month: MONTH })).toEqual(NOTHING);
    const held = queryLedger<{ identity: string; kind: string; siegKind: string }>(
      workspace.ledger,
      "SELECT identity, kind, sieg_kind AS siegKind FROM documents WHERE model IN ('62', '66')",
    );
    expect(held.map(({ identity }) => identity).sort()).toEqual(bills.map(({ identity }) => identity).sort());
    expect(new Set(held.map(({ siegKind }) => siegKind))).toEqual(new Set(['NFe']));
    expect(new Set(held.map(({ kind }) => kind))).toEqual(new Set(['NFCom', 'NF3e']));
    const taxId = bills[0]!.parties.find((party) =>
      office.companies.some((company) => company.taxId === party.taxId),
    )!.taxId;
    expect(await engine.run({ month: MONTH, only: [taxId] })).toMatchObject({ run: { status: 'complete' } });
    await expectFiles(workspace);
  });
});

describe('bills of which no page brings any', () => {
  it('are all held by the reports and the single fetches of NFe', async () => {
    const fixture = await openOfficeFixture({ office, generation: 'legacy', simulator: { dead: { kinds: ['NFe'] } } });
    const engine = await fixture.openEngine();
    expect(await engine.run({ month: MONTH })).toMatchObject({
      run: { status: 'complete' },
      documents: { missing: 0 },
    });
    expect(shortcomingsOf(fixture.workspace, office, { month: MONTH })).toEqual(NOTHING);
  });
});
