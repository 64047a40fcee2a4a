import type { LegacyProgress } from '../../../ipc/legacy';
import { count, counted, duration } from '../numbers';

const phases: Readonly<Record<LegacyProgress['phase'], string>> = {
  states: 'Lendo os arquivos de estado',
  transactions: 'Lendo as transações',
  logs: 'Lendo os registros (log)',
  archive: 'Lendo o acervo',
  reports: 'Lendo os relatórios',
};

/** Taking over the data of the system before this one. */
export const legacy = {
  title: 'Dados do sistema anterior',
  text: 'Lê o que o sistema anterior deixou e diz o que ele prova. O que está no disco é fato; uma transação concluída prova a entrega; o que só o arquivo de estado afirma não prova nada.',
  steps: {
    folder: 'Pasta do sistema anterior',
    folderHint: 'A que tem estado, transactions e logs (era W:\\).',
    noFolder: 'Nenhuma pasta escolhida.',
    choose: 'Escolher pasta…',
    change: 'Escolher outra…',
    dryRun: 'Conferir sem gravar',
    dryRunHint: 'Lê tudo, mostra o que seria trazido e não grava nada.',
    import: 'Importar',
    importHint: 'Pode ser repetida: o que já foi trazido não entra duas vezes.',
    stop: 'Parar',
    mustCheck: 'Confira primeiro, sem gravar.',
  },
  phases,
  progress: 'Andamento da importação',
  files: (done: number, total: number | null): string =>
    total === null
      ? counted(done, 'arquivo', 'arquivos')
      : `${count(done)} de ${counted(total, 'arquivo', 'arquivos')}`,
  adopted: (number: number): string => counted(number, 'documento trazido', 'documentos trazidos'),
  unreadable: (number: number): string => counted(number, 'arquivo ilegível', 'arquivos ilegíveis'),
  elapsed: (seconds: number): string => duration(seconds),
  found: {
    dryRun: 'O que seria trazido',
    imported: 'O que foi trazido',
    stopped: 'Parou antes do fim; continue quando quiser.',
    from: (folder: string, when: string): string => `${folder} · ${when}`,
    read: 'Arquivos vistos',
    states: 'De estado',
    transactions: 'Transações',
    logs: 'Registros',
    reports: 'Relatórios',
    archive: 'XMLs do acervo',
    known: 'Já lidos antes',
    documents: 'O que provam',
    adopted: 'Documentos no disco',
    events: 'Eventos',
    handedOver: 'Entregas provadas',
    claimed: 'Só afirmadas',
    claimedNote: 'não provam nada',
    promised: 'Prometidos',
  },
  singles: {
    title: 'Buscados um a um',
    text: 'O registro do sistema anterior diz que estes documentos foram baixados um a um, caminho em que ele não copiava para o BI. A auditoria diz quais estão sem entrega comprovada.',
    columns: { company: 'Empresa', kind: 'Tipo', documents: 'Documentos', at: 'Quando' },
    table: 'Empresas com documentos buscados um a um',
  },
  bad: {
    title: 'Arquivos que não puderam ser lidos',
    columns: { file: 'Arquivo', reason: 'Motivo' },
    table: 'Arquivos ilegíveis',
    cut: (shown: number, total: number): string => `São mostrados ${count(shown)} de ${count(total)}.`,
    none: 'Todos os arquivos puderam ser lidos.',
    copy: 'Copiar a lista',
  },
  next: 'Audite agora para ver os órfãos, empresa por empresa.',
};
