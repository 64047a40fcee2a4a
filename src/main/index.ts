import { join } from 'node:path';
import { app, powerMonitor, session } from 'electron';
import { guardEnvironment, ignoredWords } from '../shared/environment';
import { IN_BACKGROUND } from './app/autostart';
import { AS_SERVICE, becomeService } from './app/service';
import { createMainHandlers } from './app/handlers';
import { createShell, type Shell } from './app/shell';
import { CLOSE_WITHIN_MS, SESSION_ENDS_WITHIN_MS } from './engine/supervisor';
import { serveMain } from './ipc/serve';
import { nameTheProgram } from './notifications/system';
import { guardContents, guardSession } from './security/guards';
import { registerAppScheme, serveAppFiles } from './security/protocol';
import { FAILURE_PAGE, FAILURE_STYLE } from './windows/failure-page';

// before any child inherits it
const ignored = guardEnvironment(process.env, { window: true, packaged: app.isPackaged });

// Chromium writes days in date fields as the language of the program does, whatever that of the machine.
app.commandLine.appendSwitch('lang', 'pt-BR');

// As root Chromium has no sandbox to enable: asking for it would cancel --no-sandbox, and no window would ever open.
if (process.getuid?.() !== 0) app.enableSandbox();

const isService = process.argv.includes(AS_SERVICE);

// One workspace, one owner: a second start shows the window of the first, unless it comes with the session; nothing else that it was given on its command line is looked at. A service is alone in another way.
if (isService || app.requestSingleInstanceLock()) {
  nameTheProgram();
  registerAppScheme();
  guardContents(app);
  start().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    app.exit(1);
  });
} else {
  app.quit();
}

async function start(): Promise<void> {
  if (isService && !(await becomeService(app.getPath('userData')))) {
    app.exit(0);
    return;
  }
  await app.whenReady();
  guardSession(session.defaultSession);
  serveAppFiles(join(import.meta.dirname, '..', 'renderer'), {
    '/-/failure.html': FAILURE_PAGE,
    '/-/failure.css': FAILURE_STYLE,
  });
  const shell = createShell(app.getPath('userData'), { isService });
  const { engine, mainWindow, desktop, closing, sessionEnd, log } = shell;
  serveMain({
    handlers: createMainHandlers(shell),
    isOurWindow: (contents) => mainWindow.owns(contents),
    onTrouble: (text) => {
      log.write('main', 'warning', text);
    },
  });
  for (const name of ignored) log.write('main', 'warning', ignoredWords(name));
  listen(shell);
  engine.start();
  if (isService || process.argv.includes(IN_BACKGROUND)) {
    closing.beginInBackground();
    sessionEnd.goOnWithoutWindow();
  } else mainWindow.show();
  await desktop.begin({ hasTray: !isService });
}

function listen({ engine, mainWindow, desktop, closing, sessionEnd, log }: Shell): void {
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(IN_BACKGROUND)) mainWindow.show();
  });
  app.on('activate', () => {
    mainWindow.show();
  });
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit')
      log.write('main', 'warning', `a process is gone: ${name ?? type}, ${reason} (code ${String(exitCode)})`);
  });
  app.on('window-all-closed', () => {
    // the one that a service has is closed by who wants the program gone
    if (isService) sessionEnd.ends();
    else if (closing.goesOn) sessionEnd.goOnWithoutWindow();
    else app.quit();
  });
  app.on('before-quit', (event) => {
    if (!closing.mayQuit()) event.preventDefault();
  });
  powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
    sessionEnd.ends(event);
  });
  // as a session of Linux or macOS ends its programs, and `kill`; Chromium would ask the person first
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      sessionEnd.ends();
    });
  let isPutAway = false;
  let puttingAway: Promise<void> | null = null;
  app.on('will-quit', (event) => {
    if (isPutAway) return;
    event.preventDefault();
    closing.leave();
    // the end may be asked for more than once, and waits for the engine each time
    puttingAway ??= engine.close(closing.sessionEnds ? SESSION_ENDS_WITHIN_MS : CLOSE_WITHIN_MS).finally(() => {
      isPutAway = true;
      desktop.tray.close();
      // an engine that is gone is closed at once, and a quit from within the event that refused one is not heard
      setImmediate(() => {
        app.quit();
      });
    });
  });
  process.on('uncaughtException', (error) => {
    log.write('main', 'error', `uncaught: ${error.stack ?? error.message}`);
  });
}
