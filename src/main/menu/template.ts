import type { MenuItemConstructorOptions } from 'electron';

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
      label: '&Arquivo',
      submenu: [
        { role: 'close', label: 'Fechar a janela' },
        ...(isMac ? [] : [separator, { role: 'quit' as const, label: 'Sair', accelerator: 'CommandOrControl+Q' }]),
      ],
    },
    {
      label: '&Editar',
      submenu: [
        { role: 'undo', label: 'Desfazer' },
        { role: 'redo', label: 'Refazer' },
        separator,
        { role: 'cut', label: 'Recortar' },
        { role: 'copy', label: 'Copiar' },
        { role: 'paste', label: 'Colar' },
        { role: 'selectAll', label: 'Selecionar tudo' },
      ],
    },
    {
      label: 'E&xibir',
      submenu: [
        // not Electron's role: the page may be the one that says that the page has died
        { label: 'Recarregar a tela', accelerator: 'CommandOrControl+R', click: actions.reload },
        separator,
        { role: 'resetZoom', label: 'Tamanho normal' },
        { role: 'zoomIn', label: 'Aumentar' },
        { role: 'zoomOut', label: 'Diminuir' },
        separator,
        { role: 'togglefullscreen', label: 'Tela cheia' },
        ...(devTools ? [separator, { role: 'toggleDevTools' as const, label: 'Ferramentas de desenvolvimento' }] : []),
      ],
    },
    {
      label: '&Janela',
      submenu: [
        { role: 'minimize', label: 'Minimizar' },
        { role: 'zoom', label: 'Maximizar' },
      ],
    },
    {
      label: 'A&juda',
      submenu: [
        { label: 'Abrir a pasta de registros', click: actions.openLogs },
        { label: 'Site do SIEG', click: actions.openSite },
        separator,
        { label: 'Sobre o Malote', click: actions.about },
      ],
    },
  ];
}
