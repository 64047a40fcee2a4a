import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/engine';
import { openLedgerWithWriters } from '../../src/engine/ledger/writers/hand-out';
import { openServices } from '../../src/engine/app/services';
import { MonthlyRun } from '../../src/engine/jobs/run';
import { JobGate, JobRunner } from '../../src/engine/jobs/runner';
import { loadSettings } from '../../src/engine/settings';
import { openLocalRoot } from '../../src/engine/shares';
import { workbookReader } from '../../src/engine/app/workbook-file';
import { openSieg } from '../../src/engine/app/sieg-connection';
import { fetchWorkbook, readWorkbook } from '../../src/engine/companies';
import type { RunSummary } from '../../src/shared/views';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { expectTruth } from '../support/office-truth';
import { readingsOf } from '../support/readings';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { TEST_SPEED } from '../support/workspace';

const MONTH = '2026-03';

/**
 * The incident that cost the office 10–15 thousand documents: one company with 15,000 CT-e, whose pages SIEG left empty from the
 * 10,500th file on. The old system took the empty page for the end; finding the rest one by one took 4,491 requests.
 */
describe('the company whose pages go empty', () => {
  it('is brought whole with few requests: its windows are split before they get that deep', async () => {
    const office = createOffice({
      seed: 41,
      month: MONTH,
      companies: 3,
      documentsPerCompany: 40,
      giant: { documents: 15_000, kind: 'CTe' },
    });
    const fixture = await openOfficeFixture({ office, quirks: 'deep-empty' });
    const engine = await fixture.openEngine();
    const summary = await engine.run({ month: MONTH });
    expect(summary).toMatchObject({
      run: { status: 'complete' },
      documents: { missing: 0, archived: 15_120, delivered: 15_120, verified: 15_120 },
    });
    expect(summary.requests.total).toBeLessThanOrEqual(400);
    expect(fixture.simulator.requests().filter(({ quirk }) => quirk === 'deep-empty')).toEqual([]);
  }, 300_000);

  it('is brought whole, too, when the pages go empty before anybody expects it', async () => {
    const office = createOffice({
      seed: 42,
      month: MONTH,
      companies: 2,
      documentsPerCompany: 20,
      giant: { documents: 1_500, kind: 'CTe' },
    });
    const fixture = await openOfficeFixture({ office, quirks: 'deep-empty', simulator: { deepEmptyAt: 1_050 } });
    const summary = await runWithoutForesight(fixture);
    await expectTruth(fixture.workspace, office, summary);
    const emptied = fixture.simulator.requests().filter(({ quirk }) => quirk === 'deep-empty').length;
    expect(emptied).toBeGreaterThan(0);
    // the pages of the month, those after the contradiction, a few counts; nothing is fetched one by one
    expect(summary.requests.byKind['document'] ?? 0).toBe(0);
    expect(summary.requests.total).toBeLessThanOrEqual(summary.requests.minimum + 60);
    const contradictions = queryLedger(
      fixture.workspace.ledger,
      "SELECT subject, detail FROM journal WHERE action = 'window.contradiction'",
    );
    expect(contradictions).toHaveLength(1);
    expect(JSON.parse(String(contradictions[0]?.['detail']))).toMatchObject({ missing: expect.any(Number) as number });
  }, 120_000);
});

/** A run as the engine makes it, but one that does not know how deep pages may be trusted. */
async function runWithoutForesight({ workspace, simulator }: OfficeFixture): Promise<RunSummary> {
  const clock = systemClock(TEST_SPEED);
  const { settings } = await loadSettings(workspace.folder);
  const { ledger, writers } = openLedgerWithWriters(workspace.ledger, { now: () => clock.now() });
  ledger.companies.replaceActive(
    (await readWorkbook(await fetchWorkbook(workspace.workbook, workbookReader(openLocalRoot)), '')).companies,
  );
  const services = openServices({
    settings,
    ledger,
    writers,
    clock,
    workspace: workspace.folder,
    openRoot: openLocalRoot,
    tell: () => undefined,
    onChange: () => undefined,
    onNotice: () => undefined,
    runner: new JobRunner({ ledger, onChange: () => undefined }),
  });
  const sieg = openSieg(settings, DEMO_CREDENTIALS, clock, workspace.folder);
  expect(simulator.requests()).toHaveLength(0);
  try {
    services.reception.start();
    services.dispatcher.start();
    const run = new MonthlyRun({
      ledger,
      readings: readingsOf(ledger),
      outbox: services.outbox,
      dispatcher: services.dispatcher,
      intake: services.reception,
      archive: services.roots.archive,
      month: MONTH,
      only: null,
      companies: ledger.companies.active(),
      workspace: workspace.folder,
      rescanPreviousMonth: false,
      tuning: { deepestPass: Number.POSITIVE_INFINITY },
      api: sieg.api,
      clock,
      random: Math.random,
      gate: new JobGate(),
      waitingFor: () => [],
      signal: new AbortController().signal,
      emit: () => undefined,
    });
    return await run.run();
  } finally {
    await services.close();
    sieg.close();
    ledger.close();
  }
}
