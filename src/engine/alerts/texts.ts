import type { MaloteError } from '../../shared/errors';
import type { AlertChannelName, AlertKind, AlertLine, Severity } from '../../shared/ipc/alerts';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { RunSummary, SiegAway } from '../../shared/views';
import { CHANNEL_WORDS } from '../../shared/messages/pt-BR/alert-channels';
import { count, counted, duration, monthName } from '../../shared/messages/pt-BR/numbers';
import { SHARE_NAMES } from '../../shared/messages/pt-BR/shares';
import type { ShareChange } from '../shares';
import type { NewAlert } from './types';

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

const SHARE_KINDS: readonly AlertKind[] = ['share-down', 'share-still-down', 'share-back'];

export function isShareKind(kind: AlertKind): boolean {
  return SHARE_KINDS.includes(kind);
}

/** Titles of roots say what happened, and then to which: several become one by joining the names. */
function shareTitle(what: string, name: string): string {
  return `${what}: ${name}`;
}

function partsOf(title: string): { readonly what: string; readonly name: string } {
  const at = title.indexOf(': ');
  return { what: title.slice(0, at), name: title.slice(at + 2) };
}

/** "Fora do ar: Acervo (Y:) e Pasta de importação", or "Fora do ar: Acervo (Y:); Não aceita gravação: Pasta de importação" */
function oneTitle(titles: readonly string[]): string {
  const names = new Map<string, string[]>();
  for (const { what, name } of titles.map(partsOf)) names.set(what, [...(names.get(what) ?? []), name]);
  return [...names].map(([what, several]) => shareTitle(what, listed(several))).join('; ');
}

/** The server answers, but the folder cannot be worked in: nobody should go and look for a cable. */
const NOT_ACCEPTED: readonly string[] = ['SHARE_FULL', 'SHARE_READ_ONLY', 'SHARE_DENIED'];

function whatHappened({ root, cause }: ShareChange): { readonly title: string; readonly predicate: string } {
  if (cause === null || !NOT_ACCEPTED.includes(cause.code))
    return { title: 'Fora do ar', predicate: 'está fora do ar' };
  // of the workbook's folder nothing is asked but to be read
  const what = root === 'workbook' ? 'leitura' : 'gravação';
  return { title: `Não aceita ${what}`, predicate: `não aceita ${what}` };
}

/** Causes whose advice may be to choose another folder. */
const MAY_HAVE_MOVED: readonly string[] = ['SHARE_PATH_MISSING', 'SHARE_NAME_NOT_FOUND'];
const FROM_THE_NEXT_RUN = 'Se uma execução está em andamento, a pasta nova vale a partir da próxima.';

/** The text always names the folder: by it a later outage of another folder in the same place is told apart (`isOfLocation`). */
export function downAlert(change: ShareChange): NewAlert {
  const { root, location, cause } = change;
  const { title, predicate } = whatHappened(change);
  const away = `A pasta ${location} ${predicate}`;
  const why = cause === null ? away : cause.words.includes(location) ? cause.words : `${away}: ${cause.words}`;
  return {
    kind: 'share-down',
    severity: 'critical',
    root,
    title: shareTitle(title, rootName(root, location)),
    text: joined(
      sentence(why),
      sentence(cause?.action ?? ''),
      cause !== null && MAY_HAVE_MOVED.includes(cause.code) ? FROM_THE_NEXT_RUN : '',
    ),
    screen: 'shares',
  };
}

/** Whether an outage was told of this folder, and not of one that the settings named before. */
export function isOfLocation(outage: { readonly text: string }, location: string): boolean {
  return outage.text.includes(location);
}

/** What is known of the outage that a later alert is about. */
export interface ToldOutage {
  readonly root: ShareRoot;
  readonly at: string;
  readonly title: string;
  readonly text: string;
}

export function stillDownAlert({ root, at, title, text }: ToldOutage, now: number): NewAlert {
  const since = Date.parse(at);
  return {
    kind: 'share-still-down',
    severity: 'warning',
    root,
    title: `Ainda ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
    text: joined(`Há ${duration((now - since) / 1000)}, desde ${moment(since)}.`, text),
    screen: 'shares',
  };
}

/** The end of an outage that nobody will see: the folder is watched no more. @param replaced whether another one took its place. */
export function unwatchedAlert({ root, title }: ToldOutage, replaced: boolean): NewAlert {
  return {
    kind: 'share-back',
    severity: 'info',
    root,
    title: shareTitle('Não é mais acompanhada', partsOf(title).name),
    text: replaced
      ? 'Nas configurações, outra pasta ficou no lugar desta; o Malote não testa mais a antiga.'
      : 'Esta pasta saiu das configurações, e o Malote não a testa mais.',
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
    title: shareTitle('De volta', rootName(root, location)),
    text: joined(`Voltou em ${moment(at)}, depois de ${duration(downForMs / 1000)}.`, waits ? DRAINING : ''),
    screen: 'shares',
  };
}

/** The text of a recovery with the number in it; the same text when it has one already. */
export function withDelivered(text: string, root: ShareRoot, delivered: number): string {
  return text.replace(DRAINING, deliveredWords(root, delivered)).trimEnd();
}

function deliveredWords(root: ShareRoot, delivered: number): string {
  // for the archive pages may have waited too, which no number of files tells
  if (delivered === 0) return root === 'archive' ? '' : 'Nada esperava por ela.';
  return delivered === 1
    ? '1 arquivo que esperava foi entregue e conferido.'
    : `${count(delivered)} arquivos que esperavam foram entregues e conferidos.`;
}

/** @param takenOver whether it stopped because another process has taken its place. */
export function runAlert({ run, verdict, documents, outbox, error }: RunSummary, takenOver = false): NewAlert {
  const month = monthName(run.month);
  switch (run.status) {
    case 'complete':
      return {
        ...RUN_FINISHED,
        severity: 'info',
        title: verdict.state === 'complete' ? `Mês completo: ${month}` : `Nenhum documento: ${month}`,
        text:
          verdict.state === 'complete'
            ? `${counted(documents.archived, 'documento arquivado', 'documentos arquivados')}, ${counted(documents.delivered, 'entregue e conferido', 'entregues e conferidos')}. ${withoutDocuments(verdict)}`
            : 'O SIEG foi perguntado e não tem nenhum documento deste mês.',
      };
    case 'gaps':
      return {
        ...RUN_FINISHED,
        severity: 'warning',
        title: verdict.state === 'open' ? `Mês em aberto: ${month}` : `Mês terminado com pendências: ${month}`,
        text: joined(gapWords(documents, outbox.pending), 'Abra o Malote para ver cada pendência pelo nome.'),
      };
    case 'stopped':
      return {
        ...RUN_STOPPED,
        severity: 'warning',
        title: `Mês parado: ${month}`,
        text: takenOver
          ? 'Outro processo do Malote assumiu esta pasta de trabalho, talvez enquanto este computador dormia. O que chegou está guardado; veja se o mês continua lá antes de iniciá-lo de novo.'
          : 'Foi parado a pedido. O que chegou está guardado; inicie o mês de novo para continuar daí.',
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

function withoutDocuments({ companies: { noneUnexplained } }: RunSummary['verdict']): string {
  if (noneUnexplained === 0) return 'Nada falta.';
  return `${counted(noneUnexplained, 'empresa está', 'empresas estão')} sem nenhum documento, embora no mês anterior houvesse: confira o certificado no SIEG.`;
}

/** A run that could not begin, or broke without a summary. */
export function runFailedAlert(month: string, { code, message, action }: MaloteError): NewAlert {
  // what nobody foresaw has a text that may hold anything: it is in the log
  const unforeseen = code === 'INTERNAL';
  return {
    ...RUN_STOPPED,
    severity: 'critical',
    title: `Mês parado por um erro: ${monthName(month)}`,
    text: joined(
      unforeseen ? 'O programa encontrou um erro que não esperava.' : sentence(message),
      unforeseen ? 'Se repetir, envie o registro (log) ao suporte.' : sentence(action),
      'O que já tinha chegado está guardado; depois, inicie o mês de novo.',
    ),
  };
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

export function siegDownAlert({ since, nextAttemptAt, reason }: SiegAway): NewAlert {
  return {
    kind: 'sieg-down',
    severity: 'critical',
    root: null,
    title: 'O SIEG não responde',
    text: joined(
      `Desde ${moment(since)}.`,
      sentence(reason),
      `As consultas esperam, sem gastar o limite da chave, e continuam sozinhas quando ele voltar; próxima tentativa: ${moment(nextAttemptAt)}.`,
      'Verifique a internet do escritório; se ela está bem, é só aguardar.',
    ),
    screen: 'panel',
  };
}

export function siegBackAlert(downAt: string, now: number): NewAlert {
  return {
    kind: 'sieg-back',
    severity: 'info',
    root: null,
    title: 'O SIEG voltou a responder',
    text: `Voltou em ${moment(now)}, ${duration((now - Date.parse(downAt)) / 1000)} depois do aviso. As consultas continuam de onde estavam.`,
    screen: 'panel',
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
    title: `O aviso por ${CHANNEL_WORDS[channel].name} não saiu`,
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
  if (alerts.length === 1 || !isShareKind(first.kind)) return first;
  return {
    ...first,
    root: null,
    title: oneTitle(alerts.map(({ title }) => title)),
    text: alerts.map(({ title, text }) => `${partsOf(title).name}: ${text}`).join('\n'),
  };
}

export const SEVERITY_MARKS: Readonly<Record<Severity, string>> = { critical: '🚨', warning: '⚠️', info: '✅' };
