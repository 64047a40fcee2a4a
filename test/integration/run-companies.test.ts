import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/shared/views';
import { createOffice, type SimCompany } from '../../src/simulator';
import { createWorkbook } from '../../src/simulator/office/workbook';
import { ledgerFacts, queryLedger } from '../support/ledger-dump';
import { makeWorkspace } from '../support/made-workspace';
import { expectFiles, expectTruth } from '../support/office-truth';
import { listen, openOfficeFixture } from '../support/office-fixture';
import { removeWorkspace, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const office = createOffice({ seed: 61, month: MONTH, companies: 6, documentsPerCompany: 60 });

/** The month, brought with nothing out of the ordinary, and what its run said. */
let undisturbed: Workspace;
let whole: RunSummary;

beforeAll(async () => {
  undisturbed = await makeWorkspace(office, async (engine) => {
    whole = await engine.run({ month: MONTH });
  });
}, 120_000);
afterAll(() => removeWorkspace(undisturbed));

function without(company: SimCompany): SimCompany[] {
  return office.companies.filter((one) => one !== company);
}

/** A company with documents in which no other client stands. */
function loner(): SimCompany {
  const { byCompany } = office.expected(MONTH);
  const found = office.companies.find(({ taxId }) => {
    const others = office.companies.filter((one) => one.taxId !== taxId);
    const own = [...(byCompany.get(taxId) ?? [])];
    return own.some((identity) => others.every((other) => byCompany.get(other.taxId)?.has(identity) !== true));
  });
  if (found === undefined) throw new Error('the office has no such company');
  return found;
}

describe('a run for some companies only', () => {
  it.each(['legacy', 'v1'] as const)(
    'asks company by company where that is cheaper (%s)',
    async (generation) => {
      const many = createOffice({ seed: 62, month: MONTH, companies: 12, documentsPerCompany: 50 });
      const fixture = await openOfficeFixture({ office: many, generation });
      const engine = await fixture.openEngine();
      const { byCompany } = many.expected(MONTH);
      const [taxId, wanted] = [...byCompany]
        .filter(([, documents]) => documents.size > 20)
        .sort((a, b) => a[1].size - b[1].size)[0]!;

      const summary = await engine.run({ month: MONTH, only: [taxId] });

      expect(summary).toMatchObject({ run: { status: 'complete' }, companies: { total: 1, complete: 1, withGaps: 0 } });
      const held = queryLedger<{ identity: string }>(
        fixture.workspace.ledger,
        `SELECT DISTINCT d.identity FROM documents d JOIN parties p ON p.document_id = d.id
       WHERE d.month = ? AND p.tax_id = ? ORDER BY 1`,
        [MONTH, taxId],
      );
      expect(held.map(({ identity }) => identity)).toEqual([...wanted].sort());
      const all = queryLedger(fixture.workspace.ledger, 'SELECT 1 FROM documents');
      expect(all.length).toBeLessThan(many.documents.length / 2);
      await expectFiles(fixture.workspace);

      await expectTruth(fixture.workspace, many, await engine.run({ month: MONTH }));
    },
    120_000,
  );

  it('refuses a company that is not in the workbook', async () => {
    const fixture = await openOfficeFixture({ office });
    const engine = await fixture.openEngine();
    await expect(engine.run({ month: MONTH, only: ['11222333000181'] })).rejects.toMatchObject({
      code: 'RUN_UNKNOWN_COMPANY',
    });
    expect(fixture.simulator.requests()).toHaveLength(0);
  }, 120_000);
});

describe('a company that enters the workbook late', () => {
  it('gets the documents that came before it: filed, delivered, with their cancellations', async () => {
    const late = loner();
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    await writeFile(workspace.workbook, await createWorkbook(without(late)));
    const engine = await fixture.openEngine();
    const first = await engine.run({ month: MONTH });
    expect(first.run.status).toBe('complete');
    expect(first.documents.unassigned).toBeGreaterThan(0);
    expect(first.documents.delivered).toBe(first.documents.archived - first.documents.unassigned);

    await writeFile(workspace.workbook, await office.workbook());
    const second = await engine.run({ month: MONTH });

    expect(second.documents.unassigned).toBe(0);
    await expectTruth(workspace, office, second);
    expect(second.requests.byKind['page'] ?? 0).toBe(0);
    const wanted = ledgerFacts(undisturbed.ledger);
    expect(ledgerFacts(workspace.ledger)['deliveries']).toEqual(wanted['deliveries']);
    const filed = new Set(ledgerFacts(workspace.ledger)['filings']?.map(({ path }) => path));
    expect(wanted['filings']?.filter(({ path }) => !filed.has(path))).toEqual([]);
  }, 120_000);
});

describe('documents that concern no company of the workbook', () => {
  it('are archived apart, named as such, and not delivered', async () => {
    const fixture = await openOfficeFixture({ office });
    const stranger = loner();
    await writeFile(fixture.workspace.workbook, await createWorkbook(without(stranger)));
    const engine = await fixture.openEngine();
    const { run, documents } = await engine.run({ month: MONTH });
    expect(run.status).toBe('complete');
    expect(documents).toMatchObject({ archived: 360, missing: 0 });
    const apart = queryLedger<{ path: string }>(
      fixture.workspace.ledger,
      'SELECT path FROM filings WHERE company_id IS NULL',
    );
    expect(
      apart.every(({ path }) => path.startsWith('2026/_SEM_EMPRESA/') || path.startsWith('2026/_SEM_EMPRESA')),
    ).toBe(true);
    expect(apart).toHaveLength(documents.unassigned);
    await expectFiles(fixture.workspace);
  }, 120_000);
});

describe('a workbook that cannot be read', () => {
  it('leaves the last list in force, and that is said', async () => {
    const fixture = await openOfficeFixture({ office, made: undisturbed });
    const engine = await fixture.openEngine();
    await writeFile(fixture.workspace.workbook, 'isto não é uma planilha\0');
    const events = listen(engine);
    const second = await engine.run({ month: MONTH });
    expect(second.run.status).toBe('complete');
    expect(second.documents).toEqual(whole.documents);
    const notices = events.filter((event) => event.type === 'notice');
    expect(notices).toContainEqual(
      expect.objectContaining({
        level: 'warning',
        text: expect.stringContaining('Vale a última lista importada.') as string,
      }),
    );
  }, 120_000);

  it('stops the first run of a workspace, before SIEG is asked anything', async () => {
    const fixture = await openOfficeFixture({ office });
    await writeFile(fixture.workspace.workbook, '');
    const engine = await fixture.openEngine();
    await expect(engine.run({ month: MONTH })).rejects.toMatchObject({ code: 'COMPANIES_EMPTY' });
    expect(fixture.simulator.requests()).toHaveLength(0);
  }, 120_000);
});
