import type { MonthVerdict, VerdictReason, VerdictState } from '../../ipc/verdict';
import { count, counted, listed } from './numbers';

/** The state of a company's month, in a word or two. */
const GOES_ON_BY_ITSELF = 'A entrega continua sozinha quando a pasta responde.';

export const STATE_WORDS: Readonly<Record<VerdictState, string>> = {
  complete: 'completa',
  gaps: 'pendente',
  open: 'em aberto',
  'none-announced': 'sem documentos',
  'none-unexplained': 'sem documentos, sem explicação',
};

/** The state of the month itself. */
export const MONTH_WORDS: Readonly<Record<VerdictState, string>> = {
  complete: 'Completo',
  gaps: 'Com pendências',
  open: 'Em aberto',
  'none-announced': 'Sem documentos',
  'none-unexplained': 'Sem documentos, sem explicação',
};

/** Why a verdict is not complete, and what to do next. */
export interface ReasonWords {
  readonly what: string;
  /** For everybody: a window has a button for it. */
  readonly advice: string;
  /** What does the same in a terminal; a window never says it. */
  readonly command?: string;
}

const AGAIN = 'Atualize o mês.';

const WORDS: Readonly<Record<VerdictReason['code'], (reason: VerdictReason) => ReasonWords>> = {
  missing: ({ kind, count: n }) => ({
    what: `${counted(n ?? 0, 'documento prometido não foi recebido', 'documentos prometidos não foram recebidos')}${of(kind)}`,
    advice: `${AGAIN} O que faltar depois disso está na lista, chave por chave.`,
  }),
  short: ({ kind, count: n }) => ({
    what: `o SIEG conta ${counted(n ?? 0, 'documento', 'documentos')}${of(kind)} que nenhuma lista nomeou`,
    advice: `${AGAIN} Se continuar, pergunte ao SIEG por esses documentos.`,
  }),
  unread: ({ kind, count: n }) => ({
    what: `${counted(n ?? 0, 'arquivo guardado não pôde ser lido', 'arquivos guardados não puderam ser lidos')}${of(kind)}`,
    advice: 'O leiaute não é conhecido; os arquivos estão na pasta da empresa, e não valem como documentos recebidos.',
  }),
  undelivered: ({ count: n }) => ({
    what: counted(n ?? 0, 'documento sem entrega comprovada', 'documentos sem entrega comprovada'),
    advice: GOES_ON_BY_ITSELF,
    command: 'malote deliver',
  }),
  conflict: ({ count: n }) => ({
    what: counted(n ?? 0, 'documento em conflito no destino', 'documentos em conflito no destino'),
    advice: 'Decida qual conteúdo vale e tire o outro da pasta de importação.',
  }),
  'cancellation-undelivered': ({ count: n }) => ({
    what: counted(n ?? 0, 'cancelamento ainda não entregue', 'cancelamentos ainda não entregues'),
    advice: GOES_ON_BY_ITSELF,
    command: 'malote deliver',
  }),
  damaged: ({ count: n }) => ({
    what: counted(
      n ?? 0,
      'arquivo do acervo sumiu, mudou ou não se deixa ler',
      'arquivos do acervo sumiram, mudaram ou não se deixam ler',
    ),
    advice: 'Em Órfãos e recuperação, audite e recupere o que a auditoria nomear.',
    command: 'malote recover --all',
  }),
  'altered-at-target': ({ count: n }) => ({
    what: counted(n ?? 0, 'arquivo entregue tem agora outro conteúdo', 'arquivos entregues têm agora outro conteúdo'),
    advice:
      'O diário diz quais são: tire-os de lá e, em Compartilhamentos, verifique de novo as entregas; o que não estiver mais lá é entregue de novo.',
    command: 'malote verify',
  }),
  'no-companies': () => ({ what: 'a lista de empresas está vazia', advice: 'Importe a planilha de empresas.' }),
  'not-counted': ({ kind }) => ({ what: `o SIEG ainda não foi perguntado${of(kind)}`, advice: AGAIN }),
  nameless: ({ kind, count: n }) => ({
    what: `o SIEG conta na conta inteira mais ${counted(n ?? 0, 'documento', 'documentos')}${of(kind)}; não se sabe de quem`,
    advice: `${AGAIN} Podem ser desta empresa.`,
  }),
  'handed-out-broken': ({ kind, count: n }) => ({
    what: `o SIEG só entrega com defeito ${counted(n ?? 0, 'documento', 'documentos')}${of(kind)}; não se sabe de quem ${n === 1 ? 'é' : 'são'}`,
    advice: `${AGAIN} Se o arquivo continuar com defeito, peça o XML ao emitente, que a chave diz quem é.`,
  }),
  'count-shrank': ({ kind, count: n }) => ({
    what: `o SIEG já contou ${counted(n ?? 0, 'documento', 'documentos')}${of(kind)} a mais do que está guardado, e agora conta menos: a contagem não prova nada`,
    advice: `${AGAIN} Se continuar, pergunte ao SIEG o que saiu da conta.`,
  }),
  'count-too-low': ({ kind, count: n }) => ({
    what: `o SIEG contou ${counted(n ?? 0, 'documento', 'documentos')}${of(kind)} a menos do que já tinha entregado: a contagem não prova nada`,
    advice: `${AGAIN} No fechamento, os relatórios do SIEG são a outra testemunha.`,
  }),
  'count-mixed': ({ kind, count: n }) => ({
    what: `${counted(n ?? 0, 'documento', 'documentos')}${of(kind)} não ${n === 1 ? 'veio' : 'vieram'} do SIEG e ${n === 1 ? 'impede' : 'impedem'} de comparar com a contagem`,
    advice: 'Feche o mês: os relatórios do SIEG dizem o que é da empresa.',
    command: 'malote run --close',
  }),
  'cancellations-not-asked': ({ kind }) => ({
    what: `os cancelamentos${of(kind)} não foram perguntados até o fim`,
    advice: AGAIN,
  }),
  'report-not-asked': ({ kind }) => ({
    what: `o relatório${of(kind)} do fechamento não foi lido`,
    advice: AGAIN,
  }),
  spooled: ({ count: n, subject }) => ({
    what: `${counted(n ?? 0, 'arquivo recebido do SIEG ainda não foi arquivado', 'arquivos recebidos do SIEG ainda não foram arquivados')}: ${counted(Number(subject ?? 0), 'página espera', 'páginas esperam')} neste computador pelo acervo`,
    advice:
      'A próxima execução começa por arquivar o que espera; a janela aberta também arquiva, assim que o acervo responder.',
  }),
  'archive-moved': ({ subject }) => ({
    what: `a pasta do acervo mudou, e na de agora ninguém procurou ainda o que foi verificado em ${subject ?? 'outra'}`,
    advice: 'Em Órfãos e recuperação, audite todos os meses: a auditoria lê a pasta de agora e diz o que falta nela.',
    command: 'malote audit',
  }),
  unanswered: ({ subject }) => ({
    what: `o SIEG não respondeu: ${subject ?? 'uma consulta'}`,
    advice: AGAIN,
  }),
};

function of(kind: string | null): string {
  return kind === null ? '' : ` de ${kind}`;
}

export function reasonWords(reason: VerdictReason): ReasonWords {
  return WORDS[reason.code](reason);
}

/** The advice where there is no button beside it: in a terminal, and in a file that is read after it. */
export function writtenAdvice({ advice, command }: ReasonWords): string {
  return command === undefined ? advice : `${advice} No terminal: “${command}”.`;
}

/** Copies that are not what was proven once. */
const DAMAGES = ['damaged', 'altered-at-target'] as const;
/** What a repeated run does not mend: other hands, or an audit, have to. */
const NOT_BY_A_RUN: ReadonlySet<string> = new Set([...DAMAGES, 'archive-moved']);

/**
 * How many copies are gone or changed, over all companies; a part of a sentence each.
 * @param points of the same count for several companies, one stands for each of them
 */
export function damageWords(points: readonly (VerdictReason & { readonly companies: readonly string[] })[]): string[] {
  return DAMAGES.flatMap((code) => {
    const n = points.reduce(
      (sum, point) => sum + (point.code === code ? (point.count ?? 0) * Math.max(1, point.companies.length) : 0),
      0,
    );
    return n === 0 ? [] : [reasonWords({ code, kind: null, count: n, subject: null }).what];
  });
}

/** What to do about the first point that another run would not mend; null where there is none. */
export function beyondARun(points: readonly VerdictReason[]): ReasonWords | null {
  const first = points.find(({ code }) => NOT_BY_A_RUN.has(code));
  return first === undefined ? null : reasonWords(first);
}

/** "sem documentos (setembro tinha 12)": for a company without any. Null where nothing is known of the month before. */
export function monthBeforeWords(monthBefore: number | null): string {
  if (monthBefore === null) return 'o mês anterior não foi perguntado';
  return monthBefore === 0 ? 'no mês anterior também nenhum' : `no mês anterior havia ${count(monthBefore)}`;
}

/** What the month's verdict says of its companies: "250 completas, 3 pendentes e 18 sem documentos". */
export function companiesWords({
  complete,
  gaps,
  open,
  noneAnnounced,
  noneUnexplained,
}: MonthVerdict['companies']): string {
  const parts = [
    complete > 0 ? counted(complete, 'completa', 'completas') : '',
    gaps > 0 ? counted(gaps, 'pendente', 'pendentes') : '',
    open > 0 ? `${count(open)} em aberto` : '',
    noneAnnounced > 0 ? `${count(noneAnnounced)} sem documentos` : '',
    noneUnexplained > 0 ? `${count(noneUnexplained)} sem documentos e sem explicação` : '',
  ];
  return listed(parts.filter((part) => part !== ''));
}

/** What a settled month rests on, so that nobody takes more from it than it says. */
export function witnessWords({ closing }: Pick<MonthVerdict, 'closing'>): string {
  return closing
    ? 'Contagens e relatórios do SIEG concordam com o que está guardado.'
    : 'As contagens do SIEG concordam com o que está guardado; os relatórios são perguntados no fechamento do mês.';
}
