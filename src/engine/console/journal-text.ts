import { ALERT_CHANNEL_NAMES, type AlertChannelName } from '../../shared/alert-channels';
import { TO_BE_ASKED } from '../../shared/audit-categories';
import type { JournalAction, JournalActionRead } from '../../shared/ipc/journal-actions';
import type { JournalLine } from '../../shared/ipc/state';
import { CHANNEL_WORDS } from '../../shared/messages/pt-BR/alert-channels';
import { askedMessages, journalLineMessages, journalMessages as words } from '../../shared/messages/pt-BR/journal';
import { causeClause, SHARE_NAMES, SHARE_STATES } from '../../shared/messages/pt-BR/shares';
import type { JournalEntry } from '../ledger';
import {
  lengthOf,
  named,
  numberOf,
  partOf,
  textOf,
  textOrNull,
  type Detail,
  type Sentence,
  sumOf,
} from './journal-detail';
import { recoverySentences } from './recovery-journal';
import { scheduleSentences } from './schedule-journal';

/** The part of SIEG's account that a line is about, written as `NFe account 2026-10-01..2026-10-07`, `NFe taker:<tax id> …` or `NFe 2026-10`. */
function askedOf(subject: string): string {
  const [, kind = '', scope = '', from = '', to = ''] = /^(\w+) (\S+) (\S+)\.\.(\S+)$/.exec(subject) ?? [];
  if (kind !== '') {
    const [role = '', taxId] = scope.split(':');
    return askedMessages.days(kind, taxId === undefined ? null : { role, taxId }, from, to);
  }
  const [, counting = '', month = ''] = /^(\w+) (\d{4}-\d{2})$/.exec(subject) ?? [];
  return counting === '' ? subject : askedMessages.month(counting, month);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function channelName(channel: unknown): string {
  const name = textOf(channel);
  // of a channel that is no more the journal may still tell
  return ALERT_CHANNEL_NAMES.some((each) => each === name) ? CHANNEL_WORDS[name as AlertChannelName].listed : name;
}

function shareChanged({ to, words: cause }: Detail, root: string): string {
  const names: Readonly<Record<string, string>> = SHARE_NAMES;
  const states: Readonly<Record<string, string>> = SHARE_STATES;
  const state = states[textOf(to)]?.toLowerCase() ?? textOf(to);
  const because = typeof cause === 'string' ? causeClause({ words: cause }) : null;
  return words['share.changed'](names[root] ?? root, state, because);
}

function auditStarted({ scope, full, resumed }: Detail): string {
  const { months, companies } = partOf(scope);
  return words['audit.started'](
    resumed === true,
    Array.isArray(months) ? months.map(textOf) : null,
    Array.isArray(companies) ? companies.length : null,
    full === true,
  );
}

function auditEnded({ outcome, figures, counts }: Detail): string {
  const wrong = Object.entries(partOf(counts)).filter(([category]) => !TO_BE_ASKED.some((one) => one === category));
  const findings = wrong.reduce<number>((sum, [, n]) => sum + numberOf(n), 0);
  return words['audit.ended'](textOf(outcome), numberOf(partOf(figures)['files']), findings);
}

/** An action whose subject is a part of SIEG's account. @param of what else is said of it, by a number of the detail */
const aboutAsked =
  (say: (asked: string, n: number) => string, of = ''): Sentence =>
  (detail, subject) =>
    say(askedOf(subject), numberOf(detail[of]));

/** Reads what each action of the journal keeps, for its sentence. */
const SENTENCES: Readonly<Record<JournalAction, Sentence>> = {
  'run.started': ({ resumes, month, companies }) =>
    words['run.started'](typeof resumes === 'number', textOf(month), numberOf(companies)),
  'run.ended': ({ status, documents }) => {
    const { archived, delivered, missing } = partOf(documents);
    const figures = { archived: numberOf(archived), delivered: numberOf(delivered), missing: numberOf(missing) };
    return words['run.ended'](textOf(status), figures);
  },
  'run.healed': () => words['run.healed'],
  'companies.imported': ({ total, added, changed, retired, badRows, leftOut }) =>
    words['companies.imported']({
      total: numberOf(total),
      added: numberOf(added),
      changed: numberOf(changed),
      retired: numberOf(retired),
      badRows: lengthOf(badRows),
      leftOut: lengthOf(leftOut),
    }),
  'capture.company-aside': ({ failures, code }, subject) =>
    words['capture.company-aside'](subject, numberOf(failures), textOf(code)),
  'capture.company-resumed': named(words['capture.company-resumed']),
  'capture.sieg-away': ({ since, nextAttemptAt, code }) =>
    words['capture.sieg-away'](textOf(since), textOf(code), textOf(nextAttemptAt)),
  'capture.sieg-back': ({ since }) => words['capture.sieg-back'](textOf(since)),
  'capture.planned': ({ strategy }) => words['capture.planned'](strategy === 'companies'),
  'intake.accepted': ({ documents, events }) => words['intake.accepted'](lengthOf(documents), lengthOf(events)),
  'document.upgraded': named(words['document.upgraded']),
  'document.contradicted': named(words['document.contradicted']),
  'event.upgraded': named(words['event.upgraded']),
  'document.refiled': named(words['document.refiled']),
  'event.refiled': named(words['event.refiled']),
  'document.set-aside': ({ keptAs }, subject) => words['document.set-aside'](subject, textOrNull(keptAs)),
  'archive.conflict': ({ found, because }, subject) =>
    typeof because === 'string'
      ? journalLineMessages.noRoom(subject, because)
      : words['archive.conflict'](subject, found !== null),
  'archive.moved': ({ from, to, files }) => words['archive.moved'](textOf(from), textOf(to), numberOf(files)),
  'destination.moved': ({ from, to }, subject) =>
    words['destination.moved'](subject === 'cancelled', textOf(from), textOf(to)),
  'delivery.redirected': ({ deliveries }) => words['delivery.redirected'](numberOf(deliveries)),
  'delivery.verified': ({ deliveries }) => words['delivery.verified'](lengthOf(deliveries)),
  'delivery.conflict': ({ found }, subject) => words['delivery.conflict'](subject, found !== null),
  'delivery.held-back': ({ deliveries }) => words['delivery.held-back'](lengthOf(deliveries)),
  'delivery.rechecked': ({ done, absent, altered }) =>
    words['delivery.rechecked']({ done: numberOf(done), absent: numberOf(absent), altered: numberOf(altered) }),
  'delivery.renewed': named(words['delivery.renewed']),
  'delivery.altered': named(words['delivery.altered']),
  'spool.damaged': named(words['spool.damaged']),
  'alert.raised': (_detail, subject) => words['alert.raised'](sentence(subject)),
  'alert.sent': ({ channel }, subject) => words['alert.sent'](channelName(channel), sentence(subject)),
  'alert.failed': ({ channel }, subject) => words['alert.failed'](channelName(channel), sentence(subject)),
  'alerts.muted': (_detail, subject) => words['alerts.muted'](subject === 'off' ? null : subject),
  'delivery.superseded': named(words['delivery.superseded']),
  'delivery.failed': ({ attempts }, subject) => words['delivery.failed'](subject, numberOf(attempts)),
  'page.unexpectedly-empty': aboutAsked(words['page.unexpectedly-empty']),
  'page.repeated': aboutAsked(words['page.repeated'], 'skip'),
  'window.contradiction': aboutAsked(words['window.contradiction'], 'missing'),
  'window.no-progress': aboutAsked(words['window.no-progress'], 'missing'),
  'count.contradicted': aboutAsked(words['count.contradicted'], 'held'),
  'window.failed': aboutAsked(words['window.failed']),
  'report.failed': named(words['report.failed']),
  'report.bad-rows': named(words['report.bad-rows']),
  'archive.damaged': ({ absent, altered, unreadable }, month) =>
    words['archive.damaged'](month, {
      absent: numberOf(absent),
      altered: numberOf(altered),
      unreadable: numberOf(unreadable),
    }),
  'month.verified': ({ findings }, month) => words['month.verified'](month, numberOf(findings)),
  'share.changed': shareChanged,
  'audit.started': auditStarted,
  'audit.ended': auditEnded,
  ...recoverySentences,
  ...scheduleSentences,
  'leftovers.removed': ({ files }) => words['leftovers.removed'](numberOf(files)),
  'legacy.adopted': ({ documents, events }) => words['legacy.adopted'](lengthOf(documents), lengthOf(events)),
  'legacy.imported': ({ documents, outcome, unreadable }, from) =>
    words['legacy.imported'](
      from,
      outcome === 'stopped',
      numberOf(partOf(documents)['handedOver']),
      numberOf(unreadable),
    ),
  'report.written': ({ month }, file) => words['report.written'](textOf(month), file),
  'summaries.written': ({ files }, month) => words['summaries.written'](month, numberOf(files)),
  'ledger.set-aside': ({ gone }, keptAs) => words['ledger.set-aside'](gone === true, keptAs),
  'ledger.restored': ({ gone }, copy) => words['ledger.restored'](gone === true, copy),
  'backup.made': ({ files, removed }, id) => words['backup.made'](id, numberOf(files), lengthOf(removed)),
  'backup.proven': (_, id) => words['backup.proven'](id),
  'backup.unproven': ({ code }, id) => words['backup.unproven'](id, textOf(code)),
  'backup.restored': (_, id) => words['backup.restored'](id),
  'retention.done': ({ gone, left }) => words['retention.done'](sumOf(gone), numberOf(left)),
  'ledger.migrated': ({ copy }) => words['ledger.migrated'](typeof copy === 'string' ? copy : null),
  'ledger.damaged': () => words['ledger.damaged'],
};

function isKnown(action: string): action is JournalAction {
  return Object.hasOwn(SENTENCES, action);
}

/** What an entry tells of, as a person or a filter is told. */
export function journalAction({ action }: Pick<JournalEntry, 'action'>): JournalActionRead {
  return isKnown(action) ? action : 'unknown';
}

/** A journal entry as one sentence in Portuguese, whatever version wrote it. */
export function journalText({ action, subject, detail }: JournalEntry): string {
  return isKnown(action) ? SENTENCES[action](partOf(detail), subject) : journalLineMessages.unknown(subject);
}

export function journalLine(entry: JournalEntry): JournalLine {
  return { id: entry.id, at: entry.at, action: journalAction(entry), text: journalText(entry) };
}
