import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { ConsoleState } from '../../src/shared/ipc/state';
import { followConsole } from '../../src/shared/ipc/follow';
import type { ConsoleClient } from '../../src/shared/ipc/client';
import { createOffice, DEMO_CREDENTIALS } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli, type CliProcess } from '../support/built-cli';
import { eventually } from '../support/eventually';
import { openOfficeFixture } from '../support/office-fixture';
import { openWindowHost, type WindowHost } from '../support/window-host';

const MONTH = '2026-03';
const office = createOffice({ seed: 14, month: MONTH, companies: 3, documentsPerCompany: 20 });
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };

let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => cli.dispose());

async function place() {
  const { workspace } = await openOfficeFixture({ office });
  const { folder } = workspace;
  const env = { MALOTE_CLOCK_SPEED: '1000', XDG_DATA_HOME: `${folder}/dados` };
  const at = ['--json', '--workspace', folder];
  return {
    env,
    at,
    service: async (): Promise<CliProcess> => {
      const started = cli.start(['service', 'run', ...at], { ...env, MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey });
      await started.seen(/"schedule":/);
      return started;
    },
    window: async (): Promise<WindowHost> => {
      const window = await openWindowHost(folder, version);
      onTestFinished(() => window.close());
      return window;
    },
  };
}

/** The last state that a page knows. */
function following(client: ConsoleClient) {
  let state: ConsoleState | null = null;
  const follow = followConsole(client, (next) => (state = next));
  follow.refresh();
  onTestFinished(() => follow.stop());
  return { state: (): ConsoleState | null => state, refresh: () => follow.refresh() };
}

const readies = ({ told }: WindowHost) => told.filter(({ type }) => type === 'ready');

it('shows what a service does, shows its notifications, and takes its place when it dies', async () => {
  const { service, window, env, at } = await place();
  const holder = await service();
  const shown = await window();
  expect(readies(shown)).toEqual([{ type: 'ready', heldBy: 'service' }]);
  const page = shown.page();
  const follows = following(page);
  await page.engine.startJob({ kind: 'run', month: MONTH });
  await eventually(() =>
    expect(follows.state()?.lastSummary).toMatchObject({ run: { month: MONTH, status: 'complete' } }),
  );
  // nobody is asked before this window is closed: the run was the service's
  expect(shown.told.filter(({ type }) => type === 'activity')).toEqual([]);
  await eventually(() => expect(shown.told).toContainEqual(expect.objectContaining({ type: 'desktop' })));
  await eventually(() =>
    expect(follows.state()?.alerts.lines[0]?.sends).toContainEqual({ channel: 'desktop', state: 'sent', error: null }),
  );
  expect((await page.engine.readSettings()).key.generation).toBe('legacy');
  await expect(page.engine.startJob({ kind: 'legacy-import', pathId: 'x', dryRun: true })).rejects.toMatchObject({
    code: 'SHELL_HELD_ELSEWHERE',
  });

  const died = performance.now();
  holder.kill();
  await holder.ended;
  await eventually(() => expect(readies(shown).at(-1)).toEqual({ type: 'ready' }));
  expect(performance.now() - died).toBeLessThan(5_000);
  follows.refresh();
  await eventually(() => expect(follows.state()?.epoch).toContain('window'));
  // and holds it for others from now on, with its own key
  const audit = await cli.run(['run', '--month', MONTH, ...at], env);
  expect(audit, audit.stderr).toMatchObject({ code: 0 });
}, 120_000);

it('begins a run that a command follows to its end, or leaves alone', async () => {
  const { window, env, at, service } = await place();
  await service();
  const shown = await window();
  const page = shown.page();
  const follows = following(page);
  await page.engine.startJob({ kind: 'run', month: MONTH });
  await page.engine.pauseJob({ kind: 'run' });
  const command = cli.start(['run', '--month', MONTH, ...at], env);
  await command.seen(/já está em andamento/);
  const left = cli.start(['run', '--month', MONTH, ...at], env);
  await left.seen(/já está em andamento/);
  left.interrupt();
  expect(await left.ended).toMatchObject({ code: 3 });
  expect(lastJson((await left.ended).stdout)).toMatchObject({ error: { code: 'CLI_JOB_GOES_ON' } });
  // another month is another run, and is refused as ever
  const other = await cli.run(['run', '--month', '2026-02', ...at], env);
  expect(lastJson(other.stdout), other.stderr).toMatchObject({ error: { code: 'RUN_IN_PROGRESS' } });
  await page.engine.resumeJob({ kind: 'run' });
  const ended = await command.ended;
  expect(ended, ended.stderr).toMatchObject({ code: 0 });
  expect(lastJson(ended.stdout)).toMatchObject({ run: { status: 'complete' } });
  await eventually(() => expect(follows.state()?.jobs).toMatchObject([{ kind: 'run', state: 'complete' }]));
}, 120_000);
