import type { MaloteError } from '../../shared/errors';
import type { AlertChannelName, AlertKind, AlertLine, Severity } from '../../shared/ipc/alerts';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { RunSummary } from '../../shared/views';
import { count, counted, duration, monthName } from '../../shared/words/numbers';
import { SHARE_NAMES } from '../../shared/words/shares';
import type { ShareChange } from '../shares';
import type { NewAlert } from './types';

export const CHANNEL_NAMES: Readonly<Record<AlertChannelName, string>> = {
  desktop: 'notificação na tela',
  email: 'e-mail',
  webhook: 'webhook',
};

/** How the window calls a root, with the drive's letter when it has one: "Acervo (Y:)". */
export function rootName(root: ShareRoot, location = ''): string {
  const drive = /^([A-Za-z]):/.exec(location)?.[1];
  return drive === undefined ? SHARE_NAMES[root] : `${SHARE_NAMES[root]} (${drive.toUpperCase()}:)`;
}

/** "02/04/2026 às 09:23", by the clock of this computer. */
export function moment(at: string | number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${String(date.getFullYear())}`;
  return `${day} às ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "a", "a e b", "a, b e c" */
function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} e ${last}`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  return trimmed === '' || /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** Titles of roots begin so, and end in the names of the roots: several become one by joining the names. */
const TITLES = {
  'share-down': 'Fora de alcance',
  'share-still-down': 'Ainda fora de alcance',
  'share-back': 'De volta',
} as const;

export type ShareKind = keyof typeof TITLES;

export function isShareKind(kind: AlertKind): kind is ShareKind {
  return Object.hasOwn(TITLES, kind);
}

function shareTitle(kind: ShareKind, names: readonly string[]): string {
  return `${TITLES[kind]}: ${listed(names)}`;
}

export function downAlert({ root, location, cause }: ShareChange): NewAlert {
  const away = `A pasta ${location} está fora de alcance`;
  const why = cause === null ? away : cause.words.includes(location) ? cause.words : `${away}: ${cause.words}`;
  return {
    kind: 'share-down',
    severity: 'critical',
    root,
    title: shareTitle('share-down', [rootName(root, location)]),
    text: joined(sentence(why), sentence(cause?.action ?? '')),
    screen: 'shares',
  };
}

/** @param since when the outage began; @param told the text with which it was told. */
export function stillDownAlert(root: ShareRoot, since: number, told: string, now: number): NewAlert {
  return {
    kind: 'share-still-down',
    severity: 'warning',
    root,
    title: shareTitle('share-still-down', [rootName(root)]),
    text: joined(`Há ${duration((now - since) / 1000)}, desde ${moment(since)}.`, told),
    screen: 'shares',
  };
}

/** Stands where the number of delivered files will stand, and is true as long as nobody knows it. */
const DRAINING = 'O que esperava por ela segue agora, sem que ninguém precise fazer nada.';

/** @param waits whether a number of delivered files may still be told. */
export function backAlert(change: ShareChange, downForMs: number, waits: boolean): NewAlert {
  const { root, location, at } = change;
  return {
    kind: 'share-back',
    severity: 'info',
    root,
    title: shareTitle('share-back', [rootName(root, location)]),
    text: joined(`Voltou em ${moment(at)}, depois de ${duration(downForMs / 1000)}.`, waits ? DRAINING : ''),
    screen: 'shares',
  };
}

/** The text of a recovery with the number in it; the same text when it has one already. */
export function withDelivered(text: string, delivered: number): string {
  return text.replace(DRAINING, deliveredWords(delivered));
}

function deliveredWords(delivered: number): string {
  if (delivered === 0) return 'Nada tinha ficado à espera.';
  return delivered === 1
    ? 'Enquanto isso, 1 arquivo ficou à espera; ele já foi entregue.'
    : `Enquanto isso, ${count(delivered)} arquivos ficaram à espera; todos já foram entregues.`;
}

export function runAlert({ run, documents, outbox, error }: RunSummary): NewAlert {
  const month = monthName(run.month);
  switch (run.status) {
    case 'complete':
      return {
        ...RUN_FINISHED,
        severity: 'info',
        title: `Mês completo: ${month}`,
        text: `${counted(documents.archived, 'documento arquivado', 'documentos arquivados')}, ${counted(documents.delivered, 'entregue e conferido', 'entregues e conferidos')}. Nada falta.`,
      };
    case 'gaps':
      return {
        ...RUN_FINISHED,
        severity: 'warning',
        title: `Mês terminado com pendências: ${month}`,
        text: joined(gapWords(documents, outbox.pending), 'Abra o Malote para ver cada pendência pelo nome.'),
      };
    case 'stopped':
      return {
        ...RUN_STOPPED,
        severity: 'warning',
        title: `Mês parado: ${month}`,
        text: 'Foi parado a pedido. O que chegou está guardado; inicie o mês de novo para continuar daí.',
      };
    case 'failed':
      return {
        ...RUN_STOPPED,
        severity: 'critical',
        title: `Mês interrompido por um erro: ${month}`,
        text: joined(
          sentence(error?.message ?? ''),
          sentence(error?.action ?? ''),
          'O que chegou está guardado; depois, inicie o mês de novo para continuar daí.',
        ),
      };
  }
}

const RUN_FINISHED = { kind: 'run-finished', root: null, screen: 'panel' } as const;
const RUN_STOPPED = { kind: 'run-stopped', root: null, screen: 'panel' } as const;

function gapWords({ missing, conflicts }: RunSummary['documents'], pending: number): string {
  const parts = [
    missing > 0 ? counted(missing, 'documento faltante', 'documentos faltantes') : '',
    pending > 0 ? counted(pending, 'cópia à espera de entrega', 'cópias à espera de entrega') : '',
    conflicts > 0 ? counted(conflicts, 'conflito no destino', 'conflitos no destino') : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Ficaram perguntas sem resposta do SIEG.' : `Ficaram ${listed(parts)}.`;
}

export function credentialsAlert(words: string): NewAlert {
  return {
    kind: 'credentials-refused',
    severity: 'critical',
    root: null,
    title: 'O SIEG recusou a chave',
    text: joined(
      sentence(words),
      'Nada é baixado até que ela seja aceita: confira a chave no portal do SIEG e informe-a de novo em Configurações.',
    ),
    screen: 'settings',
  };
}

export function spoolFullAlert(pages: number): NewAlert {
  return {
    kind: 'spool-full',
    severity: 'critical',
    root: 'archive',
    title: 'Downloads parados: o espaço de espera encheu',
    text:
      `${counted(pages, 'página já baixada espera', 'páginas já baixadas esperam')} neste computador pela volta do acervo, e não cabe mais nada. ` +
      'Nada se perdeu: faça a pasta voltar, ou aumente o espaço de espera em Configurações.',
    screen: 'shares',
  };
}

export function channelFailedAlert(
  channel: AlertChannelName,
  error: Pick<MaloteError, 'message' | 'action'>,
): NewAlert {
  return {
    kind: 'channel-failed',
    severity: 'warning',
    root: null,
    title: `O aviso por ${CHANNEL_NAMES[channel]} não saiu`,
    text: joined(sentence(error.message), sentence(error.action)),
    screen: 'settings',
  };
}

/** What a person sends to see whether alerts arrive. It is in no list. */
export function testAlert(at: string): AlertLine {
  return {
    id: 0,
    at,
    kind: 'run-finished',
    severity: 'info',
    root: null,
    title: 'Teste de aviso',
    text: 'Se você lê isto, os avisos do Malote chegam até aqui. Nada aconteceu: não é preciso fazer nada.',
    screen: 'alerts',
    read: true,
    sends: [],
  };
}

/** Several alerts of one kind, each of another root, as one message that names them all. */
export function asOneMessage(alerts: readonly [AlertLine, ...AlertLine[]]): AlertLine {
  const [first] = alerts;
  const { kind } = first;
  if (alerts.length === 1 || !isShareKind(kind)) return first;
  const names = alerts.map(({ title }) => title.slice(`${TITLES[kind]}: `.length));
  return {
    ...first,
    root: null,
    title: shareTitle(kind, names),
    text: alerts.map(({ text }, index) => `${names[index] ?? ''}: ${text}`).join('\n'),
  };
}

export const SEVERITY_MARKS: Readonly<Record<Severity, string>> = { critical: '🚨', warning: '⚠️', info: '✅' };
