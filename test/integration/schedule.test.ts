import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { buildCli, lastJson } from '../support/built-cli';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture } from '../support/office-fixture';

const MONTH = new Date().toISOString().slice(0, 7);
const office = createOffice({ seed: 9, month: MONTH, companies: 3, documentsPerCompany: 30 });

type DueRow = {
  readonly state: string;
  readonly attempts: number;
  readonly jobs: number;
};

it('goes on with a scheduled run whose process was killed, in whatever process comes next, and ends it once', async () => {
  const fixture = await openOfficeFixture({ office });
  const { folder, ledger } = fixture.workspace;
  const cli = await buildCli();
  const env = {
    MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
    MALOTE_CLOCK_SPEED: '1000',
    XDG_DATA_HOME: join(folder, 'dados'),
  };
  const at = ['--json', '--workspace', folder];
  const due = (): DueRow[] =>
    queryLedger<DueRow>(
      ledger,
      `SELECT state, attempts, (SELECT count(*) FROM jobs WHERE kind = 'run') AS jobs FROM schedule_runs`,
    );
  try {
    await cli.run(['schedule', 'add', 'run-current', ...at], env);
    const killed = cli.start(['schedule', 'run-now', '1', ...at], env);
    await expect.poll(() => due()[0]?.jobs, { timeout: 30_000, interval: 5 }).toBe(1);
    killed.kill();
    await killed.ended;
    expect(due()).toEqual([{ state: 'running', attempts: 1, jobs: 1 }]);

    const service = cli.start(['service', 'run', ...at], env);
    await expect.poll(() => due()[0]?.state, { timeout: 60_000, interval: 100 }).toBe('complete');
    expect(due()).toEqual([{ state: 'complete', attempts: 2, jobs: 2 }]);
    service.interrupt();
    await service.ended;
    const listed = lastJson((await cli.run(['schedule', ...at], env)).stdout);
    expect(listed).toMatchObject({
      schedule: [{ current: null, last: { state: 'complete', byHand: true, attempts: 2 } }],
    });
    const status = lastJson((await cli.run(['status', '--month', MONTH, ...at], env)).stdout);
    expect(status).toMatchObject({ documents: { missing: 0 } });
  } finally {
    await cli.dispose();
  }
}, 120_000);
