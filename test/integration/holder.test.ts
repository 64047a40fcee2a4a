import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli, type CliProcess } from '../support/built-cli';
import { queryLedger } from '../support/ledger-dump';
import { openOfficeFixture, type OfficeFixture } from '../support/office-fixture';

const MONTH = '2026-03';
const office = createOffice({ seed: 14, month: MONTH, companies: 3, documentsPerCompany: 20 });

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.dispose());

/** A workspace with the programs of an office on it. */
async function place(speed = 1_000) {
  const fixture: OfficeFixture = await openOfficeFixture({ office });
  const { folder } = fixture.workspace;
  // no key: what asks SIEG can only be done by somebody else
  const env = { MALOTE_CLOCK_SPEED: String(speed), XDG_DATA_HOME: join(folder, 'dados') };
  const keyed = { ...env, MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey };
  const at = ['--json', '--workspace', folder];
  const service = async (): Promise<CliProcess> => {
    const started = cli.start(['service', 'run', ...at], keyed);
    await started.seen(/"schedule":/);
    return started;
  };
  return { fixture, folder, env, keyed, at, service };
}

async function stop(process: CliProcess): Promise<void> {
  process.interrupt();
  expect(await process.ended).toMatchObject({ code: 0 });
}

describe('a command while a service holds the workspace', () => {
  it('has its work done by the service, with its key, and shows what it would show alone', async () => {
    const { env, at, service, fixture } = await place();
    const holder = await service();
    const run = await cli.run(['run', '--month', MONTH, ...at], env);
    expect(run, run.stderr).toMatchObject({ code: 0 });
    expect(lastJson(run.stdout)).toMatchObject({ run: { month: MONTH, status: 'complete' }, error: null });
    const audit = await cli.run(['audit', '--month', MONTH, ...at], env);
    expect(audit, audit.stderr).toMatchObject({ code: 0 });
    expect(lastJson(audit.stdout)).toMatchObject({ audit: { outcome: 'complete' }, error: null });
    const deliver = await cli.run(['deliver', ...at], env);
    expect(deliver, deliver.stderr).toMatchObject({ code: 0 });
    const added = await cli.run(['schedule', 'add', 'audit-light', ...at], env);
    expect(lastJson(added.stdout)).toMatchObject({ schedule: [{ work: 'audit-light' }] });
    const now = await cli.run(['schedule', 'run-now', '1', ...at], env);
    expect(lastJson(now.stdout), now.stderr).toMatchObject({ run: { state: 'complete', byHand: true } });
    const paused = await cli.run(['schedule', 'pause', '1', ...at], env);
    expect(lastJson(paused.stdout)).toMatchObject({ schedule: [{ paused: true }] });
    await stop(holder);
    const jobs = queryLedger<{ kind: string; state: string }>(fixture.workspace.ledger, 'SELECT kind, state FROM jobs');
    expect(jobs).toEqual([
      { kind: 'run', state: 'complete' },
      { kind: 'audit', state: 'complete' },
      { kind: 'audit', state: 'complete' },
    ]);
  });
});
