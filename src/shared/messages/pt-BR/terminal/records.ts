import type { AlertSend } from '../../../ipc/alerts';
import { decimalSize } from '../amounts';
import { dayAndMinute } from '../moments';
import { counted, monthName } from '../numbers';

const sendStates: Readonly<Record<AlertSend['state'], string>> = {
  waiting: 'a caminho',
  sent: 'enviado',
  failed: 'não saiu',
  held: 'retido',
};

/** The alerts of a workspace, and whether they left. */
export const alertsMessages = {
  none: 'Nenhum aviso até agora.',
  sendStates,
  /** @param mutedUntil null: not muted */
  unread: (unread: number, mutedUntil: string | null): string => {
    const muted = mutedUntil === null ? '' : `; mudos até ${dayAndMinute(mutedUntil)}`;
    return `${unread === 0 ? 'Nenhum por ler' : counted(unread, 'por ler', 'por ler')}${muted}.`;
  },
} as const;

/** What the journal and the reports are answered with. */
export const recordsMessages = {
  nothingFound: 'Nada no diário corresponde ao que foi pedido.',
  olderEntries: 'Há entradas mais antigas: aumente --limit ou use --export.',
  file: (place: string): string => `Gravado: ${place}`,
  fileOfSize: (place: string, bytes: number): string => `Gravado: ${place} (${decimalSize(bytes)}).`,
  noSummaries: (month: string): string =>
    `Nenhuma empresa tem documentos em ${monthName(month)}: nenhum resumo foi gravado.`,
  summaries: (month: string, files: number): string =>
    `${counted(files, 'resumo gravado', 'resumos gravados')} nas pastas de ${monthName(month)} do acervo.`,
} as const;
