import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { DEFAULT_PREFERENCES, type Preferences } from '../../src/shared/ipc/shell';
import type { ConsoleState } from '../../src/shared/ipc/state';
import { DesktopSession } from '../support/desktop/session';
import { answerDialogs, asked } from './support/dialogs';
import { ask, openApp, type OpenApp, type OpenOptions } from './support/app';

const OFFICE = { companies: 2, documents: 20, seed: 1, quirks: 'none' };
const FLAPS = 20;
/** A share that is back is trusted five seconds later. */
const WITHIN = { timeout: 30_000, intervals: [200] };

let desktop: DesktopSession;
let app: OpenApp;

test.afterEach(async () => {
  await app.close();
  await desktop.close();
});

async function open(options: OpenOptions = {}): Promise<void> {
  app = await openApp({ ...options, env: desktop.env });
}

/** A demonstration, and the folder where its BI would look for files. */
async function demonstrate(): Promise<string> {
  expect(await ask(app.page, 'engine', 'beginDemonstration', OFFICE)).toMatchObject({ ok: true });
  await expect.poll(tooltip, WITHIN).toBe('Malote — todas as pastas em ordem');
  const { workspace } = await stateOf(app.page);
  return join(workspace.shown, 'import');
}

async function stateOf(page: Page): Promise<ConsoleState> {
  const answer = await ask(page, 'engine', 'snapshot');
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value as ConsoleState;
}

async function tooltip(): Promise<string | undefined> {
  return (await desktop.item())?.tooltip.split('\n')[0];
}

async function icon(): Promise<string> {
  return (await desktop.item())!.icons.join();
}

/** The entry of the tray's menu that begins so. */
async function entry(start: string): Promise<string | undefined> {
  return (await desktop.item())?.menu.map(({ label }) => label).find((label) => label.startsWith(start));
}

async function away(folder: string): Promise<void> {
  await rename(folder, `${folder}-away`);
  await desktop.clickEntry('Testar as pastas agora');
}

async function back(folder: string): Promise<void> {
  await rename(`${folder}-away`, folder);
  await desktop.clickEntry('Testar as pastas agora');
}

/** Closes the window as a person does; the program may be gone before it can say so. */
async function closeWindow(application: ElectronApplication): Promise<void> {
  await application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()).catch(() => undefined);
}

function windows(application: ElectronApplication): Promise<number> {
  return application.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

function ended(application: ElectronApplication): Promise<number | null> {
  return new Promise((done) => application.process().once('exit', done));
}

async function preferences(page: Page): Promise<Preferences> {
  const answer = await ask(page, 'main', 'appInfo');
  return (answer as unknown as { value: { preferences: Preferences } }).value.preferences;
}

test('a share that falls and comes back, time and again, is told once each time, by the notifications and by the tray', async () => {
  test.setTimeout(FLAPS * 15_000 + 60_000);
  desktop = await DesktopSession.start();
  await open();
  const share = await demonstrate();
  const well = await icon();
  for (let flap = 1; flap <= FLAPS; flap += 1) {
    await away(share);
    await expect.poll(tooltip, WITHIN).toBe('Malote — fora do ar: pasta de importação');
    expect(await icon()).not.toBe(well);
    await expect.poll(() => desktop.displayed(), WITHIN).toBe(2 * flap - 1);
    await back(share);
    await expect.poll(tooltip, WITHIN).toBe('Malote — todas as pastas em ordem');
    expect(await icon()).toBe(well);
    await expect.poll(() => desktop.displayed(), WITHIN).toBe(2 * flap);
  }
  const titles = (await desktop.notifications()).map(({ title }) => title);
  const once = ['Fora do ar: Pasta de importação', 'De volta: Pasta de importação'];
  expect(titles).toEqual(Array<string[]>(FLAPS).fill(once).flat());
  const { alerts } = await stateOf(app.page);
  const sends = alerts.lines.flatMap((line) => line.sends);
  expect(sends).toEqual(Array<object>(2 * FLAPS).fill({ channel: 'desktop', state: 'sent', error: null }));
});

test('a click on a notification brings the window back at the screen of what it tells', async () => {
  desktop = await DesktopSession.start();
  await open();
  const share = await demonstrate();
  await ask(app.page, 'main', 'savePreferences', { closeToTray: 'tray' });
  await closeWindow(app.application);
  await expect.poll(() => windows(app.application)).toBe(0);
  await away(share);
  await expect.poll(() => desktop.displayed(), WITHIN).toBe(1);
  const opened = app.application.waitForEvent('window');
  await desktop.clickNotification();
  const page = await opened;
  await expect(page.getByRole('heading', { level: 1, name: 'Compartilhamentos' })).toBeVisible({ timeout: 30_000 });
});

test('who wants no notifications gets none, and the list has them all the same', async () => {
  desktop = await DesktopSession.start();
  await open();
  const share = await demonstrate();
  await ask(app.page, 'main', 'savePreferences', { notifications: false });
  await away(share);
  await expect.poll(async () => (await stateOf(app.page)).alerts.unread, WITHIN).toBe(1);
  await expect.poll(async () => (await stateOf(app.page)).alerts.lines[0]?.sends[0]?.state, WITHIN).toBe('sent');
  expect(await desktop.notifications()).toEqual([]);
});

test('a desktop without notifications is a failure of that channel alone', async () => {
  desktop = await DesktopSession.start({ notifications: false });
  await open();
  const share = await demonstrate();
  await away(share);
  const send = async () => (await stateOf(app.page)).alerts.lines.find(({ kind }) => kind === 'share-down')?.sends[0];
  await expect.poll(async () => (await send())?.state, WITHIN).toBe('failed');
  expect((await send())?.error).toContain('não pôde ser mostrada');
  await back(share);
  await expect.poll(tooltip, WITHIN).toBe('Malote — todas as pastas em ordem');
});

test('closing to the tray is asked once; the watch goes on without a window, and the tray opens it and ends the program', async () => {
  desktop = await DesktopSession.start();
  await open();
  await demonstrate();
  const { epoch } = await stateOf(app.page);
  await answerDialogs(app.application, 2);
  await closeWindow(app.application);
  await expect.poll(() => asked(app.application)).toEqual(['Deixar o Malote na bandeja?']);
  expect(await windows(app.application)).toBe(1);
  expect(await preferences(app.page)).toEqual(DEFAULT_PREFERENCES);

  await answerDialogs(app.application, 0, true);
  await closeWindow(app.application);
  await expect.poll(() => windows(app.application)).toBe(0);
  expect(await tooltip()).toBe('Malote — todas as pastas em ordem');

  const opened = app.application.waitForEvent('window');
  await desktop.clickItem();
  const page = await opened;
  await expect.poll(async () => (await ask(page, 'engine', 'snapshot')).ok, WITHIN).toBe(true);
  expect((await stateOf(page)).epoch).toBe(epoch);
  expect((await preferences(page)).closeToTray).toBe('tray');
  await closeWindow(app.application);
  await expect.poll(() => windows(app.application)).toBe(0);
  expect(await asked(app.application)).toHaveLength(1);

  const end = ended(app.application);
  await desktop.clickEntry('Sair');
  expect(await end).toBe(0);
  expect(await desktop.item()).toBeNull();
});

test('the tray starts, pauses and continues the month, and leaving during a run asks', async () => {
  desktop = await DesktopSession.start();
  await open();
  await ask(app.page, 'engine', 'beginDemonstration', { companies: 8, documents: 500, quirks: 'none' });
  await expect.poll(tooltip, WITHIN).toBe('Malote — todas as pastas em ordem');
  const well = await icon();
  const paused = async () => (await stateOf(app.page)).run?.paused;
  await desktop.clickEntry('Iniciar o mês');
  await expect.poll(() => entry('Pausar '), WITHIN).toBeDefined();
  expect(await icon()).not.toBe(well);
  await desktop.clickEntry((await entry('Pausar '))!);
  await expect.poll(paused, WITHIN).toBe(true);
  await expect.poll(() => entry('Continuar '), WITHIN).toBeDefined();
  await desktop.clickEntry((await entry('Continuar '))!);
  await expect.poll(paused, WITHIN).toBe(false);
  await ask(app.page, 'engine', 'pauseJob', { kind: 'run' });

  await answerDialogs(app.application, 2);
  await desktop.clickEntry('Sair');
  await expect.poll(() => asked(app.application)).toEqual([expect.stringContaining('está em andamento')]);
  expect(await paused()).toBe(true);
  await answerDialogs(app.application, 1);
  const end = ended(app.application);
  await desktop.clickEntry('Sair');
  expect(await end).toBe(0);
});

test('a machine that wakes up has its shares looked at', async () => {
  desktop = await DesktopSession.start();
  const home = await mkdtemp(join(tmpdir(), 'malote-e2e-'));
  await configure(home);
  await open({ home });
  const checkedAt = async () => (await stateOf(app.page)).shares.find(({ root }) => root === 'import')?.checkedAt ?? '';
  await expect.poll(checkedAt, WITHIN).not.toBe('');
  await expect.poll(async () => (await stateOf(app.page)).shares.some(({ checking }) => checking), WITHIN).toBe(false);
  const before = await checkedAt();
  await app.application.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(async () => (await checkedAt()) > before, WITHIN).toBe(true);
  await app.close();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** An office of its own, with real folders: its shares are looked at every five minutes. */
async function configure(home: string): Promise<void> {
  const folder = async (name: string): Promise<string> => {
    await mkdir(join(home, name), { recursive: true });
    return join(home, name);
  };
  const workbook = join(await folder('planilha'), 'empresas.csv');
  await writeFile(workbook, 'codigo;nome;cnpj\n');
  const settings = {
    sieg: { generation: 'legacy' },
    archive: { root: await folder('arquivo') },
    importShare: { root: await folder('import') },
    companies: { workbook },
  };
  await writeFile(join(await folder('workspace'), 'settings.json'), JSON.stringify(settings));
}

test('nothing closes to a tray that the desktop does not have', async () => {
  desktop = await DesktopSession.start({ tray: false });
  await open();
  await ask(app.page, 'main', 'savePreferences', { closeToTray: 'tray' });
  const end = ended(app.application);
  await closeWindow(app.application);
  expect(await end).toBe(0);
  const log = await readFile(join(app.home, 'user-data', 'logs', 'malote.log'), 'utf8');
  expect(log).toContain('this desktop shows no tray');
});

test('a secret of an alert channel is kept by the key ring of the desktop, and used after a restart', async () => {
  desktop = await DesktopSession.start({ keyring: true });
  const called: string[] = [];
  const server = createServer((request, answer) => {
    called.push(request.url ?? '');
    answer.end('ok');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const args = ['--password-store=gnome-libsecret'];
  await open({ args });
  const value = `http://127.0.0.1:${String(port)}/canary-0123456789`;
  const webhook = { name: 'webhook-url', value, address: null };
  await answerDialogs(app.application, 1);
  for (const name of ['storeSecret', 'offerSecret'] as const)
    expect(await ask(app.page, 'main', name, webhook)).toMatchObject({ error: { code: 'SHELL_ADDRESS_UNCONFIRMED' } });
  const question = `Conectar a http://127.0.0.1:${String(port)}?`;
  expect(await asked(app.application)).toEqual([question, question]);
  await answerDialogs(app.application, 0);
  expect(await ask(app.page, 'main', 'storeSecret', webhook)).toEqual({
    ok: true,
    value: { generation: null, kept: 'disk', secrets: ['webhook-url'], audience: { sieg: null, mail: null } },
  });
  await app.application.close();
  expect(await readFile(join(app.home, 'user-data', 'secrets.json'), 'utf8')).not.toContain('canary');

  const again = await openApp({ home: app.home, args, env: desktop.env });
  await ask(again.page, 'engine', 'beginDemonstration', OFFICE);
  expect(await ask(again.page, 'engine', 'testAlert', { channel: 'webhook' })).toMatchObject({ value: { ok: true } });
  expect(called).toEqual(['/canary-0123456789']);
  const forgotten = await ask(again.page, 'main', 'forgetSecret', { name: 'webhook-url' });
  expect(forgotten).toMatchObject({ value: { secrets: [] } });
  await again.close();
  server.close();
});
