import { describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine';
import { createOffice, DEMO_CREDENTIALS, type RequestRecord } from '../../src/simulator';
import { queryLedger } from '../support/ledger-dump';
import { expectTruth } from '../support/office-truth';
import { listen, openOfficeFixture, type OfficeFixture, type OfficeFixtureOptions } from '../support/office-fixture';

const MONTH = '2026-03';
const office = createOffice({ seed: 51, month: MONTH, companies: 6, documentsPerCompany: 40 });

interface Watched extends OfficeFixture {
  readonly engine: Engine;
  /** Calls `act` while the simulator is about to answer its n-th request. */
  atRequest(n: number, act: () => void): void;
}

async function openWatched(options: Partial<OfficeFixtureOptions> = {}): Promise<Watched> {
  const acts = new Map<number, () => void>();
  let answered = 0;
  const log = (): void => {
    answered += 1;
    acts.get(answered)?.();
  };
  const fixture = await openOfficeFixture({ office, ...options, simulator: { log } });
  const engine = await fixture.openEngine();
  return Object.assign(fixture, { engine, atRequest: (n: number, act: () => void) => acts.set(n, act) });
}

function outcomes({ workspace }: OfficeFixture): Record<string, number> {
  const rows = queryLedger<{ outcome: string | null; n: number }>(
    workspace.ledger,
    'SELECT outcome, count(*) AS n FROM requests GROUP BY outcome',
  );
  return Object.fromEntries(rows.map(({ outcome, n }) => [String(outcome), n]));
}

function isPage({ endpoint }: RequestRecord): boolean {
  return /BaixarXmls|baixar-xmls|BaixarEventos|baixar-eventos/.test(endpoint);
}

/** Page requests that were asked more than once. */
function repeatedPages({ simulator }: OfficeFixture): string[] {
  const asked = simulator
    .requests()
    .filter(isPage)
    .map(({ body }) => JSON.stringify(body));
  return asked.filter((body, index) => asked.indexOf(body) !== index);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('pause', () => {
  it('lets what is under way end, asks nothing more, and goes on when resumed', async () => {
    const fixture = await openWatched();
    const { engine, simulator, workspace } = fixture;
    const events = listen(engine);
    fixture.atRequest(5, () => engine.pause());
    const running = engine.run({ month: MONTH });
    await until(() => events.some((event) => event.type === 'progress' && event.progress.paused));
    await until(() => outcomes(fixture)['null'] === undefined);
    const asked = simulator.requests().length;
    // the walks and the reports that were under way when it was paused
    expect(asked).toBeLessThan(15);
    const paused = events.length;
    await until(() => events.length > paused + 2);
    expect(simulator.requests()).toHaveLength(asked);
    const last = events.findLast((event) => event.type === 'progress');
    expect(last).toMatchObject({ progress: { paused: true, etaSeconds: null } });

    engine.resume();
    await expectTruth(workspace, office, await running);
    expect(repeatedPages(fixture)).toEqual([]);
  }, 120_000);

  it('can be stopped', async () => {
    const fixture = await openWatched();
    const { engine } = fixture;
    fixture.atRequest(4, () => engine.pause());
    const running = engine.run({ month: MONTH });
    await until(() => fixture.simulator.requests().length >= 4);
    engine.stop('after-page');
    expect((await running).run.status).toBe('stopped');
  }, 120_000);
});

describe.each(['legacy', 'v1'] as const)('stop over %s', (generation) => {
  it('after the page: what is under way is recorded, and the next run repeats nothing', async () => {
    const fixture = await openWatched({ generation });
    const { engine, simulator, workspace } = fixture;
    fixture.atRequest(6, () => engine.stop('after-page'));
    const stopped = await engine.run({ month: MONTH });
    expect(stopped.run.status).toBe('stopped');
    expect(stopped.error).toBeNull();
    expect(simulator.requests().length).toBeLessThan(12);
    const { answered = 0, nothing = 0, ...others } = outcomes(fixture);
    expect(others).toEqual({});
    expect(answered + nothing).toBe(simulator.requests().filter(({ endpoint }) => !endpoint.endsWith('jwt')).length);
    expect(stopped.documents.archived).toBe(
      queryLedger(workspace.ledger, 'SELECT 1 FROM documents WHERE month = ?', [MONTH]).length,
    );

    const resumed = await engine.run({ month: MONTH });
    await expectTruth(workspace, office, resumed);
    expect(repeatedPages(fixture)).toEqual([]);
    expect(queryLedger(workspace.ledger, 'SELECT resumes FROM runs ORDER BY id')).toEqual([
      { resumes: null },
      { resumes: stopped.run.id },
    ]);
    // SIEG's word on the month: once to begin with, and once for the last word
    const counts = "SELECT count(*) AS n FROM requests WHERE operation = 'count' AND run_id = ?";
    expect(queryLedger(workspace.ledger, counts, [resumed.run.id])).toEqual([{ n: 2 }]);
  }, 120_000);

  it('now: nothing is lost either', async () => {
    const fixture = await openWatched({ generation });
    const { engine, workspace } = fixture;
    fixture.atRequest(6, () => engine.stop('now'));
    const stopped = await engine.run({ month: MONTH });
    expect(stopped).toMatchObject({ run: { status: 'stopped' }, error: null });
    expect(outcomes(fixture)['null']).toBeUndefined();

    await expectTruth(workspace, office, await engine.run({ month: MONTH }));
  }, 120_000);
});

describe('cancelling through a signal', () => {
  it('stops a run under way', async () => {
    const fixture = await openWatched();
    const abort = new AbortController();
    fixture.atRequest(5, () => abort.abort());
    const stopped = await fixture.engine.run({ month: MONTH }, abort.signal);
    expect(stopped.run.status).toBe('stopped');
    await expectTruth(fixture.workspace, office, await fixture.engine.run({ month: MONTH }));
  }, 120_000);

  it('that was given before keeps a run from beginning, and leaves no lock', async () => {
    const fixture = await openWatched();
    await expect(fixture.engine.run({ month: MONTH }, AbortSignal.abort())).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(fixture.simulator.requests()).toHaveLength(0);
    const summary = await fixture.engine.run({ month: MONTH });
    expect(summary.run.status).toBe('complete');
  }, 120_000);
});

describe('one run at a time', () => {
  it('refuses a second engine on the same workspace, and the same engine twice', async () => {
    const fixture = await openWatched();
    const other = await fixture.openEngine();
    const refusals: Promise<unknown>[] = [];
    fixture.atRequest(3, () => {
      for (const engine of [other, fixture.engine]) {
        refusals.push(engine.run({ month: MONTH }).catch((error: unknown) => error));
      }
    });
    const summary = await fixture.engine.run({ month: MONTH });
    expect(refusals).toHaveLength(2);
    for (const refusal of await Promise.all(refusals)) {
      expect(refusal).toMatchObject({ code: 'RUN_IN_PROGRESS', details: { pid: process.pid } });
    }
    await expectTruth(fixture.workspace, office, summary);
  }, 120_000);
});

describe('a key that SIEG refuses', () => {
  it.each(['legacy', 'v1'] as const)(
    'ends the run at once over %s',
    async (generation) => {
      const fixture = await openOfficeFixture({ office, generation });
      const engine = await fixture.openEngine({
        credentials: { ...DEMO_CREDENTIALS, apiKey: 'outra', clientSecret: 'outro' },
      });
      const failed = await engine.run({ month: MONTH });
      expect(failed).toMatchObject({ run: { status: 'failed' }, error: { code: 'SIEG_AUTHENTICATION' } });
      expect(fixture.simulator.requests().length).toBeLessThanOrEqual(2);

      const right = await fixture.openEngine();
      await expectTruth(fixture.workspace, office, await right.run({ month: MONTH }));
    },
    120_000,
  );
});

describe('progress', () => {
  it('never shows more than there is, and no remaining time before SIEG has counted', async () => {
    const fixture = await openWatched();
    const events = listen(fixture.engine);
    const summary = await fixture.engine.run({ month: MONTH });
    const snapshots = events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
    expect(snapshots.length).toBeGreaterThan(2);
    for (const { documents, requests, etaSeconds } of snapshots) {
      if (documents.expected !== null) expect(documents.archived).toBeLessThanOrEqual(documents.expected);
      expect(documents.delivered).toBeLessThanOrEqual(documents.archived);
      if (requests.planned === null) expect(etaSeconds).toBeNull();
      else expect(requests.done).toBeLessThanOrEqual(requests.planned);
    }
    expect(snapshots.at(-1)).toMatchObject({
      phase: 'done',
      documents: { expected: 240, archived: 240, delivered: 240, pending: 0 },
      requests: { done: summary.requests.total },
    });
    const tables = events.flatMap((event) => (event.type === 'companies' ? [event.companies] : []));
    expect(tables.at(-1)?.map(({ phase }) => phase)).toEqual(office.companies.map(() => 'complete'));
    const told = events.filter(({ type }) => type !== 'watch');
    expect(told.at(-1)).toEqual({ type: 'run-ended', summary });
  }, 120_000);
});
