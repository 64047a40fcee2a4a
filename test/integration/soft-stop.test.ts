import { mkdir, rename, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openEngine, systemClock, type Clock, type Engine } from '../../src/engine';
import { createOffice, DEMO_CREDENTIALS, type DeadModes } from '../../src/simulator';
import { buildCli, type BuiltCli } from '../support/built-cli';
import { queryLedger } from '../support/ledger-dump';
import { READER } from '../support/ledger-reader';
import { expectTruth, truthOf } from '../support/office-truth';
import { listen, openOfficeFixture, type OfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const office = createOffice({ seed: 77, month: MONTH, companies: 4, documentsPerCompany: 40 });
/** Of the clock's time: every wait for somebody else is within, the turns of the limiter are shorter, looks at a share longer. */
const LONG_MS = [20_000, 900_000] as const;
/** A hurry in which a failed delivery's wait can be told from none. */
const HURRY = 100;
/** One in which also the look that confirms an outage is beyond `LONG_MS`. */
const GREAT_HURRY = 4_000;
const NEVER_MS = 1_000_000;
/** Real time. */
const MOMENTS_MS = 5_000;

/** Waits of a moment are as short as in every test; longer ones, but for the looks at shares, never end by themselves. */
function clockWithoutEnd(speed: number): Clock {
  const clock = systemClock(speed);
  return {
    ...clock,
    sleep: (ms, signal) => clock.sleep(ms < LONG_MS[0] || ms > LONG_MS[1] ? ms : NEVER_MS * speed, signal),
  };
}

async function openEndless({ workspace }: OfficeFixture, speed = GREAT_HURRY): Promise<Engine> {
  const engine = await openEngine({
    workspace: workspace.folder,
    reader: READER,
    credentials: () => Promise.resolve(DEMO_CREDENTIALS),
    clock: clockWithoutEnd(speed),
  });
  onTestFinished(() => engine.close());
  return engine;
}

interface Wait {
  readonly name: string;
  /** What takes somebody away, before the run or in the course of it. */
  readonly begin: (fixture: OfficeFixture) => Promise<unknown>;
  /** What SIEG does not do. */
  readonly dead?: DeadModes;
  /** What the engine says when it waits. */
  readonly said: RegExp;
  readonly speed?: number;
  readonly end: (fixture: OfficeFixture) => Promise<unknown>;
}

const target = (fixture: OfficeFixture): string =>
  join(fixture.workspace.import, 'Import', `${truthOf(office, MONTH)[0]?.identity ?? ''}.xml`);

const WAITS: readonly Wait[] = [
  {
    name: 'the archive',
    begin: ({ workspace }) => rename(workspace.archive, `${workspace.archive}.fora`),
    said: /^O acervo .* está fora do ar; o que for baixado fica guardado/,
    end: ({ workspace }) => rename(`${workspace.archive}.fora`, workspace.archive),
  },
  {
    name: 'SIEG, which fails',
    begin: () => Promise.resolve(),
    dead: { pages: 'fail' },
    speed: HURRY,
    said: /Nova tentativa em \d+ s\./,
    end: (fixture) => fixture.become(office, { dead: {} }),
  },
  {
    name: 'another attempt to deliver',
    begin: (fixture) => mkdir(target(fixture), { recursive: true }),
    speed: HURRY,
    said: /espera por nova tentativa em \d+ s\./,
    end: (fixture) => rmdir(target(fixture)),
  },
];

describe('a soft stop', () => {
  it.each(WAITS)(
    'ends a run that waits for $name, and loses nothing',
    async ({ begin, dead, said, speed, end }) => {
      const fixture = await openOfficeFixture({ office, ...(dead === undefined ? {} : { simulator: { dead } }) });
      const { workspace } = fixture;
      await begin(fixture);
      const engine = await openEndless(fixture, speed);
      const events = listen(engine);
      const running = engine.run({ month: MONTH });
      await expect
        .poll(() => events.some((event) => event.type === 'notice' && said.test(event.text)), { timeout: 20_000 })
        .toBe(true);
      const waits = (): boolean => {
        const last = events.findLast((event) => event.type === 'progress');
        return last?.type === 'progress' && last.progress.waitingFor.includes('archive');
      };
      if (said.source.includes('acervo')) await expect.poll(waits, { timeout: 20_000 }).toBe(true);
      const { pages } = engine.spool;

      const stoppedAt = performance.now();
      engine.stop('after-page');
      const stopped = await running;
      expect(performance.now() - stoppedAt).toBeLessThan(MOMENTS_MS);
      expect(stopped).toMatchObject({ run: { status: 'stopped' }, error: null });
      expect(engine.spool.pages).toBeGreaterThanOrEqual(pages);
      const rows = queryLedger(workspace.ledger, 'SELECT 1 FROM documents WHERE month = ?', [MONTH]);
      expect(stopped.documents.archived).toBe(rows.length);
      await engine.close();

      await end(fixture);
      const later = await fixture.openEngine();
      await expectTruth(workspace, office, await later.run({ month: MONTH }));
      expect(later.spool.pages).toBe(0);
    },
    120_000,
  );

  it('ends a run that cannot begin because earlier pages wait for the archive', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    await rename(workspace.archive, `${workspace.archive}.fora`);
    const first = await openEndless(fixture);
    const before = first.run({ month: MONTH });
    await expect.poll(() => first.spool.pages, { timeout: 30_000 }).toBeGreaterThan(2);
    first.stop('after-page');
    await before;
    const { pages } = first.spool;
    await first.close();

    const engine = await openEndless(fixture);
    const events = listen(engine);
    const running = engine.run({ month: MONTH }).catch((error: unknown) => error);
    await expect
      .poll(() => events.some((event) => event.type === 'notice' && event.text.startsWith('O acervo')), {
        timeout: 20_000,
      })
      .toBe(true);
    const stoppedAt = performance.now();
    engine.stop('after-page');
    expect(await running).toMatchObject({ code: 'CANCELLED' });
    expect(performance.now() - stoppedAt).toBeLessThan(MOMENTS_MS);
    expect(engine.spool.pages).toBe(pages);
    await engine.close();

    await rename(`${workspace.archive}.fora`, workspace.archive);
    const later = await fixture.openEngine();
    await expectTruth(workspace, office, await later.run({ month: MONTH }));
  }, 120_000);
});

describe('the command line', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  });
  afterAll(() => cli.dispose());

  it('says that it waits for the archive, ends with the first Ctrl+C, and the next run files what had come', async () => {
    const fixture = await openOfficeFixture({ office });
    const { workspace } = fixture;
    await rename(workspace.archive, `${workspace.archive}.fora`);
    const call = ['run', '--month', MONTH, '--workspace', workspace.folder];
    const environment = {
      MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
      MALOTE_CLOCK_SPEED: String(GREAT_HURRY),
      HOME: workspace.folder,
      XDG_DATA_HOME: join(workspace.folder, 'dados'),
      LOCALAPPDATA: join(workspace.folder, 'dados'),
    };
    const waiting = cli.start(call, environment);
    await waiting.seen(/O acervo .* está fora do ar; o que for baixado fica guardado neste computador/);
    await waiting.seen(/esperando o acervo/);
    const since = performance.now();
    waiting.interrupt();
    const stopped = await waiting.ended;
    expect(performance.now() - since, stopped.stderr).toBeLessThan(MOMENTS_MS * 2);
    expect(stopped.code, stopped.stderr).toBe(3);
    expect(stopped.stderr.match(/está fora do ar; o que for baixado/g)).toHaveLength(1);
    expect(stopped.stderr).not.toMatch(/restam/);
    const spooled = queryLedger(workspace.ledger, 'SELECT 1 FROM spool');
    expect(spooled.length).toBeGreaterThan(0);

    const again = cli.start(call, environment);
    await again.seen(/O acervo .* está fora do ar/);
    await rename(`${workspace.archive}.fora`, workspace.archive);
    const { code, stderr } = await again.ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/O acervo .* voltou; o que esperava continua\./);
    expect(queryLedger(workspace.ledger, 'SELECT 1 FROM spool')).toEqual([]);
  }, 120_000);
});
