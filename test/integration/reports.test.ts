import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOffice } from '../../src/simulator';
import { openOfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';

it('a month that was run is told the same way by the records, the reports and the office itself', async () => {
  const office = createOffice({ seed: 64, month: MONTH, companies: 4, documentsPerCompany: 30 });
  const fixture = await openOfficeFixture({ office });
  const engine = await fixture.openEngine();
  const summary = await engine.run({ month: MONTH });
  expect(summary.run.status).toBe('complete');
  const { byCompany } = office.expected(MONTH);

  for (const { taxId } of office.companies) {
    const own = [...(byCompany.get(taxId) ?? [])].sort();
    const view = await engine.records.companyMonth(taxId, MONTH);
    const sum = (of: (line: (typeof view.kinds)[number]) => number): number =>
      view.kinds.reduce((total, line) => total + of(line), 0);
    expect([sum(({ ledger }) => ledger), sum(({ handedOver }) => handedOver)]).toEqual([own.length, own.length]);
    expect([sum(({ orphans }) => orphans), sum(({ missing }) => missing)]).toEqual([0, 0]);
    const { lines, total } = await engine.records.documents({ company: taxId, month: MONTH }, null, 1_000);
    expect(total).toBe(own.length);
    expect(lines.map(({ identity }) => identity)).toEqual(own);
  }

  const [line] = (await engine.records.documents({ company: office.companies[0]!.taxId, month: MONTH }, null, 1)).lines;
  const actions = engine.records.journal({ search: line!.identity }, null, 100).lines.map(({ action }) => action);
  expect(actions).toContain('intake.accepted');
  expect(actions).toContain('delivery.verified');
  expect(engine.records.runs(5)).toMatchObject([{ month: MONTH, outcome: 'complete', companies: 4 }]);

  const { shown } = await engine.records.report(MONTH, 'html');
  const page = await readFile(shown, 'utf8');
  for (const identity of new Set([...byCompany.values()].flatMap((keys) => [...keys])))
    expect(page).toContain(identity);
  const written = await engine.records.summaries(MONTH);
  const files = await readdir(fixture.workspace.archive, { recursive: true });
  const summaries = files.filter((name) => name.includes('Resumo_Auditoria_'));
  expect(summaries).toHaveLength(written);
  const text = await readFile(join(fixture.workspace.archive, summaries[0]!), 'utf8');
  expect(text).toContain('OK - Nenhum Faltante');
}, 120_000);
