import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildCli, lastJson, type BuiltCli } from '../support/built-cli';
import { asUserOf } from './places';

const MONTH = '2026-03';

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.dispose());

describe('the demonstration on Windows', () => {
  it('goes through a whole demonstration to its evidence', async () => {
    // the ledger of a workspace lies on no network, and Windows knows a mapped drive for one
    const folder = await mkdtemp(join(tmpdir(), 'malote-demo-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const office = ['--companies', '3', '--documents', '20', '--month', MONTH];
    const shown = await cli.run(['demo', '--workspace', join(folder, 'demo'), ...office, '--json'], asUserOf(folder));
    expect(shown.code, shown.stderr).toBe(0);
    expect(lastJson(shown.stdout)).toMatchObject({
      run: { status: 'complete' },
      documents: { expected: 60, archived: 60, missing: 0, conflicts: 0 },
      outbox: { pending: 0 },
    });
  }, 150_000);
});
