import { describe, expect, it } from 'vitest';
import { loadSettings, saveSettings, type Engine } from '../../src/engine';
import type { EngineEvent, SiegAway } from '../../src/shared/views';
import { createOffice } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { listen, openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { expectTruth } from '../support/office-truth';
import { openSiegFront, type Fault, type SiegFront } from '../support/sieg-front';

const MONTH = '2026-03';
const office = createOffice({ seed: 83, month: MONTH, companies: 5, documentsPerCompany: 40 });

interface Guarded {
  readonly fixture: OfficeFixture;
  readonly front: SiegFront;
  readonly engine: Engine;
  readonly events: EngineEvent[];
  readonly reopen: () => Promise<Engine>;
}

async function openGuarded(speed: number): Promise<Guarded> {
  let simulatorUrl = '';
  const front = await openSiegFront(() => simulatorUrl);
  const fixture = await openOfficeFixture({
    office,
    simulator: { speed },
    change: (settings) => ({ ...settings, sieg: { generation: 'legacy', baseUrl: front.url } }),
  });
  simulatorUrl = fixture.simulator.url;
  const reopen = (): Promise<Engine> => fixture.openEngine({ speed });
  const engine = await reopen();
  return { fixture, front, engine, events: listen(engine), reopen };
}

function actions({ workspace }: OfficeFixture): string[] {
  return queryLedger<{ action: string }>(workspace.ledger, 'SELECT action FROM journal ORDER BY id').map(
    ({ action }) => action,
  );
}

function notices(events: readonly EngineEvent[]): string[] {
  return events.flatMap((event) => (event.type === 'notice' ? [event.text] : []));
}

/** Requests that were spent on seeing whether SIEG answers again, by what the engine has said. */
function looksInVain(events: readonly EngineEvent[]): number {
  return notices(events).filter((text) => text.startsWith('O SIEG não responde desde')).length;
}

function away(events: readonly EngineEvent[]): number {
  return events.filter((event) => event.type === 'progress' && event.progress.siegAway !== undefined).length;
}

describe('a company on which SIEG always fails', () => {
  it('costs three requests and a trial at the end, and everybody else is brought', async () => {
    const { fixture, front, engine, events } = await openGuarded(100);
    const bad = office.companies[1]!;
    front.fault = ({ body }) => (body.includes(bad.taxId) ? 503 : null);

    const summary = await engine.run({ month: MONTH });

    // without its breaker: five for each of its two reports
    expect(front.arrived.filter(({ fault }) => fault !== null)).toHaveLength(4);
    expect(summary.run.status).toBe('gaps');
    expect(summary.documents).toMatchObject({ archived: 200, delivered: 200, missing: 0 });
    const { unanswered } = summary.gaps;
    expect(unanswered.map(({ question }) => question.replace(/ de \d+.*$/, '')).sort()).toEqual([
      'Relatório de CTe',
      'Relatório de NFe',
    ]);
    expect(unanswered.map(({ code }) => code)).toContain('SIEG_COMPANY_ASIDE');
    expect(unanswered.find(({ code }) => code === 'SIEG_COMPANY_ASIDE')?.reason).toMatch(/falhou \d vezes seguidas/);
    expect(actions(fixture).filter((action) => action === 'capture.company-aside')).toHaveLength(1);
    expect(actions(fixture)).not.toContain('capture.sieg-away');
    expect(notices(events).filter((text) => text.includes('Fica de lado'))).toHaveLength(1);
    const phases = events.flatMap((event) =>
      event.type === 'companies' ? event.companies.map(({ taxId, phase }) => `${taxId} ${phase}`) : [],
    );
    expect(phases).toContain(`${bad.taxId} aside`);

    // the next run begins while it is still aside, and ends with a trial that is answered
    front.fault = () => null;
    await expectTruth(fixture.workspace, office, await engine.run({ month: MONTH }));
    expect(actions(fixture).filter((action) => action === 'capture.company-resumed')).toHaveLength(1);
  }, 120_000);

  it('asked company by company: the run goes on with the others', async () => {
    const { fixture, front, engine } = await openGuarded(100);
    const [one, bad] = [office.companies[0]!, office.companies[1]!];
    front.fault = ({ body }) => (body.includes(bad.taxId) ? 'reset' : null);
    const summary = await engine.run({ month: MONTH, only: [bad.taxId, one.taxId] });
    expect(summary.run.status).toBe('gaps');
    expect(front.arrived.filter(({ fault }) => fault !== null).length).toBeLessThanOrEqual(4);
    const line = summary.companies;
    expect(line).toMatchObject({ total: 2 });
    const status = await engine.status(MONTH);
    expect(status.companies.find(({ taxId }) => taxId === one.taxId)?.missing).toBe(0);
    expect(actions(fixture)).toContain('capture.company-aside');
  }, 120_000);
});

describe.each<[string, Fault]>([
  ['breaks off', 'reset'],
  ['answers 503', 503],
])('a SIEG that %s for half an hour', (_what, fault) => {
  /** In flight when it begins: three walks and six reports; then the first look, and those after 1, 3, 7, 15 and 30 minutes. */
  const MOST = 9 + 1 + 5;

  it('costs a few requests, is shown, and the month is whole afterwards', async () => {
    const { fixture, front, engine, events } = await openGuarded(2_000);
    let isAway = false;
    front.fault = () => {
      isAway ||= front.arrived.length === 8;
      return isAway && looksInVain(events) < 5 ? fault : null;
    };

    const summary = await engine.run({ month: MONTH });

    await expectTruth(fixture.workspace, office, summary);
    const wasted = front.arrived.filter((request) => request.fault !== null).length;
    expect(wasted).toBeGreaterThan(3);
    expect(wasted).toBeLessThanOrEqual(MOST);
    expect(actions(fixture).filter((action) => action === 'capture.sieg-back')).toHaveLength(1);
    expect(actions(fixture)).not.toContain('capture.company-aside');
    const told = notices(events).filter((text) => text.startsWith('O SIEG não responde desde'));
    expect(told.length).toBeGreaterThan(2);
    expect(told[0]).toMatch(/^O SIEG não responde desde \d\d:\d\d; próxima tentativa às \d\d:\d\d\.$/);
    expect(notices(events)).toContain('O SIEG voltou a responder; as consultas continuam.');
    expect(away(events)).toBeGreaterThan(0);
    const { lines } = engine.alerts.view();
    const ofSieg = lines.filter(({ kind }) => kind.startsWith('sieg-'));
    expect(ofSieg.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(['sieg-back info', 'sieg-down critical']);
  }, 120_000);
});

describe('a restart while SIEG is away', () => {
  it('asks no sooner, and goes on when it is back', async () => {
    const SPEED = 200;
    const { fixture, front, engine, events, reopen } = await openGuarded(SPEED);
    let isAway = false;
    front.fault = () => {
      isAway ||= front.arrived.length === 8;
      return isAway ? 503 : null;
    };
    const running = engine.run({ month: MONTH });
    const last = (): SiegAway | undefined =>
      events.flatMap((event) => (event.type === 'progress' ? [event.progress.siegAway] : [])).findLast(Boolean);
    await expect.poll(() => last()?.attempts, { timeout: 30_000 }).toBeGreaterThanOrEqual(3);
    engine.stop('now');
    await running;
    const next = Date.parse(last()?.nextAttemptAt ?? '');
    await engine.close();
    const asked = front.arrived.length;

    const again = await reopen();
    const later = listen(again);
    const resumed = again.run({ month: MONTH });
    await expect.poll(() => away(later), { timeout: 10_000 }).toBeGreaterThan(0);
    await expect.poll(() => front.arrived.length, { timeout: 30_000 }).toBe(asked + 1);
    expect(front.arrived[asked]!.at).toBeGreaterThanOrEqual(next);
    front.fault = () => null;

    await expectTruth(fixture.workspace, office, await resumed);
    expect(actions(fixture).filter((action) => action === 'capture.sieg-back')).toHaveLength(1);
    expect(again.alerts.view().lines.filter(({ kind }) => kind.startsWith('sieg-'))).toHaveLength(2);
  }, 120_000);
});

describe('another address in the settings while SIEG is away', () => {
  it('is asked at once: what the one before failed with is not held against it', async () => {
    const { fixture, front, engine, events, reopen } = await openGuarded(20);
    front.fault = () => (front.arrived.length > 8 ? 503 : null);
    const running = engine.run({ month: MONTH });
    // asked again in six seconds of this machine
    await expect.poll(() => looksInVain(events), { timeout: 60_000 }).toBe(2);
    engine.stop('now');
    await running;
    await engine.close();

    const { settings } = await loadSettings(fixture.workspace.folder);
    const sieg = { generation: 'legacy' as const, baseUrl: fixture.simulator.url };
    await saveSettings(fixture.workspace.folder, { ...settings, sieg });
    const again = await reopen();
    const later = listen(again);
    await expectTruth(fixture.workspace, office, await again.run({ month: MONTH }));
    expect(away(later)).toBe(0);
  }, 120_000);
});

describe('a SIEG that was never there', () => {
  it('is told soon: the run does not wait for it', async () => {
    const { front, engine } = await openGuarded(20_000);
    front.fault = () => 'reset';
    const failed = await engine.run({ month: MONTH });
    expect(failed).toMatchObject({ run: { status: 'failed' }, error: { code: 'SIEG_CONNECTION' } });
    expect(front.arrived).toHaveLength(3);
  }, 60_000);
});
