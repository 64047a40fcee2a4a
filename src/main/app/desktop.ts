import { app, powerMonitor } from 'electron';
import type { DesktopAlert, WatchView } from '../../shared/ipc/host-link';
import type { Preferences } from '../../shared/ipc/shell';
import type { EngineSupervisor } from '../engine/supervisor';
import type { Log } from '../log/log';
import { Notifier } from '../notifications/notifier';
import { systemNotifications } from '../notifications/system';
import { SystemTray } from '../tray/tray';
import { trayView, type TrayAction } from '../tray/view';
import type { MainWindow } from '../windows/main-window';

export interface DesktopOptions {
  readonly engine: EngineSupervisor;
  readonly mainWindow: MainWindow;
  readonly preferences: () => Preferences;
  readonly log: Log;
}

/** The program outside its window: the tray, the notifications, and what the machine goes through. */
export class Desktop {
  readonly tray: SystemTray;
  readonly #notifier: Notifier;
  #watch: WatchView | null = null;

  constructor(private readonly options: DesktopOptions) {
    const { engine, mainWindow, preferences, log } = options;
    this.tray = new SystemTray({
      view: () => trayView(engine.status, this.#watch),
      act: (action) => {
        this.#act(action);
      },
      log: (text) => {
        log.write('main', 'warning', text);
      },
    });
    this.#notifier = new Notifier({
      show: systemNotifications(),
      preferences,
      openScreen: (screen) => {
        mainWindow.openScreen(screen);
      },
      report: (id, error) => {
        if (error !== null) log.write('main', 'warning', `notification ${String(id)}: ${error}`);
        engine.desktopShown(id, error);
      },
    });
  }

  /** Puts the program into the tray, where it has one, and listens to the machine. */
  async begin({ hasTray = true } = {}): Promise<void> {
    const awoke = (): void => {
      this.options.engine.awoke();
    };
    powerMonitor.on('resume', awoke);
    powerMonitor.on('unlock-screen', awoke);
    if (hasTray) await this.tray.begin();
  }

  notify(alert: DesktopAlert): void {
    this.#notifier.show(alert);
  }

  watchChanged(watch: WatchView): void {
    this.#watch = watch;
    this.tray.refresh();
  }

  engineChanged(): void {
    // what the process before this one knew says nothing any more
    if (this.options.engine.status.state !== 'ready') this.#watch = null;
    this.tray.refresh();
  }

  #act(action: TrayAction): void {
    const { engine, mainWindow } = this.options;
    switch (action.type) {
      case 'open':
        mainWindow.show();
        return;
      case 'shares':
        mainWindow.openScreen('shares');
        return;
      case 'command':
        engine.command(action.command);
        return;
      case 'quit':
        app.quit();
    }
  }
}
