import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { RunSummary } from '../../src/shared/views';
import { createOffice, DEMO_CREDENTIALS, parseQuirks, startSimulator } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli } from '../support/built-cli';
import { createWorkspace, removeWorkspace, TEST_SPEED } from '../support/workspace';
import { asUserOf, places } from './places';

const MONTH = '2026-03';
const COMPANIES = 6;
const DOCUMENTS = 240;
/** So many files lie in the archive when the process is ended. */
const CUT_AT = 40;

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.dispose());

async function documentsBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('a run on Windows', () => {
  it('is cut hard on a mapped drive and a share, and goes on from there', async () => {
    const [archive, share] = [await places.fresh('arquivo'), await places.freshOnShare('import')];
    const office = createOffice({
      seed: 11,
      month: MONTH,
      companies: COMPANIES,
      documentsPerCompany: DOCUMENTS / COMPANIES,
    });
    const simulator = await startSimulator(office, { quirks: parseQuirks('none'), speed: TEST_SPEED });
    const workspace = await createWorkspace({
      office,
      generation: 'legacy',
      baseUrl: simulator.url,
      change: (settings) => ({
        ...settings,
        archive: { root: archive.folder },
        importShare: { root: share.folder, layout: 'flat' },
      }),
    });
    onTestFinished(async () => {
      await simulator.close();
      await removeWorkspace(workspace);
      await archive.dispose();
      await share.dispose();
    });
    const env = {
      ...asUserOf(workspace.folder),
      MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
      MALOTE_CLOCK_SPEED: String(TEST_SPEED),
    };
    const run = ['run', '--month', MONTH, '--json', '--workspace', workspace.folder];

    const cut = cli.start(run, env);
    const enough = async (): Promise<string> => {
      while ((await documentsBelow(archive.folder)).length < CUT_AT) await sleep(10);
      return 'at work';
    };
    expect(await Promise.race([enough(), cut.ended])).toBe('at work');
    cut.kill();
    await cut.ended;

    const resumed = await cli.run(run, env);
    expect(resumed.code, resumed.stderr).toBe(0);
    const summary = lastJson(resumed.stdout) as RunSummary;
    expect(summary.documents).toMatchObject({ archived: DOCUMENTS, missing: 0, conflicts: 0 });
    expect(summary.outbox.pending).toBe(0);
    const delivered = (await documentsBelow(share.folder)).filter((name) => name.endsWith('.xml'));
    expect(new Set(delivered).size).toBe(delivered.length);
    expect(delivered.length).toBeGreaterThanOrEqual(DOCUMENTS);
  }, 300_000);
});
