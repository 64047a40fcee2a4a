import { NOT_AT_SIEG } from './sieg';

const days = (from: string, to: string): string => `(${from} a ${to})`;

const joined = (...parts: readonly string[]): string => parts.filter(Boolean).join(' ');

/** Of the capture: what was asked of SIEG, in the operator's words, and what came of it. Days as YYYY-MM-DD. */
export const captureMessages = {
  /** @param of the company's folder or the part of the account; null for the whole account */
  report: (kind: string, of: string): string => `Relatório de ${kind} de ${of}`,
  cancellations: (kind: string, from: string, to: string): string => `Cancelamentos de ${kind} ${days(from, to)}`,
  count: (kind: string | null, of: string | null, from: string, to: string): string =>
    joined(kind === null ? 'Contagem' : `Contagem de ${kind}`, of === null ? '' : `de ${of}`, days(from, to)),
  pages: (kind: string, of: string | null, from: string, to: string): string =>
    joined(`Páginas de ${kind}`, of === null ? '' : `de ${of}`, days(from, to)),
  /** Stored with the document that was asked for. */
  notAtSieg: NOT_AT_SIEG,
  noKey: 'Este documento não tem chave de acesso: só as páginas do dia dele podem trazê-lo, e não o trouxeram.',
  otherCame: 'O SIEG respondeu, mas não com um XML legível deste documento.',
  /** @param failure a sentence */
  failedOn: (kind: string, from: string, to: string, failure: string): string =>
    `${kind} de ${from === to ? from : `${from} a ${to}`}: ${failure}`,
  uploadsFailed: (failure: string): string =>
    `A consulta por data de entrada não deu certo; o que falta é procurado por dia. ${failure}`,
} as const;
