import type { MaloteError } from '../../shared/errors';
import type { AlertChannelName, AlertKind, AlertLine, Severity } from '../../shared/ipc/alerts';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { RunSummary, SiegAway } from '../../shared/views';
import { CHANNEL_WORDS } from '../../shared/messages/pt-BR/alert-channels';
import {
  alertMessages,
  backupAlertMessages as backupWords,
  folderAlertMessages as folderWords,
  runAlertMessages as runWords,
  siegAlertMessages as siegWords,
} from '../../shared/messages/pt-BR/alerts';
import { dayTime } from '../../shared/messages/pt-BR/moments';
import { listed, monthName } from '../../shared/messages/pt-BR/numbers';
import { scheduleAlertMessages as scheduleWords } from '../../shared/messages/pt-BR/schedule';
import { SHARE_NAMES } from '../../shared/messages/pt-BR/shares';
import type { ShareChange } from '../shares';
import { isSettled } from '../../shared/ipc/verdict';
import { SCHEDULED_WORKS } from '../../shared/schedule';
import type { AlertEvent, NewAlert } from './types';

/** How the window calls a root, with the drive's letter when it has one: "Acervo (Y:)". */
export function rootName(root: ShareRoot, location = ''): string {
  const drive = /^([A-Za-z]):/.exec(location)?.[1];
  return drive === undefined ? SHARE_NAMES[root] : `${SHARE_NAMES[root]} (${drive.toUpperCase()}:)`;
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
  const { away, refusesReading, refusesWriting } = folderWords.fates;
  if (cause === null || !NOT_ACCEPTED.includes(cause.code)) return away;
  // of the workbook's folder nothing is asked but to be read
  return root === 'workbook' ? refusesReading : refusesWriting;
}

/** Causes whose advice may be to choose another folder. */
const MAY_HAVE_MOVED: readonly string[] = ['SHARE_PATH_MISSING', 'SHARE_NAME_NOT_FOUND'];

/** The text always names the folder: by it a later outage of another folder in the same place is told apart (`isOfLocation`). */
export function downAlert(change: ShareChange): NewAlert {
  const { root, location, cause } = change;
  const fate = whatHappened(change);
  const away = folderWords.away(location, fate);
  const why = cause === null ? away : cause.words.includes(location) ? cause.words : `${away}: ${cause.words}`;
  return {
    kind: 'share-down',
    severity: 'critical',
    root,
    title: shareTitle(fate.title, rootName(root, location)),
    text: joined(
      sentence(why),
      sentence(cause?.action ?? ''),
      cause !== null && MAY_HAVE_MOVED.includes(cause.code) ? folderWords.fromTheNextRun : '',
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
  return {
    kind: 'share-still-down',
    severity: 'warning',
    root,
    title: folderWords.stillDownTitle(title),
    text: joined(folderWords.stillDown((now - Date.parse(at)) / 1000, at), text),
    screen: 'shares',
  };
}

/** The end of an outage that nobody will see: the folder is watched no more. @param replaced whether another one took its place. */
export function unwatchedAlert({ root, title }: ToldOutage, replaced: boolean): NewAlert {
  return {
    kind: 'share-back',
    severity: 'info',
    root,
    title: shareTitle(folderWords.unwatchedTitle, partsOf(title).name),
    text: replaced ? folderWords.replaced : folderWords.removed,
    screen: 'shares',
  };
}

/** Stands where the number of delivered files will stand, and is true as long as nobody knows it. */
const DRAINING = folderWords.draining;

/** @param waits whether a number of delivered files may still be told. */
export function backAlert(change: ShareChange, downForMs: number, waits: boolean): NewAlert {
  const { root, location, at } = change;
  return {
    kind: 'share-back',
    severity: 'info',
    root,
    title: shareTitle(folderWords.backTitle, rootName(root, location)),
    text: joined(folderWords.back(at, downForMs / 1000), waits ? DRAINING : ''),
    screen: 'shares',
  };
}

/** The text of a recovery with the number in it; the same text when it has one already. */
export function withDelivered(text: string, root: ShareRoot, delivered: number): string {
  return text.replace(DRAINING, deliveredWords(root, delivered)).trimEnd();
}

function deliveredWords(root: ShareRoot, delivered: number): string {
  // for the archive pages may have waited too, which no number of files tells
  if (delivered === 0) return root === 'archive' ? '' : folderWords.nothingWaited;
  return folderWords.delivered(delivered);
}

/** @param takenOver whether it stopped because another process has taken its place. */
export function runAlert({ run, verdict, documents, outbox, error }: RunSummary, takenOver = false): NewAlert {
  const { month } = run;
  switch (run.status) {
    case 'complete':
      return verdict.state === 'complete'
        ? {
            ...RUN_FINISHED,
            severity: 'info',
            title: runWords.completeTitle(month),
            text: joined(runWords.complete(documents.archived, documents.delivered), withoutDocuments(verdict)),
          }
        : {
            ...RUN_FINISHED,
            severity: 'info',
            title: runWords.noDocumentsTitle(month),
            text: runWords.noDocuments,
          };
    case 'gaps':
      return {
        ...RUN_FINISHED,
        severity: 'warning',
        title: verdict.state === 'open' ? runWords.openTitle(month) : runWords.gapsTitle(month),
        text: joined(runWords.gaps({ ...documents, pending: outbox.pending }), runWords.seeEachGap),
      };
    case 'stopped':
      return {
        ...RUN_STOPPED,
        severity: 'warning',
        title: runWords.stoppedTitle(month),
        text: takenOver ? runWords.takenOver : runWords.stopped,
      };
    case 'failed':
      return {
        ...RUN_STOPPED,
        severity: 'critical',
        title: runWords.brokenTitle(month),
        text: joined(sentence(error?.message ?? ''), sentence(error?.action ?? ''), runWords.beginAgain),
      };
  }
}

function withoutDocuments({ companies: { noneUnexplained } }: RunSummary['verdict']): string {
  return noneUnexplained === 0 ? runWords.nothingMissing : runWords.withoutDocuments(noneUnexplained);
}

/** A run that could not begin, or broke without a summary. */
export function runFailedAlert(month: string, { code, message, action }: MaloteError): NewAlert {
  // what nobody foresaw has a text that may hold anything: it is in the log
  const unforeseen = code === 'INTERNAL';
  return {
    ...RUN_STOPPED,
    severity: 'critical',
    title: runWords.failedTitle(month),
    text: joined(
      unforeseen ? runWords.unforeseen : sentence(message),
      unforeseen ? runWords.unforeseenAction : sentence(action),
      runWords.beginAnew,
    ),
  };
}

const RUN_FINISHED = { kind: 'run-finished', root: null, screen: 'panel' } as const;
const RUN_STOPPED = { kind: 'run-stopped', root: null, screen: 'panel' } as const;

/** Below this share of what SIEG announced, or above so many failed deliveries, a run is not as runs are. */
const POOR_RATE = 0.85;
const MANY_FAILURES = 20;

/** Of a run that brought little, or left many deliveries that have failed; null: it is as runs are, or was not let to its end. */
export function poorRunAlert({ run, documents, gaps }: RunSummary): NewAlert | null {
  if (run.status !== 'gaps') return null;
  const rate = documents.expected === 0 ? 1 : documents.archived / documents.expected;
  const failed = gaps.undelivered.filter(({ state }) => state === 'failed').length;
  const why = [
    ...(rate < POOR_RATE ? [runWords.poorRate(Math.floor(rate * 100), documents.archived, documents.expected)] : []),
    ...(failed > MANY_FAILURES ? [runWords.manyFailed(failed)] : []),
  ];
  if (why.length === 0) return null;
  return {
    kind: 'run-poor',
    severity: 'warning',
    root: null,
    title: runWords.poorTitle(run.month),
    text: joined(...why, runWords.poorAction),
    screen: 'panel',
  };
}

export function credentialsAlert(words: string): NewAlert {
  return {
    kind: 'credentials-refused',
    severity: 'critical',
    root: null,
    title: siegWords.refusedTitle,
    text: joined(sentence(words), siegWords.refused),
    screen: 'settings',
  };
}

export function siegDownAlert({ since, nextAttemptAt, reason }: SiegAway): NewAlert {
  return {
    kind: 'sieg-down',
    severity: 'critical',
    root: null,
    title: siegWords.downTitle,
    text: joined(siegWords.since(since), sentence(reason), siegWords.nextAttempt(nextAttemptAt), siegWords.downAction),
    screen: 'panel',
  };
}

export function siegBackAlert(downAt: string, now: number): NewAlert {
  return {
    kind: 'sieg-back',
    severity: 'info',
    root: null,
    title: siegWords.backTitle,
    text: siegWords.back(now, (now - Date.parse(downAt)) / 1000),
    screen: 'panel',
  };
}

type OfType<Type extends AlertEvent['type']> = Extract<AlertEvent, { readonly type: Type }>;

export function missedAlert({ work, dueAt, earlier }: OfType<'schedule-missed'>): NewAlert {
  return {
    kind: 'schedule-missed',
    severity: 'warning',
    root: null,
    title: scheduleWords.missedTitle(SCHEDULED_WORKS[work].title),
    text: scheduleWords.missed(dayTime(dueAt), earlier),
    screen: 'panel',
  };
}

export function scheduleFailedAlert({ work, attempts, error }: OfType<'schedule-failed'>): NewAlert {
  const why = error === null ? scheduleWords.gaveUp : joined(sentence(error.message), sentence(error.action));
  return {
    kind: 'schedule-failed',
    severity: 'critical',
    root: null,
    title: scheduleWords.failedTitle(SCHEDULED_WORKS[work].title),
    text: joined(scheduleWords.failed(attempts), why),
    screen: 'panel',
  };
}

export function silenceAlert({ last }: OfType<'no-documents'>): NewAlert {
  return {
    kind: 'no-documents',
    severity: 'warning',
    root: null,
    title: scheduleWords.silenceTitle,
    text: scheduleWords.silence(last === null ? null : dayTime(last)),
    screen: 'panel',
  };
}

export function closingAlert({ month, state }: OfType<'closing'>): NewAlert {
  const isDone = state !== null && isSettled(state);
  return {
    kind: 'closing-reminder',
    severity: isDone ? 'info' : 'warning',
    root: null,
    title: scheduleWords.closingTitle(monthName(month)),
    text: state === null ? scheduleWords.closingNever : isDone ? scheduleWords.closingDone : scheduleWords.closingOpen,
    screen: 'panel',
  };
}

export function spoolFullAlert(pages: number): NewAlert {
  return {
    kind: 'spool-full',
    severity: 'critical',
    root: 'archive',
    title: folderWords.spoolFullTitle,
    text: folderWords.spoolFull(pages),
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
    title: alertMessages.notSentTitle(CHANNEL_WORDS[channel].name),
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
    title: alertMessages.testTitle,
    text: alertMessages.test,
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

/** A copy that was not made is made the next time; one that cannot be put back is none, and nobody would know. */
export function backupAlert(what: 'copy' | 'proof', { message, action }: MaloteError): NewAlert {
  return {
    kind: what === 'copy' ? 'backup-failed' : 'backup-unproven',
    severity: what === 'copy' ? 'warning' : 'critical',
    root: null,
    title: what === 'copy' ? backupWords.failedTitle : backupWords.unprovenTitle,
    text: joined(sentence(message), sentence(action)),
    screen: 'settings',
  };
}
