import { Menu, nativeImage, Tray, type MenuItemConstructorOptions } from 'electron';
import { resource } from '../files/resources';
import { desktopHasTray } from './host';
import type { TrayAction, TrayItem, TrayState, TrayView } from './view';

export interface SystemTrayOptions {
  readonly view: () => TrayView;
  readonly act: (action: TrayAction) => void;
  readonly log: (text: string) => void;
}

/** The program's item in the system's tray, where the desktop has one. */
export class SystemTray {
  #tray: Tray | null = null;
  /** What the item shows, to change no more than has changed. */
  #shown: { readonly state: TrayState; readonly tooltip: string; readonly menu: string } | null = null;

  constructor(private readonly options: SystemTrayOptions) {}

  /** Whether the item is there for a person to see; it is put there when the desktop has a tray that it did not have before. */
  async isThere(): Promise<boolean> {
    if (!(await desktopHasTray())) return false;
    try {
      this.#tray ??= this.#create();
      return true;
    } catch (error) {
      this.options.log(`the tray item could not be made: ${String(error)}`);
      return false;
    }
  }

  /** Puts the item there; without a tray the program goes on, and never closes to it. */
  async begin(): Promise<void> {
    if (!(await this.isThere())) this.options.log('this desktop shows no tray: the window is not closed to it');
  }

  /** Shows what there is to show now. */
  refresh(): void {
    if (this.#tray === null) return;
    const view = this.options.view();
    const menu = JSON.stringify(view.menu);
    if (this.#shown?.state !== view.state) this.#tray.setImage(image(view.state));
    if (this.#shown?.tooltip !== view.tooltip) this.#tray.setToolTip(view.tooltip);
    // a menu that is on a tray does not change any more on Linux: it is given anew
    if (this.#shown?.menu !== menu) this.#tray.setContextMenu(Menu.buildFromTemplate(this.#template(view.menu)));
    this.#shown = { state: view.state, tooltip: view.tooltip, menu };
  }

  close(): void {
    this.#tray?.destroy();
    this.#tray = null;
  }

  #create(): Tray {
    const tray = new Tray(image(this.options.view().state));
    const open = (): void => {
      this.options.act({ type: 'open' });
    };
    tray.on('click', open);
    tray.on('double-click', open);
    this.#tray = tray;
    this.#shown = null;
    this.refresh();
    return tray;
  }

  #template(groups: readonly (readonly TrayItem[])[]): MenuItemConstructorOptions[] {
    return groups.flatMap((group, index) => [
      ...(index === 0 ? [] : [{ type: 'separator' as const }]),
      ...group.map((item) => this.#item(item)),
    ]);
  }

  #item({ label, action }: TrayItem): MenuItemConstructorOptions {
    if (action === null) return { label, enabled: false };
    return {
      label,
      click: () => {
        this.options.act(action);
      },
    };
  }
}

function image(state: TrayState): Electron.NativeImage {
  return nativeImage.createFromPath(resource('tray', `${state}.${process.platform === 'win32' ? 'ico' : 'png'}`));
}
