import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveConsole, type ConsoleSource } from '../../../src/engine/console';
import type { JournalEntry, LiveCompany } from '../../../src/engine/ledger';
import { applyDelta } from '../../../src/shared/ipc/apply-delta';
import { DOUBLE_RECOVERY } from '../../../src/shared/ipc/double-evidence';
import { EMPTY_STATE, type WatchFigures } from '../../../src/shared/ipc/empty-state';
import { type ConsoleState, consoleStateSchema, deltaSchema } from '../../../src/shared/ipc/state';
import type { CompanyView, EngineEvent, RunProgress, RunSummary, StatusView } from '../../../src/shared/views';
import { summaryOf } from '../cli/support';

const MONTH = '2026-10';
const WORKSPACE = { shown: '/malote', configured: true, demonstration: null };
const [ALFA, BETA] = ['11222333000181', '22333444000172'];

/** An engine as the console sees it, with facts that a test sets. */
class FakeSource implements ConsoleSource {
  companies: LiveCompany[] = [company(ALFA, '0001_ALFA'), company(BETA, '0002_BETA')];
  entries: JournalEntry[] = [];
  complete: readonly string[] = [];
  lastRun: StatusView['lastRun'] = null;
  summary: RunSummary | null = null;
  interrupted: Awaited<ReturnType<ConsoleSource['live']['interrupted']>> = null;
  looks = 0;
  overviews = 0;
  watched: WatchFigures = EMPTY_STATE;
  emit: (event: EngineEvent) => void = () => undefined;

  readonly live = {
    companies: () => {
      this.looks += 1;
      return Promise.resolve(this.companies);
    },
    journal: (limit: number, after = 0) => this.entries.filter(({ id }) => id > after).slice(-limit),
    interrupted: () => Promise.resolve(this.interrupted),
    lastSummary: () => Promise.resolve(this.summary),
  };

  readonly shares = { lines: () => this.watched.shares };
  readonly alerts = { view: () => this.watched.alerts };
  readonly audits = {
    overview: () => {
      this.overviews += 1;
      return Promise.resolve(this.watched.audit);
    },
  };
  readonly recovery = { current: () => this.watched.recovery };
  readonly wholeRecovery = { current: () => this.watched.wholeRecovery };
  readonly jobs = { list: () => this.watched.jobs };
  readonly schedule = { list: () => Promise.resolve(this.watched.schedule) };
  get legacy(): WatchFigures['legacy'] {
    return this.watched.legacy;
  }
  get outbox(): WatchFigures['outbox'] {
    return this.watched.outbox;
  }
  get spool(): WatchFigures['spool'] {
    return this.watched.spool;
  }
  get lastScrub(): WatchFigures['scrub'] {
    return this.watched.scrub;
  }

  status(month = MONTH): Promise<StatusView> {
    const { verdict, documents, outbox, gaps } = summaryOf();
    const companies = this.companies.map(({ taxId, folder }): CompanyView => ({
      taxId,
      folder,
      documents: 0,
      delivered: 0,
      missing: 0,
      conflicts: 0,
      reasons: [],
      monthBefore: null,
      complete: this.complete.includes(taxId),
      state: this.complete.includes(taxId) ? 'complete' : 'gaps',
    }));
    return Promise.resolve({
      workspace: '/malote',
      month,
      companies,
      lastRun: this.lastRun,
      verdict,
      documents,
      outbox,
      gaps,
    });
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.emit = listener;
    return () => {
      this.emit = () => undefined;
    };
  }
}

function company(taxId: string, folder: string, changes: Partial<LiveCompany> = {}): LiveCompany {
  return { taxId, folder, nfe: 0, cte: 0, other: 0, delivered: 0, missing: 0, conflicts: 0, ...changes };
}

function entry(id: number): JournalEntry {
  return { id, at: '2026-11-01T12:00:00.000Z', actor: 'engine', action: 'run.healed', subject: 'x', detail: {} };
}

function progress(changes: Partial<RunProgress> = {}): EngineEvent {
  return {
    type: 'progress',
    progress: {
      runId: 3,
      month: MONTH,
      phase: 'sweeping',
      paused: false,
      waitingFor: [],
      events: 2,
      failures: 0,
      requests: { done: 4, planned: 9 },
      documents: { expected: 100, archived: 40, delivered: 30, pending: 10 },
      elapsedSeconds: 1.5,
      etaSeconds: 8,
      ...changes,
    },
  };
}

let source: FakeSource;
let live: LiveConsole;
let page: ConsoleState;

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-20T12:00:00Z') });
  source = new FakeSource();
  live = new LiveConsole(
    { workspace: WORKSPACE, month: '2026-01' },
    {
      epoch: 'a',
      send: (delta) => {
        page = applyDelta(page, deltaSchema.parse(JSON.parse(JSON.stringify(delta)))) ?? page;
      },
    },
  );
  page = live.snapshot;
});
afterEach(() => {
  live.close();
  vi.useRealTimers();
});

/** What the page shows a little later, which must be what a new page would be given. */
async function shown(): Promise<ConsoleState> {
  await vi.advanceTimersByTimeAsync(1_100);
  expect(live.snapshot).toEqual(page);
  expect(consoleStateSchema.parse(page)).toEqual(page);
  return page;
}

describe('LiveConsole', () => {
  it('shows a workspace from its facts', async () => {
    source.entries = [entry(1), entry(2)];
    source.complete = [ALFA];
    source.lastRun = { id: 1, startedAt: '', endedAt: '', outcome: 'gaps', underWay: false };
    source.summary = summaryOf({ run: { id: 1, status: 'gaps', month: MONTH } });
    await live.attach(source, WORKSPACE);
    const state = await shown();
    expect(state).toMatchObject({ month: MONTH, run: null, resumable: null, workspace: WORKSPACE });
    expect(state.companies.map(({ folder, phase }) => [folder, phase])).toEqual([
      ['0001_ALFA', 'complete'],
      ['0002_BETA', 'gaps'],
    ]);
    expect(state.journal.map(({ id }) => id)).toEqual([1, 2]);
    expect(state.lastSummary?.run).toMatchObject({ id: 1, status: 'gaps' });
    expect(state.totals).toMatchObject({ ...(await source.status()).documents, pending: 0 });
  });

  it('knows no expected number where no run has been, and begins at the month it is told', async () => {
    await live.attach(source, WORKSPACE, '2026-07');
    expect(await shown()).toMatchObject({ month: '2026-07', totals: { expected: null } });
  });

  it('offers to go on with what was interrupted, and not while a run is under way', async () => {
    const interrupted = {
      month: MONTH,
      outcome: 'interrupted' as const,
      startedAt: '2026-11-01T12:00:00.000Z',
      endedAt: null,
      only: null,
      archived: 5,
      expected: 9,
    };
    source.interrupted = interrupted;
    await live.attach(source, WORKSPACE);
    expect((await shown()).resumable).toEqual(interrupted);
    live.runStarting(MONTH, null);
    expect((await shown()).resumable).toBeNull();
  });

  it('follows a run from its start to its end', async () => {
    await live.attach(source, WORKSPACE);
    live.runStarting(MONTH, [ALFA]);
    expect((await shown()).run).toMatchObject({ runId: 0, phase: 'preparing', only: [ALFA], stopping: null });
    source.emit(progress());
    source.companies = [company(ALFA, '0001_ALFA', { nfe: 3 }), company(BETA, '0002_BETA')];
    await vi.advanceTimersByTimeAsync(2_000);
    source.emit(progress({ phase: 'comparing' }));
    const state = await shown();
    expect(state.run).toMatchObject({ runId: 3, phase: 'comparing', requests: { done: 4, planned: 9 }, only: [ALFA] });
    expect(state.totals).toMatchObject({
      expected: 100,
      archived: 40,
      delivered: 30,
      pending: 10,
      events: 2,
      missing: 0,
    });
    expect(state.companies[0]).toMatchObject({ phase: 'capturing', nfe: 3, archived: 3 });
    expect(state.companies[0]?.ratePerMinute).toBeGreaterThan(0);
    expect(state.companies[1]).toMatchObject({ phase: 'waiting', ratePerMinute: null });

    const summary = summaryOf({ run: { id: 3, status: 'failed', month: MONTH } });
    const failed = { ...summary, error: { code: 'SIEG_TIMEOUT' as const, message: 'm', action: 'a', details: {} } };
    source.emit({ type: 'run-ended', summary: failed });
    source.summary = summary;
    live.runEnded();
    expect(await shown()).toMatchObject({
      run: null,
      lastSummary: { run: { id: 3 }, error: { code: 'SIEG_TIMEOUT' } },
    });
    expect(page.companies[0]).toMatchObject({ ratePerMinute: null });
  });

  it('says at once that a run is pausing or stopping', async () => {
    await live.attach(source, WORKSPACE);
    live.runStarting(MONTH, null);
    live.runPaused(true);
    live.runStopping('after-page');
    expect((await shown()).run).toMatchObject({ paused: true, stopping: 'after-page' });
    source.emit(progress({ paused: true }));
    expect((await shown()).run).toMatchObject({ paused: true, stopping: 'after-page', runId: 3 });
  });

  it('looks at the ledger about once a second, however often the engine speaks', async () => {
    await live.attach(source, WORKSPACE);
    live.runStarting(MONTH, null);
    source.looks = 0;
    for (let tick = 0; tick < 100; tick += 1) {
      source.emit(progress());
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(source.looks).toBeGreaterThan(5);
    expect(source.looks).toBeLessThanOrEqual(11);
  });

  it('keeps the figures of another month apart from those of the run', async () => {
    await live.attach(source, WORKSPACE);
    live.runStarting(MONTH, null);
    await live.showMonth('2026-08');
    const before = (await shown()).totals;
    source.emit(progress());
    expect(await shown()).toMatchObject({ month: '2026-08', totals: before, run: { month: MONTH, runId: 3 } });
    await live.showMonth(MONTH);
    expect((await shown()).month).toBe(MONTH);
  });

  it('numbers notices, and appends only new lines of the journal', async () => {
    await live.attach(source, WORKSPACE);
    source.emit({ type: 'notice', level: 'warning', text: 'um', code: 'SIEG_TIMEOUT' });
    live.notice('info', 'dois', null);
    expect((await shown()).notices.map(({ id, level, text }) => [id, level, text])).toEqual([
      ['e-1', 'warning', 'um'],
      ['e-2', 'info', 'dois'],
    ]);
    source.entries = [entry(1)];
    live.refresh();
    source.entries = [entry(1), entry(2)];
    live.refresh();
    expect((await shown()).journal.map(({ id }) => id)).toEqual([1, 2]);
  });

  it('shows nothing of one workspace in another', async () => {
    source.entries = [entry(7)];
    await live.attach(source, WORKSPACE);
    live.notice('info', 'do primeiro', null);
    await shown();
    const other = new FakeSource();
    other.companies = [];
    const demonstration = { companies: 3, documents: 9, seed: 1 };
    await live.attach(other, { ...WORKSPACE, demonstration }, '2026-09');
    source.emit(progress());
    expect(await shown()).toMatchObject({
      companies: [],
      journal: [],
      notices: [],
      month: '2026-09',
      workspace: { demonstration },
    });
  });

  it('shows shares, deliveries and alerts from the start, and again soon after they said that they had changed', async () => {
    await live.attach(source, WORKSPACE);
    expect((await shown()).outbox).toEqual(EMPTY_STATE.outbox);
    const outbox = { ...EMPTY_STATE.outbox, waitingFor: ['import' as const] };
    source.watched = { ...EMPTY_STATE, outbox };
    for (let times = 0; times < 50; times += 1) source.emit({ type: 'watch' });
    await vi.advanceTimersByTimeAsync(300);
    expect((await shown()).outbox).toEqual(outbox);
  });

  it('shows orphans, recoveries and the old system from the start, and again when they have changed, but not at every word', async () => {
    source.watched = { ...EMPTY_STATE, recovery: DOUBLE_RECOVERY };
    await live.attach(source, WORKSPACE);
    expect(await shown()).toMatchObject({
      audit: EMPTY_STATE.audit,
      recovery: DOUBLE_RECOVERY,
      legacy: EMPTY_STATE.legacy,
    });
    const orphans = { documents: 9_927, bytes: 1_000 };
    source.overviews = 0;
    for (let times = 0; times < 200; times += 1) {
      source.watched = { ...EMPTY_STATE, audit: { ...EMPTY_STATE.audit, orphans: { ...orphans, documents: times } } };
      source.emit({ type: 'watch' });
      await vi.advanceTimersByTimeAsync(50);
    }
    expect(source.overviews).toBeLessThanOrEqual(11);
    source.watched = { ...EMPTY_STATE, audit: { ...EMPTY_STATE.audit, orphans } };
    source.emit({ type: 'watch' });
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await shown()).toMatchObject({ audit: { orphans }, recovery: null });
    source.overviews = 0;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(source.overviews).toBe(0);
  });

  it('reads the month again when what waited has been delivered, or filed, outside a run', async () => {
    const waiting = (pending: number, pages = 0): Pick<WatchFigures, 'outbox' | 'spool'> => ({
      outbox: {
        destinations: [{ root: 'import', pending, failed: 0, conflicts: 0, oldestAt: null, oldestMonth: null }],
        draining: null,
        waitingFor: [],
      },
      spool: { ...EMPTY_STATE.spool, pages },
    });
    source.watched = { ...EMPTY_STATE, ...waiting(5, 1) };
    await live.attach(source, WORKSPACE);
    await shown();
    for (const [after, delivered] of [
      [waiting(2, 1), 3],
      [waiting(2, 0), 4],
    ] as const) {
      source.watched = { ...EMPTY_STATE, ...after };
      source.companies = [company(ALFA, '0001_ALFA', { nfe: 9, delivered }), company(BETA, '0002_BETA')];
      source.emit({ type: 'watch' });
      await vi.advanceTimersByTimeAsync(3_000);
      expect((await shown()).companies[0]).toMatchObject({ archived: 9, delivered });
    }
    const { looks } = source;
    source.emit({ type: 'watch' });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(source.looks).toBe(looks);
  });

  it('reads the month again where something was delivered while it was being read for the first time', async () => {
    const waiting = (pending: number): WatchFigures['outbox'] => ({
      destinations: [{ root: 'import', pending, failed: 0, conflicts: 0, oldestAt: null, oldestMonth: null }],
      draining: null,
      waitingFor: [],
    });
    source.watched = { ...EMPTY_STATE, outbox: waiting(5) };
    source.live.lastSummary = async () => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      return null;
    };
    const attached = live.attach(source, WORKSPACE);
    await vi.advanceTimersByTimeAsync(100);
    const audit = { ...EMPTY_STATE.audit, orphans: { documents: 7, bytes: 1_000 } };
    source.watched = { ...EMPTY_STATE, outbox: waiting(0), audit };
    source.companies = [company(ALFA, '0001_ALFA', { nfe: 9, delivered: 5 }), company(BETA, '0002_BETA')];
    source.emit({ type: 'watch' });
    await vi.advanceTimersByTimeAsync(500);
    await attached;
    await vi.advanceTimersByTimeAsync(3_000);
    const { companies, audit: overview } = await shown();
    expect(companies[0]).toMatchObject({ delivered: 5 });
    expect(overview).toEqual(audit);
  });

  it('says that nobody is at work when a run could not begin', async () => {
    await live.attach(source, WORKSPACE);
    live.runStarting(MONTH, null);
    expect(live.running).toBe(true);
    live.runEnded();
    expect(live.running).toBe(false);
    expect((await shown()).run).toBeNull();
  });
});
