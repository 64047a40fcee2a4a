import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { command, environment, openApp } from './support/app';

let home: string;
const services: ChildProcess[] = [];

test.beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-e2e-service-'));
});

test.afterEach(async () => {
  for (const service of services.splice(0)) if (service.exitCode === null) service.kill('SIGKILL');
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

function startService(): { readonly service: ChildProcess; readonly ended: Promise<number | null> } {
  const { executablePath, args } = command(home, ['--service']);
  const service = spawn(executablePath, args, { env: environment(home), stdio: 'ignore' });
  services.push(service);
  return { service, ended: new Promise((resolve) => service.once('exit', resolve)) };
}

test('a service has no window, is alone, lets a window of the same user open beside it, and ends in order', async () => {
  const { service, ended } = startService();
  // its engine is there
  await expect.poll(() => existsSync(join(home, 'workspace', 'malote.db'))).toBe(true);
  const second = startService();
  expect(await second.ended).toBe(0);
  expect(service.exitCode).toBeNull();

  const app = await openApp({ home });
  await expect(
    app.page.getByRole('navigation', { name: 'Telas' }).or(app.page.getByRole('main')).first(),
  ).toBeVisible();
  expect(app.application.windows()).toHaveLength(1);
  await app.close();
  expect(service.exitCode).toBeNull();

  service.kill('SIGTERM');
  expect(await ended).toBe(0);
  // it is written to when there is something to say
  const log = await readFile(join(home, 'user-data', 'logs', 'service', 'malote.log'), 'utf8').catch(() => '');
  expect(log).not.toMatch(/error|uncaught/);
});
