import { monthName } from '../numbers';
import { menuMessages } from './menu';

const CANCEL = 'Cancelar';

/** What the system's own dialogs ask; `buttons` in the order of the answers. */
export const dialogMessages = {
  product: 'Malote',
  close: {
    /** @param month `YYYY-MM` of the run; null: other long work is under way */
    message: (month: string | null): string =>
      month === null
        ? 'Há uma auditoria, recuperação ou importação em andamento.'
        : `A execução de ${monthName(month)} está em andamento.`,
    detail:
      'Ela pode continuar sem a janela: abra o Malote de novo quando quiser vê-la. Se parar agora, nada se perde, e ela pode ser retomada depois.',
    buttons: ['Continuar sem a janela', 'Parar e sair', CANCEL],
    checkbox: 'Não perguntar de novo',
  },
  tray: {
    message: 'Deixar o Malote na bandeja?',
    detail:
      'Na bandeja do sistema, ao lado do relógio, ele continua vigiando as pastas, entrega sozinho o que estiver pendente e avisa quando uma pasta cai ou volta. Fechado, ele não vigia nada. A escolha pode ser mudada em Configurações.',
    buttons: ['Deixar na bandeja', 'Sair do Malote', CANCEL],
    checkbox: 'Lembrar a escolha',
  },
  reach: {
    message: (server: string): string => `Conectar a ${server}?`,
    detail: 'Este endereço ainda não está nas configurações salvas. Confirme apenas se ele é o que você digitou.',
    buttons: ['Conectar', CANCEL],
  },
  about: {
    title: menuMessages.help.about,
    message: (version: string): string => `Malote ${version}`,
    detail: ({ electron, chrome, node }: Readonly<Record<'electron' | 'chrome' | 'node', string>>): string =>
      `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
    buttons: ['Fechar'],
  },
  pick: {
    archive: 'Pasta do acervo',
    import: 'Pasta de importação do BI',
    cancelled: 'Pasta de cancelados',
    backup: 'Pasta das cópias de segurança',
    workbook: 'Planilha de empresas',
    legacy: 'Pasta do sistema anterior (com estado, transactions e logs)',
    filters: { workbooks: 'Planilhas', all: 'Todos os arquivos' },
  },
};
