import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import type { Answer, MaloteBridge } from '../../../src/shared/ipc/bridge';
import type { RequestName, Side } from '../../../src/shared/ipc/contract';

export const root = resolve(import.meta.dirname, '..', '..', '..');

/** The real application in a real Electron, with folders of its own. */
export interface OpenApp {
  readonly application: ElectronApplication;
  readonly page: Page;
  /** Holds the program's own files, the workspace and all else of this user. */
  readonly home: string;
  readonly workspace: string;
  /** Ends the application and removes its folders. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Stands in for the Electron of MALOTE_ELECTRON, and is not told to go without a sandbox. */
  readonly executable?: string;
  /** The home of an application that was opened before; it is then kept. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

export async function openApp(options: OpenOptions = {}): Promise<OpenApp> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'malote-e2e-')));
  const application = await launch(home, options);
  const page = await application.firstWindow();
  const program = application.process();
  const close = async (): Promise<void> => {
    await endNow(application, program);
    if (options.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  return { application, page, home, workspace: join(home, 'workspace'), close };
}

/** Starts the application without waiting for a window: a second start has none. */
export function launch(home: string, options: OpenOptions = {}): Promise<ElectronApplication> {
  const { env = {}, args = [], executable } = options;
  // Playwright itself would take the sandbox away
  const chromiumSandbox = executable !== undefined || process.getuid?.() !== 0;
  return _electron.launch({ ...command(home, args, executable), env: environment(home, env), chromiumSandbox });
}

export function electron(): string {
  const executable = process.env['MALOTE_ELECTRON'];
  if (executable === undefined) throw new Error('MALOTE_ELECTRON names no Electron: run "npm run test:e2e"');
  return executable;
}

/** What starts the application, for a process that Playwright does not hold. */
export function command(
  home: string,
  args: readonly string[] = [],
  executable?: string,
): { executablePath: string; args: string[] } {
  const executablePath = executable ?? electron();
  const asRoot = executable === undefined && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return { executablePath, args: [...asRoot, root, `--user-data-dir=${join(home, 'user-data')}`, ...args] };
}

/** No file and no desktop of the real user is touched: every folder that the program would look for lies below `home`. */
export function environment(home: string, env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return {
    ...inherited,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    LOCALAPPDATA: join(home, 'data'),
    MALOTE_WORKSPACE: join(home, 'workspace'),
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'no-bus')}`,
    ...env,
  };
}

/** Ends the application without its asking whether it may; one that has ended already is left alone. */
async function endNow(application: ElectronApplication, program: ChildProcess): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const ended = new Promise<void>((done) => program.once('exit', () => done()));
  await application.evaluate(({ app }) => app.exit(0)).catch(() => undefined);
  await ended;
}

/** Asks through the object that the preload script has put into the page, as any script there could. */
export async function ask<S extends Side>(page: Page, side: S, name: RequestName<S>, input?: unknown): Promise<Answer> {
  const answer = await page.evaluate(
    ([of, request, content]) => {
      const bridge = (globalThis as unknown as { malote: MaloteBridge }).malote;
      const calls = bridge[of] as Readonly<Record<string, (input?: unknown) => Promise<string>>>;
      return calls[request]!(content);
    },
    [side, name, input] as const,
  );
  return JSON.parse(answer) as Answer;
}

/** Opens a demonstration office, and its Painel: the page may have begun with the assistant by then, which stays until one leaves it. */
export async function openDemonstration(
  page: Page,
  office: { readonly companies: number; readonly documents: number; readonly seed: number; readonly quirks: string },
): Promise<void> {
  expect(await ask(page, 'engine', 'beginDemonstration', office)).toMatchObject({ ok: true });
  await page.getByRole('navigation', { name: 'Telas' }).getByRole('button', { name: 'Painel' }).click();
}
