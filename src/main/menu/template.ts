import type { MenuItemConstructorOptions } from 'electron';
import { menuMessages as words } from '../../shared/messages/pt-BR/desktop/menu';

export interface MenuActions {
  readonly reload: () => void;
  readonly openLogs: () => void;
  readonly openSite: () => void;
  readonly about: () => void;
}

/** The menu in Portuguese: Electron's own roles, with labels of ours, since its labels follow the system's language. */
export function menuTemplate(
  actions: MenuActions,
  { isMac, devTools }: { readonly isMac: boolean; readonly devTools: boolean },
): MenuItemConstructorOptions[] {
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    {
      label: words.file.title,
      submenu: [
        { role: 'close', label: words.file.close },
        ...(isMac
          ? []
          : [separator, { role: 'quit' as const, label: words.file.quit, accelerator: 'CommandOrControl+Q' }]),
      ],
    },
    {
      label: words.edit.title,
      submenu: [
        { role: 'undo', label: words.edit.undo },
        { role: 'redo', label: words.edit.redo },
        separator,
        { role: 'cut', label: words.edit.cut },
        { role: 'copy', label: words.edit.copy },
        { role: 'paste', label: words.edit.paste },
        { role: 'selectAll', label: words.edit.selectAll },
      ],
    },
    {
      label: words.view.title,
      submenu: [
        // not Electron's role: the page may be the one that says that the page has died
        { label: words.view.reload, accelerator: 'CommandOrControl+R', click: actions.reload },
        separator,
        { role: 'resetZoom', label: words.view.resetZoom },
        { role: 'zoomIn', label: words.view.zoomIn },
        { role: 'zoomOut', label: words.view.zoomOut },
        separator,
        { role: 'togglefullscreen', label: words.view.fullScreen },
        ...(devTools ? [separator, { role: 'toggleDevTools' as const, label: words.view.devTools }] : []),
      ],
    },
    {
      label: words.window.title,
      submenu: [
        { role: 'minimize', label: words.window.minimize },
        { role: 'zoom', label: words.window.maximize },
      ],
    },
    {
      label: words.help.title,
      submenu: [
        { label: words.help.openLogs, click: actions.openLogs },
        { label: words.help.site, click: actions.openSite },
        separator,
        { label: words.help.about, click: actions.about },
      ],
    },
  ];
}
