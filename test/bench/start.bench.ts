import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { bound, figure, printMachine } from './support/report';

/**
 * From `npm start` to the window, when everything is prepared: what is measured is the second start. The moments in the page are its
 * own, by the clock of the machine; the one before it is read off what the start prints.
 */
const STARTS = 3;

interface Start {
  /** The bootstrap has found everything prepared; Electron is about to be started. */
  readonly prepared: number;
  /** The window has been made and begins to load its page. */
  readonly window: number;
  /** The first content is painted, and the window shown. */
  readonly painted: number;
}

const home = mkdtempSync(join(tmpdir(), 'malote-bench-start-'));
const env = { ...process.env, MALOTE_WORKSPACE: join(home, 'workspace'), XDG_DATA_HOME: join(home, 'data') };

/** @returns seconds since the command was given */
async function start(): Promise<Start> {
  const npm = process.env['npm_execpath'];
  const [command, ...before] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const switches = ['--remote-debugging-port=0', `--user-data-dir=${join(home, 'user-data')}`];
  const began = Date.now();
  const child = spawn(command, [...before, 'start', '--silent', '--', ...switches], {
    env,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const exited = once(child, 'exit');
  let prepared = Number.NaN;
  let address = '';
  for await (const line of createInterface({ input: child.stderr })) {
    if (/^Electron \d/.test(line)) prepared = Date.now();
    address = /^DevTools listening on (ws:\S+)/.exec(line)?.[1] ?? '';
    if (address !== '') break;
  }
  child.stderr.resume();
  const page = await pageAt(address);
  const since = (moment: number): number => (moment - began) / 1_000;
  const origin: number = await page.evaluate('performance.timeOrigin');
  const paint: number = await page.evaluate(FIRST_PAINT);
  // a desktop with a tray would be asked whether the program goes on in it
  await page.evaluate("malote.main.savePreferences({ closeToTray: 'quit' })");
  await page.close();
  await exited;
  return {
    prepared: since(prepared),
    window: since(origin),
    painted: since(origin + paint),
  };
}

const FIRST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => {
    const first = list.getEntriesByName('first-contentful-paint')[0];
    if (first !== undefined) resolve(first.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

async function pageAt(address: string): Promise<Page> {
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the console has no window to look into');
  return context.pages()[0] ?? context.waitForEvent('page');
}

await start();
const starts: Start[] = [];
for (let index = 0; index < STARTS; index += 1) starts.push(await start());
rmSync(home, { recursive: true, force: true, maxRetries: 5 });

const median = (of: (one: Start) => number): number =>
  starts.map(of).sort((a, b) => a - b)[Math.floor(STARTS / 2)] ?? 0;
const prepared = median((one) => one.prepared);
const opened = median((one) => one.window);
const painted = median((one) => one.painted);
printMachine();
figure('prepared', prepared, 's', 2);
bound('the window is opened', opened, 3, ' s');
figure('the first content is painted', painted, 's', 2);
