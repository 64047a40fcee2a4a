import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { RuntimeProbe } from '../../src/shared/views';
import { ask, openApp, root, type OpenApp } from './support/app';

let app: OpenApp;
test.beforeAll(async () => {
  app = await openApp();
});
test.afterAll(() => app.close());

test('the window opens on a page of its own, served by the application', async () => {
  expect(app.page.url()).toBe('app://malote/index.html');
  await expect(app.page).toHaveTitle(/Malote/);
  await expect(app.page.locator('#root')).not.toBeEmpty();
  await app.page.screenshot({ path: join(root, 'test-results', 'smoke.png') });
});

test('the engine answers from a process of its own, and reads and writes SQLite there', async () => {
  const answer = await ask(app.page, 'engine', 'probeRuntime');
  expect(answer.ok).toBe(true);
  const probe = (answer as { value: RuntimeProbe }).value;
  expect(probe.sqlite).toMatch(/^3\.\d+\.\d+$/);
  expect(probe.journalMode).toBe('wal');
  expect(probe.electron).toBe(await app.application.evaluate(() => process.versions.electron));
  const engines = await app.application.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ name, type }) => type === 'Utility' && name === 'Malote engine')
      .map(({ pid }) => pid),
  );
  expect(engines).toHaveLength(1);
});
