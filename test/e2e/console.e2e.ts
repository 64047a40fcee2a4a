import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import type { RunSummary } from '../../src/shared/views';
import { openApp, openDemonstration, root, type OpenApp } from './support/app';

/** The demonstration office that the assistant offers: 40 companies × 300 documents, all quirks. */
const WHOLE_MONTH_MS = 180_000;

async function begin(page: Page): Promise<void> {
  await page.getByTestId('begin-demonstration').click();
  await page.getByTestId('start-run').click();
  await expect(page.getByTestId('run-card')).toBeVisible();
}

/** Of this size the middle is soon reached and the end soon after. */
const SMALL = { companies: 12, documents: 150, seed: 1, quirks: 'all' };

/** The same in a smaller office than the assistant offers. */
async function beginSmall(page: Page): Promise<void> {
  await openDemonstration(page, SMALL);
  await page.getByTestId('start-run').click();
  await expect(page.getByTestId('run-card')).toBeVisible();
}

async function total(page: Page, name: string): Promise<number> {
  const text = await page.getByTestId(`total-${name}`).innerText();
  return Number(text.replace(/\./g, ''));
}

/** Waits until some documents have been filed: the middle of the run. */
async function middle(page: Page, documents: number): Promise<void> {
  await expect.poll(() => total(page, 'archived'), { timeout: 120_000 }).toBeGreaterThan(documents);
}

async function enginePid(application: ElectronApplication): Promise<number> {
  const pids = await application.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ name }) => name === 'Malote engine')
      .map(({ pid }) => pid),
  );
  expect(pids).toHaveLength(1);
  return pids[0]!;
}

/** The small office through the command line. */
async function smallByCommandLine(): Promise<RunSummary> {
  const workspace = await mkdtemp(join(tmpdir(), 'malote-e2e-cli-'));
  const size = Object.entries(SMALL).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const args = ['out/main/cli.js', 'demo', ...size];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...args, '--workspace', workspace, '--json'], {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as RunSummary;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

test.describe('a month from its begin to its end', () => {
  let app: OpenApp;

  test.beforeEach(async () => {
    app = await openApp();
  });
  test.afterEach(() => app.close());

  test('from the first start through the demonstration to the end', async () => {
    test.setTimeout(2 * WHOLE_MONTH_MS);
    const { page } = app;
    await begin(page);
    await middle(page, 500);
    await expect(page.getByTestId('run-percent')).toHaveText(/^\d+%$/);
    await expect(page.getByTestId('evidence-closing')).toContainText('Cada um dos 12.000 documentos', {
      timeout: WHOLE_MONTH_MS,
    });
    await page.screenshot({ path: join(root, 'test-results', 'console-end.png') });
    for (const name of ['expected', 'archived', 'verified']) expect(await total(page, name)).toBe(12_000);
    expect(await total(page, 'missing')).toBe(0);
  });

  test('a killed engine comes back by itself and offers to go on; it ends with the figures of the command line, undisturbed', async () => {
    test.setTimeout(2 * WHOLE_MONTH_MS);
    const { page, application } = app;
    await beginSmall(page);
    await middle(page, 500);
    const before = await enginePid(application);
    process.kill(before, 'SIGKILL');
    await expect(page.getByTestId('resume-interrupted')).toBeVisible({ timeout: 20_000 });
    expect(await enginePid(application)).not.toBe(before);
    expect(await total(page, 'archived')).toBeGreaterThan(500);
    await page.getByTestId('resume-interrupted').click();
    await expect(page.getByTestId('evidence-closing')).toContainText('Cada um dos 1.800 documentos', {
      timeout: WHOLE_MONTH_MS,
    });
    const { run, documents } = await smallByCommandLine();
    expect(run.status).toBe('complete');
    expect(documents.archived).toBe(1_800);
    expect({
      expected: await total(page, 'expected'),
      archived: await total(page, 'archived'),
      delivered: await total(page, 'verified'),
      missing: await total(page, 'missing'),
      events: await total(page, 'events'),
      cancelled: await total(page, 'cancelled'),
    }).toEqual({
      expected: documents.expected,
      archived: documents.archived,
      delivered: documents.delivered,
      missing: documents.missing,
      events: documents.events,
      cancelled: documents.cancelled,
    });
  });
});

/** One run of the office that the assistant offers, and one application, in this order. */
test.describe('a month whose window is disturbed', () => {
  test.describe.configure({ mode: 'serial' });
  let app: OpenApp;
  let page: Page;

  test.beforeAll(async () => {
    app = await openApp();
    page = app.page;
    await begin(page);
  });
  test.afterAll(() => app.close());

  test('a reloaded page shows the truth again, and the run has gone on', async () => {
    test.setTimeout(WHOLE_MONTH_MS);
    const { application } = app;
    await middle(page, 500);
    const engine = await enginePid(application);
    const before = await total(page, 'archived');
    await page.reload();
    await expect(page.getByTestId('run-card')).toBeVisible({ timeout: 2_000 });
    expect(await total(page, 'archived')).toBeGreaterThanOrEqual(before);
    await middle(page, before + 300);
    expect(await enginePid(application)).toBe(engine);
  });

  test('closing the window asks; the run goes on without it, and a new window shows it', async () => {
    test.setTimeout(WHOLE_MONTH_MS);
    const { application } = app;
    const before = await total(page, 'archived');
    await application.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
    });
    const closed = page.waitForEvent('close');
    await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
    await closed;
    const opened = application.waitForEvent('window');
    await application.evaluate(({ app: electron }) => electron.emit('second-instance', {}, ['malote']));
    const again = await opened;
    await expect(again.getByTestId('run-card')).toBeVisible({ timeout: 5_000 });
    await middle(again, before + 300);
  });
});
