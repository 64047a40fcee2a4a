import type { MonthVerdict } from '../../../ipc/verdict';
import type { RunSummary, StatusView } from '../../../views';
import { sinceArchivedWords } from '../gaps';
import { dayAndMinute } from '../moments';
import { count, counted, monthName } from '../numbers';
import { companiesWords, MONTH_WORDS, monthBeforeWords, STATE_WORDS } from '../verdict';
import { evidenceMessages } from './run';

/** How a month stands by the ledger. */
export const statusMessages = {
  title: (month: string): string => `Situação de ${monthName(month)}`,
  settings: (message: string, action: string): string => `Configurações: ${message} ${action}`,
  noCompanies: 'Nenhuma empresa na lista: use "malote companies import" ou rode o mês.',
  columns: {
    company: 'Empresa',
    taxId: 'CNPJ/CPF',
    documents: 'Documentos',
    delivered: 'Entregues',
    missing: 'Faltam',
    conflicts: 'Conflitos',
    state: 'Situação',
  },
  withoutDocuments: (monthBefore: number | null): string =>
    `${STATE_WORDS['none-announced']}; ${monthBeforeWords(monthBefore)}`,
  facts: {
    month: 'Mês',
    documents: 'Documentos',
    pending: evidenceMessages.facts.pending,
    lastRun: 'Última tentativa',
    workspace: evidenceMessages.places.workspace,
  },
  month: ({ state, companies }: Pick<MonthVerdict, 'state' | 'companies'>): string =>
    `${MONTH_WORDS[state]}${companies.total === 0 ? '' : `: ${companiesWords(companies)}`}`,
  documents: (documents: RunSummary['documents']): string => {
    const since = sinceArchivedWords(documents);
    const { archived, verified, expected } = documents;
    return `${count(archived)} de ${count(expected)} arquivados${since === '' ? '' : `, ${since}`}, ${count(verified)} entregues e conferidos`;
  },
  pending: (copies: number): string => (copies === 0 ? 'nada' : counted(copies, 'cópia', 'cópias')),
  noRun: 'nenhuma',
  /** @param outcome as `outcomes` and `unfinished` say it */
  run: ({ id, startedAt, endedAt }: NonNullable<StatusView['lastRun']>, outcome: string): string => {
    const ended = endedAt === null ? '' : ` até ${dayAndMinute(endedAt)}`;
    return `${String(id)}, de ${dayAndMinute(startedAt)}${ended}: ${outcome}`;
  },
  outcomes: {
    complete: 'completa',
    gaps: 'com pendências',
    stopped: 'interrompida',
    failed: 'falhou',
  } as Readonly<Record<string, string>>,
  unfinished: (underWay: boolean): string =>
    underWay ? 'em andamento' : 'não terminou; o próximo malote run continua dela',
  /** @param title of a kind of job, as `JOBS` has it; `total` is null while it is not known */
  job: (
    title: string,
    startedAt: string,
    isPaused: boolean,
    progress: { readonly done: number; readonly total: number | null } | null,
  ): string => {
    const held = isPaused ? ' (em pausa)' : '';
    const far =
      progress === null || progress.total === null ? '' : `, ${count(progress.done)} de ${count(progress.total)}`;
    return `Em andamento${held}: ${title}, desde ${dayAndMinute(startedAt)}${far}.`;
  },
} as const;

/** Who answered at SIEG's address, and what. */
export const probeMessages = {
  facts: {
    address: 'Endereço',
    generation: 'Geração da API',
    answer: 'Resposta',
    time: 'Tempo',
    counts: 'Contagem',
  },
  noAnswer: 'nenhuma',
  notCounted: 'não informada',
} as const;

/** What a month's files and deliveries are, read back. */
export const verificationMessages = {
  title: (month: string): string => `Conferência de ${monthName(month)}`,
  facts: {
    files: 'Arquivos no registro',
    readBack: 'lidos de volta',
    deliveries: 'Entregas registradas',
    stillThere: 'ainda no destino, iguais',
    taken: 'já não estão lá',
    takenNote: 'o BI leva o que importa; a falta ali não prova nada',
    findings: 'Divergências',
  },
  problems: {
    absent: 'não está lá',
    altered: 'tem conteúdo diferente do registrado',
    unreadable: 'não pôde ser lido',
  },
  roots: { archive: 'Arquivo', import: 'Importação' },
  unlike: (files: number, isRecoverable: boolean): string => {
    const unlike = counted(files, 'arquivo não está', 'arquivos não estão');
    const stands = `${unlike} como o registro diz, pelo nome acima; o mês fica pendente enquanto for assim.`;
    return isRecoverable ? `${stands} “malote recover --all” audita e recupera o que dá.` : stands;
  },
  nothing: 'Não há arquivos registrados neste mês.',
  sound: (files: number): string =>
    files === 1
      ? 'O único arquivo do mês está como foi registrado.'
      : `Os ${count(files)} arquivos do mês estão como foram registrados.`,
} as const;
