import type { FindingCategory } from '../../shared/ipc/audit';
import { AUDIT_WORDS } from '../../shared/messages/pt-BR/audit';
import { counted } from '../../shared/messages/pt-BR/numbers';
import type { HandedOver, LiveSums } from '../ledger';

/** "Órfãos": the name above the figure of a category. */
export function findingTitle(category: FindingCategory): string {
  const { many } = AUDIT_WORDS[category];
  return many.charAt(0).toUpperCase() + many.slice(1);
}

export function findingMeaning(category: FindingCategory): string {
  return AUDIT_WORDS[category].means;
}

export const HANDED_OVER_WORDS: Readonly<Record<HandedOver, string>> = {
  verified: 'entregue e conferido',
  before: 'entregue pelo sistema anterior',
  waiting: 'na fila de entrega',
  conflict: 'conflito no destino',
  no: 'sem entrega comprovada',
};

const SOURCES: Readonly<Record<string, string>> = {
  report: 'relatório do SIEG',
  'old-report': 'relatório do sistema anterior',
  'broken-file': 'arquivo danificado',
  summary: 'resumo de nota',
};

/** "report,old-report" → "relatório do SIEG, relatório do sistema anterior" */
export function sourceWords(sources: string): string {
  return sources
    .split(',')
    .map((source) => SOURCES[source] ?? source)
    .join(', ');
}

const EFFECTS: Readonly<Record<string, string>> = {
  cancels: 'cancela',
  corrects: 'corrige',
  manifests: 'manifesta',
  closes: 'encerra',
  informs: 'informa',
  unknown: 'desconhecido',
};

export function effectWords(effect: string, effective: boolean): string {
  const word = EFFECTS[effect] ?? effect;
  return effective ? word : `${word} (sem efeito)`;
}

/** "22/11/2026 05:10:03", by the clock of this computer; a text that is no instant stays as it is. */
export function momentWords(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${String(date.getFullYear()).padStart(4, '0')}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** "entradas R$ 1,00, saídas R$ 2,00": what came in and went out apart; the rest only where there is any. */
export function sumsWords({ inboundCents, outboundCents, otherCents, unvalued }: LiveSums): string {
  const parts = [`entradas R$ ${moneyWords(inboundCents)}`, `saídas R$ ${moneyWords(outboundCents)}`];
  if (otherCents !== 0) parts.push(`de terceiros R$ ${moneyWords(otherCents)}`);
  if (unvalued > 0) parts.push(`e ${counted(unvalued, 'documento', 'documentos')} sem valor declarado`);
  return parts.join(', ');
}

/** 123456 → "1.234,56" */
export function moneyWords(cents: number): string {
  return new Intl.NumberFormat('pt-BR', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(cents / 100);
}
