import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { SESSION_ENDS_WITHIN_MS } from '../../src/main/engine/supervisor';
import { DEFAULT_PREFERENCES } from '../../src/shared/ipc/shell';
import type { ConsoleState } from '../../src/shared/ipc/state';
import { ask, command, environment, launch, openApp, type OpenApp } from './support/app';
import { answerDialogs, asked } from './support/dialogs';

let app: OpenApp;
/** The home of an application that is started more than once. */
let home: string;

/** A home that the starts of one group share. */
async function openHome(): Promise<void> {
  home = await mkdtemp(join(tmpdir(), 'malote-e2e-'));
  app = await openApp({ home });
}

async function closeHome(): Promise<void> {
  await app.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}

async function stateOf(page: Page): Promise<ConsoleState> {
  const answer = await ask(page, 'engine', 'snapshot');
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value as ConsoleState;
}

/** A demonstration whose run lasts long enough to be disturbed. */
async function startLongRun(page: Page): Promise<string> {
  expect(
    await ask(page, 'engine', 'beginDemonstration', { companies: 8, documents: 200, quirks: 'none' }),
  ).toMatchObject({ ok: true });
  const { month } = await stateOf(page);
  await goOn(page, month);
  return month;
}

/** Starts the run, or goes on with it, and sees that it does. */
async function goOn(page: Page, month: string): Promise<void> {
  const { archived } = (await stateOf(page)).totals;
  expect(await ask(page, 'engine', 'startJob', { kind: 'run', month })).toMatchObject({ ok: true });
  // looked at often: the less of the month is over, the more can still be disturbed
  const often = { timeout: 30_000, intervals: [100] };
  await expect.poll(async () => (await stateOf(page)).totals.archived, often).toBeGreaterThan(archived);
}

async function endBackground(application: ElectronApplication, program: ChildProcess, home: string): Promise<void> {
  const ended = once(program, 'exit');
  await application.evaluate(({ app: electron }) => electron.exit(0)).catch(() => undefined);
  await ended;
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}

function enginePid(application: ElectronApplication): Promise<number | undefined> {
  return application.evaluate(
    ({ app: electron }) => electron.getAppMetrics().find(({ name }) => name === 'Malote engine')?.pid,
  );
}

/** What the page shows, asked through main: Playwright loses sight of a page whose process has died. */
function mainPageText(application: ElectronApplication): Promise<string> {
  return application.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!
        .webContents.executeJavaScript('document.body.innerText')
        .catch(() => '') as Promise<string>,
  );
}

function inPage(application: ElectronApplication, code: string): Promise<string> {
  return application.evaluate(
    ({ BrowserWindow }, script) =>
      BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(script) as Promise<string>,
    code,
  );
}

function runOf(application: ElectronApplication): Promise<string> {
  return inPage(application, 'malote.engine.snapshot().then((answer) => JSON.parse(answer).value.epoch)');
}

/** One run in one application, in this order: the page that the third test leaves is one that Playwright has lost sight of. */
test.describe('a run that is disturbed', () => {
  test.describe.configure({ mode: 'serial' });
  let month: string;
  /** Of the window as it is now. */
  let page: Page;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    app = await openApp();
    page = app.page;
    month = await startLongRun(page);
    await ask(page, 'engine', 'pauseJob', { kind: 'run' });
  });
  test.afterAll(() => app.close());

  /** Asks in the window as it is now, whether Playwright sees its page or not. */
  async function askThere(name: 'pauseJob' | 'resumeJob'): Promise<void> {
    const answer = await inPage(app.application, `malote.engine.${name}({ kind: 'run' })`);
    expect(JSON.parse(answer)).toMatchObject({ ok: true });
  }

  test('closing the window during a run asks; the run goes on without it and is there when it comes back', async () => {
    const { epoch } = await stateOf(page);
    const close = () => app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    const windows = () => app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

    await answerDialogs(app.application, 2);
    await close();
    await expect.poll(() => asked(app.application)).toEqual([expect.stringContaining('está em andamento')]);
    expect(await windows()).toBe(1);

    await answerDialogs(app.application, 0);
    await close();
    await expect.poll(windows).toBe(0);
    expect(await enginePid(app.application)).toBeDefined();

    const opened = app.application.waitForEvent('window');
    const { executablePath, args } = command(app.home, ['--qualquer', 'coisa']);
    const second = spawn(executablePath, args, { env: environment(app.home), stdio: 'ignore' });
    const code = new Promise((done) => second.once('exit', done));
    page = await opened;
    expect(await code).toBe(0);
    expect(await stateOf(page)).toMatchObject({ epoch, run: { month, paused: true } });
  });

  test('a page that is reloaded, or dies, finds the run as it is', async () => {
    test.setTimeout(120_000);
    expect(await ask(page, 'engine', 'resumeJob', { kind: 'run' })).toMatchObject({ ok: true });
    const { epoch } = await stateOf(page);
    await page.reload();
    expect(await stateOf(page)).toMatchObject({ epoch, month, run: { month, paused: false } });
    const died = page.waitForEvent('crash');
    await app.application.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer();
    });
    await died;
    await expect.poll(() => mainPageText(app.application), { timeout: 20_000 }).not.toBe('');
    expect(await runOf(app.application)).toBe(epoch);
    // what is left of it is for the next test
    await askThere('pauseJob');
  });

  test('a run that dies without a window brings the window back', async () => {
    await askThere('resumeJob');
    await answerDialogs(app.application, 0);
    await app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect
      .poll(() => app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length))
      .toBe(0);
    const opened = app.application.waitForEvent('window');
    process.kill((await enginePid(app.application))!, 'SIGKILL');
    page = await opened;
    await expect.poll(async () => (await ask(page, 'engine', 'snapshot')).ok, { timeout: 20_000 }).toBe(true);
    expect(await stateOf(page)).toMatchObject({ run: null, resumable: { month, outcome: 'interrupted' } });
  });

  test('an engine that is killed in the middle of a run is started again, and the run is offered, not resumed', async () => {
    await goOn(page, month);
    const before = await stateOf(page);
    const statuses = page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const heard: string[] = [];
          const malote = Reflect.get(globalThis, 'malote') as {
            on: (event: string, listener: (status: string) => void) => void;
          };
          malote.on('engineStatus', (status) => {
            const { state } = JSON.parse(status) as { state: string };
            heard.push(state);
            if (heard.length > 1 && state === 'ready') resolve(heard);
          });
        }),
    );
    process.kill((await enginePid(app.application))!, 'SIGKILL');
    expect(await statuses).toEqual(['ready', 'crashed', 'ready']);
    const after = await stateOf(page);
    expect(after.epoch).not.toBe(before.epoch);
    expect(after).toMatchObject({
      month,
      run: null,
      resumable: { month, outcome: 'interrupted' },
      workspace: { demonstration: { companies: 8 } },
    });
    expect(after.totals.archived).toBeGreaterThanOrEqual(before.totals.archived);
    expect(await ask(page, 'engine', 'startJob', { kind: 'run', month })).toMatchObject({ ok: true });
    await expect.poll(async () => (await stateOf(page)).run, { timeout: 60_000 }).toBeNull();
    expect(await stateOf(page)).toMatchObject({
      resumable: null,
      totals: { archived: 1600, missing: 0 },
      lastSummary: { run: { status: 'complete' } },
    });
  });
});

/** One month, ended again and again and each time gone on with: every start is the proof of the end before it. */
test.describe('the end of the program in the middle of a run', () => {
  test.describe.configure({ mode: 'serial' });
  let month: string;

  test.beforeAll(async () => {
    test.setTimeout(120_000);
    await openHome();
    month = await startLongRun(app.page);
  });
  test.afterAll(closeHome);

  async function openAgain(): Promise<void> {
    app = await openApp({ home });
    expect(await stateOf(app.page)).toMatchObject({ month, run: null, resumable: { month, outcome: 'stopped' } });
  }

  /** Windows tells windows instead: test/unit/main/session-end.test.ts. */
  const SESSION_SIGNALS: readonly NodeJS.Signals[] = process.platform === 'win32' ? [] : ['SIGTERM', 'SIGHUP'];
  for (const signal of SESSION_SIGNALS)
    test(`the end of the session (${signal}) stops a run in order, asks nobody, and leaves the run to be gone on with`, async () => {
      await answerDialogs(app.application, 2);
      const main = app.application.process();
      const ended = once(main, 'exit');
      const since = performance.now();
      main.kill(signal);
      await ended;
      expect(performance.now() - since).toBeLessThan(SESSION_ENDS_WITHIN_MS + 2_000);
      await openAgain();
      await goOn(app.page, month);
    });

  test('stopping from the question ends the program, and the next start offers the run', async () => {
    await answerDialogs(app.application, 1);
    const ended = new Promise((done) => app.application.process().once('exit', done));
    await app.application
      .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      .catch(() => undefined);
    expect(await ended).toBe(0);
    await openAgain();
  });
});

/** In this order: the last leaves a page that Playwright has lost sight of. */
test.describe('the window, without a run', () => {
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(openHome);
  test.afterAll(closeHome);

  test('a second start shows the window of the first and ends', async () => {
    await app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.hide());
    const { executablePath, args } = command(app.home);
    const second = spawn(executablePath, args, { env: environment(app.home), stdio: 'ignore' });
    expect(await new Promise((done) => second.once('exit', done))).toBe(0);
    await expect
      .poll(() =>
        app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((one) => one.isVisible())),
      )
      .toEqual([true]);
  });

  test('theme and closing are remembered', async () => {
    expect(await ask(app.page, 'main', 'savePreferences', { theme: 'dark' })).toEqual({
      ok: true,
      value: { ...DEFAULT_PREFERENCES, theme: 'dark' },
    });
    expect(await app.application.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true);
    await ask(app.page, 'main', 'savePreferences', { closeWhileRunning: 'background' });
    await app.application.close();
    app = await openApp({ home });
    expect(await app.application.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    expect(await ask(app.page, 'main', 'appInfo')).toMatchObject({
      ok: true,
      value: { preferences: { ...DEFAULT_PREFERENCES, theme: 'dark', closeWhileRunning: 'background' } },
    });
  });

  test('the window comes back where it was, and where it can be seen when that screen has gone', async () => {
    const bounds = { x: 40, y: 60, width: 900, height: 600 };
    await ask(app.page, 'main', 'savePreferences', { closeToTray: 'quit' });
    await app.application.evaluate(({ BrowserWindow }, wanted) => {
      const [window] = BrowserWindow.getAllWindows();
      window!.setBounds(wanted);
      window!.close();
    }, bounds);
    await new Promise((done) => app.application.process().once('exit', done));
    const file = join(app.home, 'user-data', 'window.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...bounds, maximized: false });
    const boundsNow = () =>
      app.application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getNormalBounds());

    app = await openApp({ home });
    expect(await boundsNow()).toEqual(bounds);
    await app.close();
    await writeFile(file, JSON.stringify({ ...bounds, x: -9_000, maximized: false }));
    app = await openApp({ home });
    const { x } = await boundsNow();
    expect(x).toBeGreaterThanOrEqual(0);
  });

  test('a page that dies again and again is reloaded three times, then a page says so; the menu brings it back', async () => {
    const addresses: string[] = [];
    for (let death = 0; death < 4; death += 1) {
      await expect.poll(() => mainPageText(app.application), { timeout: 20_000 }).not.toBe('');
      addresses.push(
        await app.application.evaluate(async ({ BrowserWindow }) => {
          const { webContents } = BrowserWindow.getAllWindows()[0]!;
          const loaded = new Promise<void>((done) => webContents.once('did-finish-load', () => done()));
          webContents.forcefullyCrashRenderer();
          await loaded;
          return webContents.getURL();
        }),
      );
    }
    expect(addresses).toEqual([...Array<string>(3).fill('app://malote/index.html'), 'app://malote/-/failure.html']);
    expect(await mainPageText(app.application)).toContain('A tela do Malote parou de funcionar');
    await app.application.evaluate(async ({ BrowserWindow, Menu }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      const loaded = new Promise<void>((done) => webContents.once('did-finish-load', () => done()));
      const items = Menu.getApplicationMenu()!.items.flatMap(({ submenu }) => submenu?.items ?? []);
      const item = items.find(({ label }) => label === 'Recarregar a tela') as unknown as { click(): void };
      item.click();
      await loaded;
    });
    await expect.poll(() => mainPageText(app.application)).not.toContain('parou de funcionar');
  });
});

test.describe('a start without a window', () => {
  test.afterEach(() => app.close());

  test('a start with the session has no window and does its work; a second start shows one', async () => {
    const home = await mkdtemp(join(tmpdir(), 'malote-e2e-background-'));
    const application = await launch(home, { args: ['--background'] });
    const engineState = (): Promise<boolean> => enginePid(application).then((pid) => pid !== undefined);
    await expect.poll(engineState, { timeout: 30_000 }).toBe(true);
    expect(application.windows()).toEqual([]);
    expect(await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(0);

    const program = application.process();
    const { executablePath, args } = command(home);
    const opened = application.waitForEvent('window');
    const second = spawn(executablePath, args, { env: environment(home), stdio: 'ignore' });
    const code = new Promise((done) => second.once('exit', done));
    const page = await opened;
    expect(await code).toBe(0);
    app = {
      application,
      page,
      home,
      workspace: join(home, 'workspace'),
      close: () => endBackground(application, program, home),
    };
    await expect(page.getByRole('navigation', { name: 'Telas' })).toBeVisible();
    // what is kept holds for the next session, and goes again
    const autostart = join(home, 'config', 'autostart', 'malote.desktop');
    expect(await ask(page, 'main', 'savePreferences', { startWithSession: true })).toMatchObject({ ok: true });
    if (process.platform === 'linux') expect(await readFile(autostart, 'utf8')).toContain('"--background"');
    expect(await ask(page, 'main', 'savePreferences', { startWithSession: false })).toMatchObject({ ok: true });
    if (process.platform === 'linux') await expect(readFile(autostart)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
