import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ask, environment, openApp, root, type OpenApp } from './support/app';

const MONTH = '2026-03';
const SPEED = '200';

let home: string;
let children: ChildProcess[];
let app: OpenApp | null;

test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-e2e-'));
  [children, app] = [[], null];
});
test.afterEach(async () => {
  await app?.close();
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGINT');
    await once(child, 'exit');
  }
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** A command line of the built program that goes on, once it has said its first line of JSON. */
async function begin(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['out/main/cli.js', ...args, '--json'], {
    cwd: root,
    env: environment(home, env),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await expect.poll(() => said).toContain('\n');
  return { child, said: JSON.parse(said.split('\n')[0] ?? '') as Record<string, unknown> };
}

/** A service on an office of its own, which holds the workspace of this home. */
async function service(): Promise<ChildProcess> {
  const workspace = join(home, 'workspace');
  const [archive, share] = [join(workspace, 'arquivo'), join(workspace, 'import')];
  for (const folder of [archive, share]) await mkdir(folder, { recursive: true });
  const office = ['--companies', '3', '--documents', '40', '--month', MONTH];
  const { said } = await begin(['simulate', ...office, '--speed', SPEED, '--workspace', workspace]);
  const { url, workbook, credentials } = said as {
    readonly url: string;
    readonly workbook: string;
    readonly credentials: { readonly apiKey: string };
  };
  await writeFile(
    join(workspace, 'settings.json'),
    JSON.stringify({
      sieg: { generation: 'legacy', baseUrl: url },
      archive: { root: archive },
      importShare: { root: share, layout: 'flat' },
      companies: { workbook },
    }),
  );
  const env = { MALOTE_SIEG_KEY: credentials.apiKey, MALOTE_CLOCK_SPEED: SPEED };
  return (await begin(['service', 'run'], env)).child;
}

test('a window beside the service shows what it does, and leaves it at work when it closes', async () => {
  const held = await service();
  app = await openApp({ home });
  const { page, application } = app;
  await expect(page.getByTestId('engine-status')).toHaveText('Motor no serviço');
  expect(await ask(page, 'engine', 'startJob', { kind: 'run', month: MONTH })).toMatchObject({ ok: true });
  await expect(page.getByTestId('run-card')).toBeVisible();
  await ask(page, 'engine', 'pauseJob', { kind: 'run' });
  // nobody is asked: the run goes on elsewhere
  const closed = once(application.process(), 'exit');
  await page.close();
  await closed;
  expect(held.exitCode).toBeNull();

  app = await openApp({ home });
  await expect(app.page.getByTestId('engine-status')).toHaveText('Motor no serviço');
  await expect(app.page.getByTestId('run-card')).toBeVisible();
  await ask(app.page, 'engine', 'resumeJob', { kind: 'run' });
  await expect(app.page.getByTestId('total-archived')).toHaveText('120', { timeout: 40_000 });

  // the service dies: this window has the engine itself from now on
  held.kill('SIGKILL');
  await expect(app.page.getByTestId('engine-status')).toHaveText('Motor ligado');
  await expect(app.page.getByTestId('total-archived')).toHaveText('120');
});
