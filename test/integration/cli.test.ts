import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSING_MS } from '../../src/cli/stop-signals';
import type { RunSummary, StatusView } from '../../src/shared/views';
import { buildCli, lastJson, type BuiltCli } from '../support/built-cli';

const CANARY = 'canario-que-nao-pode-vazar-91c7';
const MONTH = '2026-03';

let cli: BuiltCli;
let folder: string;
let isolated: NodeJS.ProcessEnv;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-cli-it-'));
  // The state of the key is shared by all workspaces of a user: tests are a user of their own.
  isolated = { XDG_DATA_HOME: join(folder, 'dados'), LOCALAPPDATA: join(folder, 'dados'), HOME: folder };
  cli = await buildCli();
});

afterAll(async () => {
  await cli.dispose();
  await rm(folder, { recursive: true, force: true });
});

async function allText(place: string): Promise<string> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return (await Promise.all(files.map((file) => readFile(file, 'latin1')))).join('\n');
}

describe('the log of a workspace', () => {
  it('is written wherever the program is started, as by a scheduled task', async () => {
    const workspace = join(folder, 'tarefa');
    await mkdir(workspace);
    await writeFile(join(workspace, 'malote.db'), 'isto não é um banco de dados');
    // no package.json there, nor above it
    const refused = await cli.run(['status', '--workspace', workspace], isolated, { folder });
    expect(refused.code, refused.stderr).toBe(9);
    expect(await readFile(join(workspace, 'logs', 'malote.log'), 'utf8')).toContain('LEDGER_DAMAGED');
  });
});

describe('malote demo', () => {
  const demo = (workspace: string, ...more: string[]) => [
    'demo',
    '--workspace',
    workspace,
    '--month',
    MONTH,
    '--json',
    ...more,
  ];

  const SLOW_DOCUMENTS = 360;
  /** An office whose pages come so slowly that a run can be stopped in the middle of them. */
  const SLOW = ['--companies', '6', '--documents', String(SLOW_DOCUMENTS / 6), '--speed', '12'];

  it('ends with evidence, and asks no page again the second time', async () => {
    const workspace = join(folder, 'demo');
    const first = await cli.run(demo(workspace, '--companies', '4', '--documents', '20'), isolated);
    expect(first.code, first.stderr).toBe(0);
    expect(first.stdout.trimEnd().split('\n')).toHaveLength(1);
    const summary = lastJson(first.stdout) as RunSummary;
    expect(summary).toMatchObject({
      run: { month: MONTH, status: 'complete' },
      companies: { total: 4, complete: 4, withGaps: 0 },
      documents: { expected: 80, archived: 80, missing: 0, conflicts: 0 },
      outbox: { pending: 0 },
      workspace,
    });
    expect(first.stderr).toContain('inventados');
    expect(await readdir(join(workspace, 'import'))).not.toHaveLength(0);

    const [second, verified, shown] = await cli.runEach(
      [
        demo(workspace),
        ['verify', '--workspace', workspace, '--month', '03/2026', '--json'],
        ['status', '--workspace', workspace, '--month', MONTH],
      ],
      isolated,
    );
    expect(second!.code, second!.stderr).toBe(0);
    const again = lastJson(second!.stdout) as RunSummary;
    expect(again.documents).toEqual(summary.documents);
    expect(again.requests.byKind['page'] ?? 0).toBe(0);

    expect(verified!.code, verified!.stderr).toBe(0);
    expect(lastJson(verified!.stdout)).toMatchObject({ month: MONTH, findings: [] });

    expect(shown!.stdout).toMatch(/80 de 80 arquivados/);
  });

  it('stops at a signal and goes on from there', async () => {
    const workspace = join(folder, 'parada');
    const running = cli.start(demo(workspace, ...SLOW, '--quirks', 'none'), isolated);
    await running.seen(/Baixando páginas/);
    running.interrupt();
    const stopped = await running.ended;
    // Windows knows no signal to another process: it was killed, and must go on all the same.
    if (process.platform !== 'win32') {
      expect(stopped.code, stopped.stderr).toBe(3);
      expect(stopped.stderr).toContain('Parando depois das consultas em andamento');
      expect((lastJson(stopped.stdout) as RunSummary).run.status).toBe('stopped');
    }
    const resumed = await cli.run(demo(workspace, '--quirks', 'none'), isolated);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect((lastJson(resumed.stdout) as RunSummary).documents).toMatchObject({ archived: SLOW_DOCUMENTS, missing: 0 });
  });

  it('stops in order within seconds when its terminal is closed, and goes on from there', async () => {
    const workspace = join(folder, 'terminal-fechado');
    const running = cli.start(demo(workspace, ...SLOW, '--quirks', 'none'), isolated);
    await running.seen(/Baixando páginas/);
    const closedAt = performance.now();
    running.hangUp();
    running.hangUp();
    const stopped = await running.ended;
    if (process.platform !== 'win32') {
      expect(performance.now() - closedAt).toBeLessThan(CLOSING_MS);
      expect(stopped.code, stopped.stderr).toBe(3);
      expect(stopped.stderr).not.toContain('Parando');
      const { run, documents } = lastJson(stopped.stdout) as RunSummary;
      expect(run.status).toBe('stopped');
      expect(documents.archived).toBeLessThan(SLOW_DOCUMENTS);
    }
    const resumed = await cli.run(demo(workspace, '--quirks', 'none'), isolated);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect((lastJson(resumed.stdout) as RunSummary).documents).toMatchObject({ archived: SLOW_DOCUMENTS, missing: 0 });
  });
});

describe('malote run against malote simulate', () => {
  interface Ready {
    readonly url: string;
    readonly workbook: string;
    readonly credentials: { readonly apiKey: string };
  }

  async function workspaceFor(ready: Ready, name: string): Promise<string> {
    const workspace = join(folder, name);
    for (const part of ['arquivo', 'import']) await mkdir(join(workspace, part), { recursive: true });
    const settings = {
      sieg: { generation: 'legacy', baseUrl: ready.url },
      archive: { root: join(workspace, 'arquivo') },
      importShare: { root: join(workspace, 'import') },
      companies: { workbook: ready.workbook },
    };
    await writeFile(join(workspace, 'settings.json'), JSON.stringify(settings));
    return workspace;
  }

  it('brings the month with the key of the environment, imports companies and says who answers', async () => {
    const office = ['--companies', '3', '--documents', '10', '--month', MONTH, '--speed', '1000'];
    const simulator = cli.start(
      ['simulate', ...office, '--workbook', join(folder, 'empresas.xlsx'), '--json'],
      isolated,
    );
    const ready = JSON.parse((await simulator.seen(/^\{.*\}$/m))[0]) as Ready;
    const workspace = await workspaceFor(ready, 'real');
    const env = {
      ...isolated,
      MALOTE_WORKSPACE: workspace,
      MALOTE_SIEG_KEY: ready.credentials.apiKey,
      MALOTE_CLOCK_SPEED: '1000',
    };

    const [imported, probed, ran, shown] = await cli.runEach(
      [
        ['companies', 'import', '--json'],
        ['probe'],
        ['run', '--month', MONTH, '--json'],
        ['status', '--month', MONTH, '--json'],
      ],
      env,
    );
    expect(imported!.code, imported!.stderr).toBe(0);
    expect(lastJson(imported!.stdout)).toMatchObject({ total: 3, added: 3, badRows: [] });
    expect(probed!.code, probed!.stderr).toBe(0);
    expect(ran!.code, ran!.stderr).toBe(0);
    expect((lastJson(ran!.stdout) as RunSummary).documents).toMatchObject({ archived: 30, missing: 0 });
    expect((lastJson(shown!.stdout) as StatusView).companies).toHaveLength(3);
    simulator.interrupt();
    await simulator.ended;
  });

  it('refuses a wrong key without showing it anywhere', async () => {
    const simulator = cli.start(
      ['simulate', '--companies', '2', '--documents', '5', '--month', MONTH, '--json'],
      isolated,
    );
    const ready = JSON.parse((await simulator.seen(/^\{.*\}$/m))[0]) as Ready;
    const workspace = await workspaceFor(ready, 'canario');
    const env = { ...isolated, MALOTE_SIEG_KEY: CANARY, MALOTE_CLOCK_SPEED: '1000' };
    const commands = [['probe'], ['run', '--month', MONTH]];
    const calls = commands.map((command) => [...command, '--workspace', workspace, '--json', '--debug']);
    for (const refused of await cli.runEach(calls, env)) {
      expect(refused.code, refused.stderr).toBe(5);
      expect(refused.stdout + refused.stderr).not.toContain(CANARY);
    }
    const without = await cli.run(['probe', '--workspace', workspace, '--json'], { ...isolated, MALOTE_SIEG_KEY: '' });
    expect(without.code).toBe(5);
    expect(lastJson(without.stdout)).toMatchObject({ error: { code: 'CLI_KEY_MISSING' } });
    simulator.interrupt();
    const ended = await simulator.ended;
    expect(await allText(folder)).not.toContain(CANARY);
    expect(ended.stdout + ended.stderr).not.toContain(CANARY);
  });

  it('says that a port is taken', async () => {
    const simulator = cli.start(['simulate', '--companies', '1', '--documents', '1', '--json'], isolated);
    const ready = JSON.parse((await simulator.seen(/^\{.*\}$/m))[0]) as Ready;
    const second = await cli.run(
      ['simulate', '--companies', '1', '--documents', '1', '--port', new URL(ready.url).port, '--json'],
      isolated,
    );
    expect(second.code, second.stderr).toBe(4);
    expect(lastJson(second.stdout)).toMatchObject({ error: { code: 'CLI_PORT_TAKEN' } });
    simulator.interrupt();
    const ended = await simulator.ended;
    if (process.platform !== 'win32') expect(ended.code, ended.stderr).toBe(0);
  });
});
