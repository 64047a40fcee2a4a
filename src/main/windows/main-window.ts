import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Screen } from '../../shared/ipc/alerts';
import type { Notice } from '../../shared/ipc/state';
import { resource } from '../files/resources';
import type { SmallFile } from '../files/small-file';
import { tellPage } from '../ipc/serve';
import type { Log } from '../log/log';
import { APP_ORIGIN } from '../security/app-files';
import { ReloadBudget } from './reloads';
import { SilenceWatch } from './silence';
import { placeWindow, smallestOn, type windowStateSchema } from './window-state';

const COLOURS = { light: '#f3f5f8', dark: '#10161f' } as const;

export interface MainWindowOptions {
  readonly state: SmallFile<ReturnType<typeof windowStateSchema.nullable>>;
  readonly log: Log;
  readonly devTools: boolean;
  /** Told of every new window before it loads anything. */
  readonly onContents: (contents: WebContents) => void;
  /** Told of every new window, for what the system tells windows only. */
  readonly onWindow: (window: BrowserWindow) => void;
  /** Whether the window may close now; when not, whoever answers sees to it that it does later, if it should. */
  readonly mayClose: () => boolean;
}

/** The one window, over its life: opened, closed, opened again; remembered; reloaded when its page dies. */
export class MainWindow {
  readonly #reloads = new ReloadBudget(() => Date.now());
  #window: BrowserWindow | null = null;

  constructor(private readonly options: MainWindowOptions) {}

  get window(): BrowserWindow | null {
    return this.#window;
  }

  owns(contents: WebContents): boolean {
    return this.#window?.webContents === contents;
  }

  /** Brings the window to the front; opens it when there is none. */
  show(): void {
    if (this.#window === null) {
      this.#open();
      return;
    }
    if (this.#window.isMinimized()) this.#window.restore();
    this.#window.show();
    this.#window.focus();
  }

  /** Brings the window to the front and has its page show a screen, as soon as there is a page. */
  openScreen(screen: Screen): void {
    this.show();
    const contents = this.#window?.webContents;
    if (contents === undefined) return;
    const tell = (): void => {
      tellPage(contents, 'openScreen', { screen });
    };
    if (contents.isLoading()) contents.once('did-stop-loading', tell);
    else tell();
  }

  /** For the page's list of notices. */
  tell(notice: Notice): void {
    if (this.#window !== null) tellPage(this.#window.webContents, 'notice', notice);
  }

  /** Loads the page anew, also after it has died too often. */
  reload(): void {
    this.#reloads.renew();
    if (this.#window !== null) this.#load(this.#window, 'index.html');
  }

  /** Closes the window without asking. */
  destroy(): void {
    if (this.#window === null) return;
    this.#remember(this.#window);
    this.#window.destroy();
  }

  #open(): void {
    const { maximized, ...bounds } = placeWindow(this.options.state.read(), workAreas());
    const smallest = smallestOn(workAreas());
    const window = new BrowserWindow({
      ...bounds,
      minWidth: smallest.width,
      minHeight: smallest.height,
      show: false,
      title: 'Malote',
      // elsewhere the program's own icon is the window's
      ...(process.platform === 'linux' ? { icon: resource('icon.png') } : {}),
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? COLOURS.dark : COLOURS.light,
      webPreferences: {
        preload: join(import.meta.dirname, '..', 'preload', 'index.cjs'),
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        devTools: this.options.devTools,
      },
    });
    this.#window = window;
    this.#listen(window);
    this.options.onWindow(window);
    this.options.onContents(window.webContents);
    window.once('ready-to-show', () => {
      if (maximized) window.maximize();
      window.show();
    });
    this.#load(window, 'index.html');
  }

  #load(window: BrowserWindow, page: string): void {
    window.loadURL(`${APP_ORIGIN}/${page}`).catch((error: unknown) => {
      this.options.log.write('main', 'error', `the page ${page} could not be loaded: ${String(error)}`);
    });
  }

  #listen(window: BrowserWindow): void {
    const { log, mayClose } = this.options;
    window.on('close', (event) => {
      if (mayClose()) this.#remember(window);
      else event.preventDefault();
    });
    window.on('closed', () => {
      this.#window = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      if (reason === 'clean-exit') return;
      log.write('main', 'error', `the page's process is gone: ${reason} (code ${String(exitCode)})`);
      this.#load(window, this.#reloads.take() ? 'index.html' : '-/failure.html');
    });
    window.webContents.on('console-message', (event, ...before35: unknown[]) => {
      const entry = consoleEntry(event, before35);
      if (entry !== null) log.write('page', entry.level, entry.text);
    });
    this.#watchForSilence(window);
    this.#watchScreens(window);
  }

  /** A screen that becomes smaller, or is scaled up, keeps the whole window. */
  #watchScreens(window: BrowserWindow): void {
    const fit = (): void => {
      const smallest = smallestOn(workAreas());
      window.setMinimumSize(smallest.width, smallest.height);
      if (window.isMaximized() || window.isMinimized() || window.isFullScreen()) return;
      const { maximized: _, ...bounds } = placeWindow({ ...window.getBounds(), maximized: false }, workAreas());
      window.setBounds(bounds);
    };
    screen.on('display-metrics-changed', fit);
    screen.on('display-removed', fit);
    window.on('closed', () => {
      screen.off('display-metrics-changed', fit);
      screen.off('display-removed', fit);
    });
  }

  /** A page that hangs for good is ended, which reloads it. */
  #watchForSilence(window: BrowserWindow): void {
    const silence = new SilenceWatch(() => {
      window.webContents.forcefullyCrashRenderer();
    });
    window.on('unresponsive', () => {
      this.options.log.write('main', 'warning', 'the page does not respond');
      silence.begin();
    });
    window.on('responsive', () => {
      silence.end();
    });
    window.on('closed', () => {
      silence.end();
    });
  }

  #remember(window: BrowserWindow): void {
    try {
      this.options.state.write({ ...window.getNormalBounds(), maximized: window.isMaximized() });
    } catch (error) {
      this.options.log.write('main', 'warning', `the window's place was not remembered: ${String(error)}`);
    }
  }
}

/** What a page wrote to its console that is worth keeping. Up to Electron 34 level and text came as arguments, the level as a number. */
function consoleEntry(
  event: { readonly level?: unknown; readonly message?: unknown },
  before35: readonly unknown[],
): { readonly level: 'warning' | 'error'; readonly text: string } | null {
  const level = event.level ?? before35[0];
  const text = String(event.message ?? before35[1]);
  if (level === 'warning' || level === 2) return { level: 'warning', text };
  return level === 'error' || level === 3 ? { level: 'error', text } : null;
}

/** The screens as they are now, the primary one first. */
function workAreas(): Electron.Rectangle[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}
