import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createOffice, parseQuirks, startSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli, type CliProcess, type CliResult } from '../support/built-cli';
import { secretForms } from '../support/secret-forms';
import { createWorkspace, removeWorkspace, TEST_SPEED, type Generation, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
/** Every one of them changes when it is percent-encoded, as real keys do. */
const CANARY = {
  apiKey: 'cAn4r10-aP1%2fkEy%2bQ7wZ9xK2vM5n%3d%3d',
  clientId: 'cAn4r10+cL1eNt/iD+8hT3rB6yJ1p==',
  clientSecret: 'cAn4r10+sEcReT/4gF7uD0sL3kX6c==',
};
const FORMS = Object.values(CANARY).flatMap(secretForms);
const office = createOffice({ seed: 91, month: MONTH, companies: 4, documentsPerCompany: 25 });

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(() => cli.dispose());

/** Where a form of a canary stands. */
function leaksIn(text: string): string[] {
  return FORMS.filter((form) => text.includes(form));
}

/** Files below a folder that hold a canary, in their bytes or in their own name. */
async function leakingFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.some((file) => file.endsWith('malote.db'))).toBe(true);
  expect(files.some((file) => file.endsWith('limiter.db'))).toBe(true);
  const leaking: string[] = [];
  for (const file of files) {
    const text = `${relative(folder, file)}\n${await readFile(file, 'latin1')}`;
    if (leaksIn(text).length > 0) leaking.push(relative(folder, file));
  }
  return leaking;
}

interface Place {
  readonly simulator: Simulator;
  readonly workspace: Workspace;
  run(...args: string[]): Promise<CliResult>;
  /** One after the other in one process. */
  runEach(...calls: (readonly string[])[]): Promise<readonly CliResult[]>;
  environment: NodeJS.ProcessEnv;
}

async function openPlace(generation: Generation, options: Partial<SimulatorOptions> = {}): Promise<Place> {
  const simulator = await startSimulator(office, {
    quirks: parseQuirks('none'),
    speed: TEST_SPEED,
    credentials: CANARY,
    ...options,
  });
  const workspace = await createWorkspace({ office, generation, baseUrl: simulator.url });
  onTestFinished(async () => {
    await simulator.close().catch(() => undefined);
    await removeWorkspace(workspace);
  });
  const environment: NodeJS.ProcessEnv = {
    MALOTE_SIEG_KEY: CANARY.apiKey,
    MALOTE_SIEG_CLIENT_ID: CANARY.clientId,
    MALOTE_SIEG_CLIENT_SECRET: CANARY.clientSecret,
    MALOTE_CLOCK_SPEED: String(TEST_SPEED),
    // The state of the key is shared by all workspaces of a user: each workspace is a user of its own.
    XDG_DATA_HOME: join(workspace.folder, 'dados'),
    LOCALAPPDATA: join(workspace.folder, 'dados'),
    HOME: workspace.folder,
  };
  const within = (args: readonly string[]): string[] => [...args, '--workspace', workspace.folder, '--debug'];
  return {
    simulator,
    workspace,
    run: (...args) => cli.run(within(args), environment),
    runEach: (...calls) => cli.runEach(calls.map(within), environment),
    environment,
  };
}

async function expectSilence({ workspace }: Place, results: readonly CliResult[]): Promise<void> {
  for (const { stdout, stderr } of results) expect(leaksIn(stdout + stderr)).toEqual([]);
  expect(await leakingFiles(workspace.folder)).toEqual([]);
}

describe('the forms that are looked for', () => {
  it('are found wherever the canary stands', () => {
    for (const secret of Object.values(CANARY)) {
      const plain = decodeURIComponent(secret);
      expect(leaksIn(`?api_key=${encodeURIComponent(plain)}&x`)).not.toEqual([]);
      for (const before of ['', 'a', 'ab', 'abc'])
        expect(leaksIn(Buffer.from(`${before}${plain}${before}`).toString('base64'))).not.toEqual([]);
    }
    expect(leaksIn('a key of another kind')).toEqual([]);
  });
});

describe.each(['legacy', 'v1'] as const)('the credentials over %s', (generation) => {
  it('leave no trace after a probe, a run, a second run, a status and a verification', async () => {
    const place = await openPlace(generation);
    const results = await place.runEach(
      ['probe', '--json'],
      ['run', '--month', MONTH, '--json'],
      ['run', '--month', MONTH],
      ['status', '--month', MONTH, '--json'],
      ['verify', '--month', MONTH, '--json'],
    );
    expect(
      results.map(({ code }) => code),
      results[1]?.stderr,
    ).toEqual([0, 0, 0, 0, 0]);
    await expectSilence(place, results);
    expect(await readdir(join(place.workspace.folder, 'logs'))).toContain('malote.log');
  }, 120_000);

  it.each(['rate-limit', 'reset', 'all'])(
    'leave no trace after a run through %s',
    async (quirks) => {
      const place = await openPlace(generation, {
        quirks: parseQuirks(quirks),
        quirkRate: quirks === 'all' ? 0.06 : 0.5,
      });
      const result = await place.run('run', '--month', MONTH, '--json');
      expect([0, 2], result.stderr).toContain(result.code);
      expect(place.simulator.requests().some(({ quirk }) => quirk !== null)).toBe(true);
      await expectSilence(place, [result]);
    },
    120_000,
  );

  it('leave no trace when SIEG refuses them', async () => {
    const place = await openPlace(generation, { credentials: { apiKey: 'a', clientId: 'b', clientSecret: 'c' } });
    const results = await place.runEach(['probe'], ['run', '--month', MONTH, '--json']);
    expect(results.map(({ code }) => code)).toEqual([5, 5]);
    expect(lastJson(results[1]?.stdout ?? '')).toMatchObject({ error: { code: 'SIEG_AUTHENTICATION' } });
    await expectSilence(place, results);
  }, 120_000);

  it('leave no trace when nobody answers, or when the process is killed', async () => {
    let asked = 0;
    const running: CliProcess[] = [];
    // before the fifth answer leaves, so that the process dies in the middle of its run however quick it is
    const log = (): void => {
      if ((asked += 1) === 5) for (const child of running) child.kill();
    };
    const place = await openPlace(generation, { log });
    const child = cli.start(
      ['run', '--month', MONTH, '--workspace', place.workspace.folder, '--debug'],
      place.environment,
    );
    running.push(child);
    const killed = await child.ended;
    // The write-ahead log of the killed process still lies there.
    expect(await readdir(place.workspace.folder)).toContain('malote.db-wal');
    await expectSilence(place, [killed]);
    await place.simulator.close();
    const refused = await place.run('run', '--month', MONTH, '--json');
    expect(refused.code, refused.stderr).toBe(6);
    await expectSilence(place, [refused]);
  }, 120_000);
});
