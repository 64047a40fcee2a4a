import type { LegacyProgress } from '../../../ipc/legacy';
import { count, counted } from '../numbers';

/** What the workbook of companies brought. */
export const companiesMessages = {
  title: (source: string): string => `Empresas de ${source}`,
  facts: {
    sheet: 'Aba usada',
    total: 'Empresas na planilha',
    added: 'novas',
    changed: 'alteradas',
    retired: 'que saíram da lista',
    retiredNote: 'os documentos delas continuam guardados',
    badRows: 'Linhas sem uso',
  },
  columns: { row: 'Linha', reason: 'Motivo' },
} as const;

const legacyPhases: Readonly<Record<LegacyProgress['phase'], string>> = {
  states: 'lendo os arquivos de estado',
  transactions: 'lendo as transações',
  logs: 'lendo os logs',
  archive: 'lendo o acervo',
  reports: 'lendo os relatórios',
};

/** Taking over the data of the system before this one. */
export const legacyMessages = {
  progress: ({ phase, files, total }: Pick<LegacyProgress, 'phase' | 'files' | 'total'>): string =>
    `Importação: ${legacyPhases[phase]}, ${count(files)}${total === null ? '' : ` de ${count(total)}`} arquivos.`,
  title: (from: string, dryRun: boolean): string =>
    dryRun ? `Ensaio da importação de ${from}` : `Importação de ${from}`,
  facts: {
    states: 'Arquivos de estado',
    transactions: 'Transações concluídas',
    logs: 'Logs',
    reports: 'Relatórios do acervo',
    archive: 'XMLs do acervo',
    known: 'de todos, já lidos antes',
    knownNote: 'sem mudança; não são lidos de novo',
    adopted: (dryRun: boolean): string => (dryRun ? 'Documentos a registrar' : 'Documentos registrados'),
    events: (dryRun: boolean): string => (dryRun ? 'Eventos a registrar' : 'Eventos registrados'),
    handedOver: 'Entregas provadas',
    handedOverNote: 'por transações concluídas',
    claimed: 'Só declaradas',
    claimedNote: 'o estado diz que sim; não há prova',
    promised: 'Chaves prometidas',
    promisedNote: 'pelos relatórios',
    time: 'Tempo',
  },
  singles: { documents: 'Buscados um a um', kind: 'Tipo', at: 'Quando', company: 'Empresa' },
  unreadable: (files: number): string =>
    `${counted(files, 'arquivo não pôde ser lido', 'arquivos não puderam ser lidos')} por inteiro:`,
  moreFiles: (files: number): string => `… e mais ${count(files)}.`,
  stopped: 'Parada a pedido; o mesmo comando continua de onde parou.',
  leftAsTheyWere: 'Os arquivos acima ficaram onde estavam; nada foi apagado.',
  howToImport: 'Nada foi gravado. Para importar de verdade:',
  imported: 'Os dados do sistema anterior foram importados. Nada foi entregue nem copiado.',
  howToSeeOrphans: 'Para saber o que nunca foi entregue:  malote orphans',
} as const;
