import { join } from 'node:path';
import { app, BaseWindow, nativeTheme, Menu, session } from 'electron';
import type { z } from 'zod';
import { demonstrationMemorySchema } from '../../shared/ipc/host-link';
import { DEFAULT_PREFERENCES, storedPreferencesSchema } from '../../shared/ipc/shell';
import { shellMessages } from '../../shared/messages/pt-BR/desktop/shell';
import { ConfirmedServers } from '../dialogs/confirmed-servers';
import { askAboutTray, askBeforeClosing, askWhetherToReach, tellAbout } from '../dialogs/questions';
import { PathPicker } from '../dialogs/picker';
import { forkAgent } from '../engine/agent-process';
import { PortBroker } from '../engine/broker';
import { forkEngine } from '../engine/process';
import { EngineSupervisor, SERVICE_RESTART_WAITS_MS } from '../engine/supervisor';
import { SmallFile } from '../files/small-file';
import { openLog, type Log } from '../log/log';
import { menuTemplate } from '../menu/template';
import { firstProxy } from '../network/pac-answer';
import { keyState } from '../secrets/key-state';
import { KeyVault } from '../secrets/key-vault';
import { systemEncryption } from '../secrets/safe-storage';
import { SecretVault } from '../secrets/secret-vault';
import { LINKS } from '../security/links';
import { openFolder, openOutside } from '../security/open-outside';
import { MainWindow } from '../windows/main-window';
import { windowStateSchema } from '../windows/window-state';
import { Closing } from './closing';
import { Desktop } from './desktop';
import { engineNotice } from './notices';
import { SessionEnd } from './session-end';

/** Everything that main holds, put together once. */
export interface Shell {
  readonly log: Log;
  readonly preferences: SmallFile<typeof storedPreferencesSchema>;
  readonly vault: KeyVault;
  readonly secrets: SecretVault;
  readonly picker: PathPicker;
  readonly engine: EngineSupervisor;
  readonly mainWindow: MainWindow;
  readonly desktop: Desktop;
  readonly closing: Closing;
  readonly sessionEnd: SessionEnd;
}

/**
 * Puts the shell together in the folder of the program's own files. Only after the application is ready.
 * @param isService nobody is there: nothing is shown, and an engine that cannot be kept alive ends the program
 */
export function createShell(userData: string, { isService = false } = {}): Shell {
  // two processes would put each other's file aside
  const log = openLog(isService ? join(userData, 'logs', 'service') : join(userData, 'logs'));
  const file = <Schema extends z.ZodType>(name: string, schema: Schema, fallback: z.output<Schema>) =>
    new SmallFile(join(userData, name), schema, fallback);
  const preferences = file('preferences.json', storedPreferencesSchema, DEFAULT_PREFERENCES);
  const demonstration = file('demonstration.json', demonstrationMemorySchema.nullable(), null);
  nativeTheme.themeSource = preferences.read().theme;
  const encryption = systemEncryption();
  const hide = (secret: string): void => {
    log.hide(secret);
  };
  const vault = new KeyVault(userData, encryption, hide);
  const reachable = new ConfirmedServers((server) => askWhetherToReach(mainWindow.window, server));
  const secrets = new SecretVault(userData, encryption, hide, (server, address) => reachable.confirm(server, address));
  const picker = new PathPicker();
  const engine = new EngineSupervisor({
    fork: forkEngine,
    forkAgent,
    opening: () => ({
      type: 'open',
      version: app.getVersion(),
      userData,
      demonstration: demonstration.read(),
      role: isService ? 'service' : 'window',
    }),
    answers: {
      credentials: ({ generation, address }) => vault.read(generation, address),
      offeredKey: ({ id, generation, address }) => vault.offered(id, generation, address),
      keyState: () => keyState({ vault, secrets }),
      secret: ({ name, address }) => secrets.read(name, address),
      offeredSecret: ({ id, address }) => secrets.offered(id, address),
      systemProxy: async ({ address }) => firstProxy(await session.defaultSession.resolveProxy(address)),
      mayReach: ({ server }) => reachable.confirm(server),
      pickedPath: ({ id, what }) => picker.path(id, what),
    },
    onStatus: (status) => {
      broker.statusChanged();
      desktop.engineChanged();
      if (isService) {
        // who keeps the service starts another one
        if (status.state === 'gone') app.exit(1);
        return;
      }
      const notice = engineNotice(status);
      if (notice === null) return;
      // a run that went on without a window has died: somebody has to know
      if (mainWindow.window === null) mainWindow.show();
      mainWindow.tell(notice);
    },
    onActivity: ({ running }) => {
      if (!running) void closing.runEnded();
    },
    onDesktop: (alert) => {
      if (isService) engine.desktopShown(alert.id, shellMessages.notifications.service);
      else desktop.notify(alert);
    },
    onWatch: (watch) => {
      desktop.watchChanged(watch);
    },
    onRemember: (memory) => {
      demonstration.write(memory);
    },
    log: (level, text, source) => {
      log.write(source, level, text);
    },
    ...(isService ? { restartWaitsMs: SERVICE_RESTART_WAITS_MS } : {}),
  });
  const broker = new PortBroker(() => engine);
  const devTools = !app.isPackaged;
  const mainWindow: MainWindow = new MainWindow({
    state: file('window.json', windowStateSchema.nullable(), null),
    log,
    devTools,
    onContents: (contents) => {
      broker.add(contents);
    },
    onWindow: (window) => {
      sessionEnd.attach(window);
    },
    mayClose: () => closing.mayClose(),
  });
  const desktop: Desktop = new Desktop({ engine, mainWindow, preferences: () => preferences.read(), log });
  const closing: Closing = new Closing({
    running: () => engine.activity.running,
    preferences: () => preferences.read(),
    remember: (wishes) => {
      preferences.write({ ...preferences.read(), ...wishes });
    },
    askAboutRun: () => askBeforeClosing(mainWindow.window, engine.activity.month),
    askAboutTray: () => askAboutTray(mainWindow.window),
    hasTray: () => desktop.tray.isThere(),
    hasWindow: () => mainWindow.window !== null,
    destroyWindow: () => {
      mainWindow.destroy();
    },
    quit: () => {
      app.quit();
    },
  });
  const sessionEnd = new SessionEnd({
    running: () => engine.activity.running,
    end: () => {
      closing.leave('session-ends');
      app.quit();
    },
    silentWindow: () => (process.platform === 'win32' ? new BaseWindow({ show: false, skipTaskbar: true }) : null),
  });
  const shell = { log, preferences, vault, secrets, picker, engine, mainWindow, desktop, closing, sessionEnd };
  setMenu(shell, devTools);
  return shell;
}

function setMenu({ log, mainWindow }: Shell, devTools: boolean): void {
  const trouble = (error: unknown): void => {
    log.write('main', 'warning', String(error));
  };
  const actions = {
    reload: () => {
      mainWindow.reload();
    },
    openLogs: () => {
      openFolder(log.folder).catch(trouble);
    },
    openSite: () => {
      openOutside(LINKS['sieg-help']).catch(trouble);
    },
    about: () => {
      tellAbout(mainWindow.window, app.getVersion()).catch(trouble);
    },
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate(actions, { isMac: process.platform === 'darwin', devTools })),
  );
}
