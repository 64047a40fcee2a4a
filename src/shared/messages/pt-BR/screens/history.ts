import type { RunLine } from '../../../ipc/history';
import type { JournalTopic } from '../../../ipc/journal-actions';
import { count, counted, monthName } from '../numbers';

const topics: Readonly<Record<JournalTopic | 'all' | 'unknown', string>> = {
  all: 'Todos os assuntos',
  runs: 'Execuções e consultas',
  documents: 'Documentos e eventos',
  deliveries: 'Entregas',
  audits: 'Auditoria e recuperação',
  shares: 'Pastas',
  alerts: 'Avisos',
  program: 'Programa e planilha',
  unknown: 'De outra versão',
};

const outcomes: Readonly<Record<NonNullable<RunLine['outcome']> | 'running', string>> = {
  complete: 'completa',
  gaps: 'com pendências',
  stopped: 'parada a pedido',
  failed: 'falhou',
  interrupted: 'interrompida',
  running: 'em andamento',
};

/** The journal, the runs, and the month's report. */
export const history = {
  lead: 'O que mudou, quando, por quê, e a prova. Nada aqui é alterado ou apagado.',
  tabs: { label: 'Partes da tela', journal: 'Diário', runs: 'Execuções' },
  topics,
  filter: {
    region: 'Filtro do diário',
    search: 'Chave, empresa ou palavra',
    topic: 'Assunto',
    from: 'De',
    to: 'Até',
    clear: 'Limpar o filtro',
    badRange: 'O primeiro dia vem depois do último.',
  },
  export: { csv: 'CSV', xlsx: 'Planilha', label: 'Exportar o que o filtro mostra' },
  journal: {
    label: 'Diário',
    columns: { at: 'Quando', topic: 'Assunto', text: 'O que aconteceu' },
    noneTitle: 'O diário está vazio',
    none: 'Cada execução, entrega e mudança escreve aqui uma linha.',
    noMatchTitle: 'Nada com este filtro',
    loaded: (number: number, more: boolean): string =>
      more
        ? `${counted(number, 'linha carregada', 'linhas carregadas')}; role para ver mais`
        : counted(number, 'linha', 'linhas'),
    cut: (shown: number): string => `Mostrando as ${count(shown)} mais recentes. Use o filtro, ou exporte.`,
    loading: 'Carregando o diário…',
    fresh: 'Mostrar o que chegou',
  },
  entry: {
    title: (id: number): string => `Linha ${count(id)} do diário`,
    at: 'Quando',
    actor: 'Quem',
    action: 'Nome no diário',
    subject: 'Sobre',
    text: 'O que aconteceu',
    evidence: 'Prova (JSON)',
    copy: 'Copiar a prova',
    copySubject: 'Copiar sobre o que é',
  },
  actors: { engine: 'o programa', operator: 'a pessoa' } as Readonly<Record<string, string>>,
  runs: {
    label: 'Execuções',
    columns: {
      id: 'Nº',
      month: 'Mês',
      started: 'Começo',
      ended: 'Fim',
      lasted: 'Durou',
      outcome: 'Resultado',
      companies: 'Empresas',
      requests: 'Consultas',
    },
    outcomes,
    noneTitle: 'Nenhuma execução ainda',
    none: 'A primeira começa no Painel.',
    open: (month: string): string => `Ver ${monthName(month)} no Painel`,
  },
  report: {
    title: 'Relatório do mês',
    xlsx: 'Planilha',
    html: 'Para imprimir',
    written: (name: string): string => `Relatório gravado: ${name}`,
    open: 'Abrir a pasta',
  },
};
