/** The window's menu; `&` stands before the letter that opens it. */
export const menuMessages = {
  file: { title: '&Arquivo', close: 'Fechar a janela', quit: 'Sair' },
  edit: {
    title: '&Editar',
    undo: 'Desfazer',
    redo: 'Refazer',
    cut: 'Recortar',
    copy: 'Copiar',
    paste: 'Colar',
    selectAll: 'Selecionar tudo',
  },
  view: {
    title: 'E&xibir',
    reload: 'Recarregar a tela',
    resetZoom: 'Tamanho normal',
    zoomIn: 'Aumentar',
    zoomOut: 'Diminuir',
    fullScreen: 'Tela cheia',
    devTools: 'Ferramentas de desenvolvimento',
  },
  window: { title: '&Janela', minimize: 'Minimizar', maximize: 'Maximizar' },
  help: { title: 'A&juda', openLogs: 'Abrir a pasta de registros', site: 'Site do SIEG', about: 'Sobre o Malote' },
};

function path(menu: { readonly title: string }, item: string): string {
  return `${menu.title.replace('&', '')} → ${item}`;
}

/** The page that stands where the application's own has died too often. */
export const failurePageMessages = {
  title: 'A tela do Malote parou de funcionar',
  text: 'Ela foi recarregada três vezes e parou de novo. O que estava em andamento continua: os documentos seguem sendo buscados, arquivados e entregues, e nada se perdeu.',
  /** @param strong how a place in the menu is set out */
  advice: (strong: (text: string) => string): string =>
    `Use o menu ${strong(path(menuMessages.view, menuMessages.view.reload))} (Ctrl+R) para tentar de novo, ou feche e abra o Malote. Se repetir, envie o registro ao suporte: menu ${strong(path(menuMessages.help, menuMessages.help.openLogs))}.`,
};
