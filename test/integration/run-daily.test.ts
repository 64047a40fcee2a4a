import { describe, expect, it } from 'vitest';
import { createOffice, type Office } from '../../src/simulator';
import { queryLedger, requestsOfRun } from '../support/ledger-dump';
import { expectTruth, truthOf } from '../support/office-truth';
import { openOfficeFixture } from '../support/office-fixture';
import { shortcomingsOf } from '../support/scope-truth';

const BEFORE = '2026-02';
const MONTH = '2026-03';
const office = createOffice({ seed: 101, month: MONTH, companies: 8, documentsPerCompany: 50 });

/** Every twentieth document of both months has not entered the vault yet; in the office of today it has just done so. */
function yesterdayAndToday(): { readonly yesterday: Office; readonly today: Office } {
  const isLate = (at: number): boolean => at % 20 === 0;
  const documents = office.documents.map((document, at) =>
    isLate(at) ? { ...document, uploadedAt: Date.now() } : document,
  );
  const late = new Set(documents.filter((_, at) => isLate(at)).map(({ identity }) => identity));
  const events = office.events.map((event) =>
    late.has(event.document.identity) ? { ...event, uploadedAt: Date.now() } : event,
  );
  return {
    today: { ...office, documents, events },
    yesterday: {
      ...office,
      documents: documents.filter(({ identity }) => !late.has(identity)),
      events: events.filter(({ document }) => !late.has(document.identity)),
    },
  };
}

describe.each(['legacy', 'v1'] as const)('a day of an open month over %s', (generation) => {
  it('begins with what entered the vault, finds what is late for earlier months, and asks no report', async () => {
    const { yesterday, today } = yesterdayAndToday();
    const fixture = await openOfficeFixture({ office: yesterday, generation });
    const engine = await fixture.openEngine();
    await engine.run({ month: BEFORE, close: false });
    const first = await engine.run({ month: MONTH, close: false });
    expect(first.run.status).toBe('complete');
    expect(first.requests.byKind['report'] ?? 0).toBe(0);
    expect((await engine.status(BEFORE)).documents.archived).toBeLessThan(truthOf(office, BEFORE).length);

    await fixture.become(today);
    const daily = await engine.run({ month: MONTH, close: false });

    await expectTruth(fixture.workspace, office, daily);
    expect((await engine.status(BEFORE)).documents).toMatchObject({
      archived: truthOf(office, BEFORE).length,
      missing: 0,
    });
    const { page = 0, count = 0, report = 0, document = 0 } = requestsOfRun(fixture.workspace.ledger, daily.run.id);
    expect({ report, document }).toEqual({ report: 0, document: 0 });
    // a page or two a kind, whatever their days of issue; counts of uploads, of this month and of the one before
    expect(page).toBeLessThanOrEqual(8);
    expect(count).toBeLessThanOrEqual(5);
    const walked = queryLedger(fixture.workspace.ledger, 'SELECT DISTINCT filter FROM passes WHERE run_id = ?', [
      daily.run.id,
    ]);
    expect(walked.map(({ filter }) => filter)).not.toContain('issue');
  }, 120_000);
});

describe('the closing of a month', () => {
  it('asks the reports of all that hold something, once; again only of those that changed', async () => {
    const { yesterday, today } = yesterdayAndToday();
    const fixture = await openOfficeFixture({ office: yesterday });
    const engine = await fixture.openEngine();
    await engine.run({ month: MONTH, close: false });

    const closing = await engine.run({ month: MONTH, close: true });
    expect(closing.run.status).toBe('complete');
    const reports = closing.requests.byKind['report'] ?? 0;
    expect(reports).toBeGreaterThan(office.companies.length);
    expect(queryLedger(fixture.workspace.ledger, 'SELECT 1 FROM report_answers WHERE closing = 1')).toHaveLength(
      reports,
    );

    expect(queryLedger(fixture.workspace.ledger, "SELECT 1 FROM requests WHERE outcome = 'abandoned'")).toEqual([]);
    const again = await engine.run({ month: MONTH, close: true });
    expect(again.requests.byKind['report'] ?? 0).toBe(0);

    await fixture.become(today);
    const late = await engine.run({ month: MONTH, close: true });
    expect(late.run.status).toBe('complete');
    expect(shortcomingsOf(fixture.workspace, office, { month: MONTH })).toEqual({
      notHeld: [],
      notDelivered: [],
      notFiled: [],
    });
    const asked = late.requests.byKind['report'] ?? 0;
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(reports);
  }, 180_000);

  it('comes by itself when the days of grace are over, which the settings give', async () => {
    const fixture = await openOfficeFixture({ office });
    const engine = await fixture.openEngine();
    const summary = await engine.run({ month: MONTH });
    const rows = queryLedger<{ options: string }>(fixture.workspace.ledger, 'SELECT options FROM runs');
    expect(rows.map(({ options }) => JSON.parse(options) as unknown)).toEqual([
      { only: null, close: true, reports: true },
    ]);
    expect(summary.requests.byKind['report'] ?? 0).toBeGreaterThan(0);
  }, 120_000);
});
