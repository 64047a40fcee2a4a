import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';

const root = resolve(import.meta.dirname, '..', '..');
let userData: string;
let application: ElectronApplication;
let page: Page;

test.beforeAll(async () => {
  const executablePath = process.env['MALOTE_ELECTRON'];
  if (executablePath === undefined) throw new Error('MALOTE_ELECTRON names no Electron: run "npm run test:e2e"');
  userData = await mkdtemp(join(tmpdir(), 'malote-e2e-'));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  application = await _electron.launch({ executablePath, args: [...asRoot, root, `--user-data-dir=${userData}`] });
  page = await application.firstWindow();
});

test.afterAll(async () => {
  await application.close();
  await rm(userData, { recursive: true, force: true });
});

test('the window shows what the engine read from SQLite in a process of its own', async () => {
  await expect(page.getByRole('status')).toHaveText('O motor responde e lê o SQLite.');
  await expect(page.locator('[data-runtime=sqlite]')).toHaveText(/^3\.\d+\.\d+$/);
  await expect(page.locator('[data-runtime=journalMode]')).toHaveText('wal');
  const electron = await application.evaluate(() => process.versions.electron);
  await expect(page.locator('[data-runtime=electron]')).toHaveText(electron);
  await page.screenshot({ path: join(root, 'test-results', 'smoke.png') });
});

test('the page has nothing of Node, only the frozen bridge', async () => {
  const reachable = await page.evaluate(() => ({
    globals: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in globalThis),
    bridge: Object.keys(Reflect.get(globalThis, 'malote') as object),
    frozen: Object.isFrozen(Reflect.get(globalThis, 'malote')),
  }));
  expect(reachable).toEqual({ globals: [], bridge: ['runtimeProbe'], frozen: true });
  expect(page.url()).toBe('app://malote/index.html');
});

test('the page can neither leave, nor open windows, nor reach the network, nor run inline scripts', async () => {
  const outcome = await page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'globalThis.inlineRan = true';
    document.head.append(script);
    const opened = window.open('https://example.com/');
    const fetched = await fetch('https://example.com/').then(
      () => true,
      () => false,
    );
    const climbed = await fetch('app://malote/..%2f..%2fpackage.json').then(
      (response) => response.status,
      () => 0,
    );
    window.location.href = 'https://example.com/';
    return { inline: 'inlineRan' in globalThis, opened: opened !== null, fetched, climbed };
  });
  expect(outcome).toEqual({ inline: false, opened: false, fetched: false, climbed: 404 });
  expect(page.url()).toBe('app://malote/index.html');
});
