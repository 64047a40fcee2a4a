import type { SiegAway } from '../../views';

/** "02:14", by the clock of this computer; with its day where that is not today's. */
export function clockTime(iso: string, now = new Date()): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString('pt-BR', { hour: '2-digit', minute: '2-digit' });
  if (at.toDateString() === now.toDateString()) return time;
  return `${time} de ${at.toLocaleDateString('pt-BR', { day: '2-digit', month: '2-digit' })}`;
}

/** What is said when SIEG goes silent, after each look in vain, and when it is back (null). */
export function siegAwaySentence(away: SiegAway | null): string {
  if (away === null) return 'O SIEG voltou a responder; as consultas continuam.';
  const { since, nextAttemptAt } = away;
  return `O SIEG não responde desde ${clockTime(since)}; próxima tentativa às ${clockTime(nextAttemptAt)}.`;
}

/** SIEG's own answer to the question after one document. */
export const NOT_AT_SIEG = 'O SIEG respondeu que não tem este documento.';

const LOST_DIGITS = 'e perdeu os últimos dígitos';

/** Of the talk with SIEG: parts of the sentences of SIEG_ codes, and what a test of the connection says. */
export const siegMessages = {
  /** Of a certificate that does not say who signed it. */
  noIssuer: 'emissor desconhecido',
  /** Why the address in the settings is none. */
  address: {
    empty: 'está vazio',
    broken: 'falta https:// ou há um erro de escrita',
    otherProtocol: 'ele precisa começar com https://',
  },
  /** Of a credential, with its article. */
  credentials: {
    apiKey: 'a chave da API (API key)',
    clientId: 'o Client Id',
    clientSecret: 'a Secret Key',
  },
  /** What a version of the API does not offer. */
  unsupported: {
    reports: 'o relatório em planilha',
    reportOf: (kind: string): string => `o relatório de ${kind}`,
  },
  /** Why a query would be refused; days as YYYY-MM-DD. */
  query: {
    window: (from: string, to: string): string => `período de ${from} a ${to}`,
    longWindow: (days: number, most: number): string => `período de ${String(days)} dias, e o máximo é ${String(most)}`,
    skip: (skip: number): string => `posição inicial ${String(skip)}`,
    take: (take: number, most: number): string => `página de ${String(take)} arquivos, e o máximo é ${String(most)}`,
  },
  /** Why an answer cannot be read, or what it was. */
  answer: {
    noAnswer: 'o conteúdo não tem a forma de uma resposta',
    tooDeep: 'há listas demais umas dentro das outras',
    brokenText: 'o texto da resposta veio cortado ou quebrado',
    status: (status: number): string => `resposta ${String(status)}`,
    unexplained: (status: number): string => `resposta ${String(status)} sem explicação`,
    nullForFiles: 'veio null onde se esperava uma lista de arquivos',
    noFiles: 'a resposta não é uma lista de arquivos',
    noDocument: 'o texto da resposta não é um documento',
    brokenArchive: 'o arquivo compactado veio quebrado',
    noCounts: 'a resposta não traz contagens',
    countIsNoNumber: (kind: string): string => `a contagem de ${kind} não é um número`,
    countWithoutNumber: (kind: string): string => `a contagem de ${kind} veio sem número`,
    noToken: 'a resposta não traz um token',
    interrupted: 'conexão interrompida',
  },
  /** Why a report, or a row of it, cannot be used. */
  report: {
    unreadable: 'a planilha não pôde ser lida',
    broken: 'a planilha veio quebrada',
    tooLarge: 'a planilha é grande demais',
    noSpreadsheet: 'a resposta não é uma planilha',
    noKeys: 'a planilha não tem uma coluna de chaves',
    keyFault: (text: string): string => `a chave tem o erro ${text}`,
    keyUnreadable: 'a chave não pode ser lida',
    keyAsNumber: `a chave está gravada como número ${LOST_DIGITS}`,
    keyEmpty: 'a chave está vazia',
    keyScientific: `a chave está em notação científica ${LOST_DIGITS}`,
    keyNoKey: (characters: number): string =>
      `a chave não tem a forma de uma chave de acesso (${String(characters)} caracteres)`,
    keyDigit: 'o dígito verificador da chave não confere',
  },
  /** What a test of the connection says. */
  test: {
    /** @param found "12 NFe", by kind */
    answered: (api: string, found: readonly string[]): string => {
      const what = found.length === 0 ? 'nenhum documento emitido' : `${found.join(', ')} emitidos`;
      return `O SIEG respondeu pela API ${api}: ${what} de ontem para hoje.`;
    },
    oldApiEnds: 'A API antiga foi anunciada para ser desligada em 31/07/2026.',
    keyOfNewApi: 'Há escritórios cuja chave só vale na API v1.',
  },
} as const;
