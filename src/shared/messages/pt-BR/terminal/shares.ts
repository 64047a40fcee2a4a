import { archiveMovedWords } from '../shares';
import { count, counted } from '../numbers';

/** The configured folders, and what waits for them. */
export const sharesMessages = {
  columns: {
    root: 'Pasta',
    where: 'Onde',
    state: 'Situação',
    since: 'Desde',
    latency: 'Resposta',
    free: 'Livre',
  },
  /** @param milliseconds that a root took to answer */
  latency: (milliseconds: number): string =>
    milliseconds < 1 ? 'menos de 1 ms' : `${count(Math.round(milliseconds))} ms`,
  archiveMoved: (moved: Parameters<typeof archiveMovedWords>[0]): string => {
    const { words, action } = archiveMovedWords(moved);
    return `Atenção: ${words}. ${action}`;
  },
  delivering: (delivered: number, total: number): string =>
    `Entrega: ${count(delivered)} de ${counted(total, 'arquivo', 'arquivos')}.`,
  spooled: (pages: number): string => {
    const wait = counted(pages, 'página do SIEG espera', 'páginas do SIEG esperam');
    const them = pages === 1 ? 'a' : 'as';
    return `${wait} neste computador pelo acervo. Quem ${them} arquiva é a janela aberta, "malote service run" ou a próxima execução.`;
  },
} as const;
