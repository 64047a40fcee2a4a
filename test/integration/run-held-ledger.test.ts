import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { RunSummary } from '../../src/shared/views';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli, type CliProcess, type CliResult } from '../support/built-cli';
import { holdFile } from '../support/held-file';
import { queryLedger } from '../support/ledger-dump';
import { expectTruth } from '../support/office-truth';
import { listen, openOfficeFixture, type OfficeFixture } from '../support/office-fixture';
import { TEST_SPEED } from '../support/workspace';

const MONTH = '2026-03';
const office = createOffice({ seed: 52, month: MONTH, companies: 4, documentsPerCompany: 25 });

/** Another program has the ledger to itself, for so long, or until it is let go or the test ends. @returns lets it go */
async function hold({ workspace }: OfficeFixture, { onTestFinished }: TestContext, ms: number): Promise<() => void> {
  const other = await holdFile(workspace.ledger, 'BEGIN EXCLUSIVE', ms);
  const letGo = (): void => void other.kill('SIGKILL');
  onTestFinished(letGo);
  return letGo;
}

describe('a run beside a program that has the ledger to itself', () => {
  it('waits for it, says so, and brings everything', async (context) => {
    let answered = 0;
    const holding: Promise<unknown>[] = [];
    const log = (): void => {
      answered += 1;
      if (answered === 5) holding.push(hold(fixture, context, 15_000));
    };
    const fixture = await openOfficeFixture({ office, simulator: { log } });
    const engine = await fixture.openEngine();
    const events = listen(engine);
    await expectTruth(fixture.workspace, office, await engine.run({ month: MONTH }));
    expect(holding).toHaveLength(1);
    await Promise.all(holding);
    expect(events.some((event) => event.type === 'notice' && event.code === 'LEDGER_WAITING')).toBe(true);
  }, 120_000);
});

/** As long as a backup or a virus scanner takes for the file. */
const HELD_MS = 30_000;

describe.concurrent('commands beside a program that has the ledger to itself for half a minute', () => {
  let cli: BuiltCli;

  beforeAll(async () => {
    cli = await buildCli();
  });
  afterAll(() => cli.dispose());

  const start = ({ workspace }: OfficeFixture, ...args: string[]): CliProcess =>
    cli.start([...args, '--workspace', workspace.folder], {
      MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
      MALOTE_SIEG_CLIENT_ID: DEMO_CREDENTIALS.clientId,
      MALOTE_SIEG_CLIENT_SECRET: DEMO_CREDENTIALS.clientSecret,
      MALOTE_CLOCK_SPEED: String(TEST_SPEED),
      XDG_DATA_HOME: join(workspace.folder, 'dados'),
      LOCALAPPDATA: join(workspace.folder, 'dados'),
      HOME: workspace.folder,
    });

  /** It has waited and come to its end, or says in words who would not let it, and what to do. */
  function expectEnd({ code, stdout, stderr }: CliResult, ends: readonly number[]): void {
    expect(`${stdout}${stderr}`).not.toMatch(/inesperado|INTERNAL|SqliteError|\n\s+at /);
    expect([...ends, 7], stderr).toContain(code);
    if (code === 7) expect(stderr).toContain('Outro programa não soltou o banco de dados');
  }

  async function expectWhole(fixture: OfficeFixture): Promise<void> {
    const { code, stdout, stderr } = await start(fixture, 'run', '--month', MONTH, '--json').ended;
    expect(code, stderr).toBe(0);
    await expectAll(fixture, lastJson(stdout) as RunSummary);
  }

  /** Brings the month before anybody holds anything, in this process. */
  async function prepare(fixture: OfficeFixture): Promise<void> {
    const engine = await fixture.openEngine();
    const summary = await engine.run({ month: MONTH });
    await engine.close();
    await expectAll(fixture, summary);
  }

  async function expectAll(fixture: OfficeFixture, summary: RunSummary): Promise<void> {
    await expectTruth(fixture.workspace, office, summary);
    const open = "SELECT 1 FROM deliveries WHERE state NOT IN ('delivered', 'superseded')";
    expect(queryLedger(fixture.workspace.ledger, open)).toEqual([]);
  }

  it('let a run wait that is under way, and one that begins, and lose nothing', async (context) => {
    let answered = 0;
    let holding: Promise<unknown> | null = null;
    const log = (): void => {
      answered += 1;
      if (answered === 6) holding = hold(fixture, context, HELD_MS);
    };
    const fixture = await openOfficeFixture({ office, simulator: { log } }, context);
    expectEnd(await start(fixture, 'run', '--month', MONTH).ended, [0]);
    expect(holding).not.toBeNull();
    await hold(fixture, context, HELD_MS);
    expectEnd(await start(fixture, 'run', '--month', MONTH).ended, [0]);
    await expectWhole(fixture);
  }, 300_000);

  it('wait once for who does not let go, say so at once, and end with the sentence of it', async (context) => {
    const fixture = await openOfficeFixture({ office }, context);
    await prepare(fixture);
    await hold(fixture, context, 150_000);
    const since = performance.now();
    const status = start(fixture, 'status');
    await status.seen(/Outro programa está usando o banco de dados/);
    expect(performance.now() - since).toBeLessThan(15_000);
    expectEnd(await status.ended, []);
    expect(performance.now() - since).toBeLessThan(90_000);
  }, 300_000);

  it('say when it was let go', async (context) => {
    const fixture = await openOfficeFixture({ office }, context);
    const letGo = await hold(fixture, context, HELD_MS);
    const status = start(fixture, 'status');
    await status.seen(/Outro programa está usando o banco de dados/);
    letGo();
    const { code, stderr } = await status.ended;
    expect(code, stderr).toBe(0);
    expect(stderr.match(/Outro programa está usando o banco de dados/g)).toHaveLength(1);
    expect(stderr.match(/O banco de dados foi liberado/g)).toHaveLength(1);
  }, 60_000);

  it('let status, audit, deliver and all that only read come to their end', async (context) => {
    const fixture = await openOfficeFixture({ office }, context);
    await prepare(fixture);
    await hold(fixture, context, HELD_MS);
    const calls = [['status'], ['audit'], ['deliver'], ['journal'], ['audit', '--list'], ['verify', '--month', MONTH]];
    const ended = await Promise.all(calls.map((call) => start(fixture, ...call).ended));
    for (const result of ended) expectEnd(result, [0]);
    await expectWhole(fixture);
  }, 300_000);
});
