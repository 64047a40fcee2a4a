import type { JournalAction } from '../../shared/ipc/journal-actions';
import { correctionProblem } from '../../shared/messages/pt-BR/recovery';
import { recoveryJournalMessages as words } from '../../shared/messages/pt-BR/recovery-journal';
import { named, numberOf, partOf, textOf, textOrNull, type Sentence } from './journal-detail';

/** "recovery 7" → "7" */
function idOf(subject: string): string {
  return subject.replace(/^\D+/, '');
}

/** An action of which there is nothing to say but which recovery or correction it befell. */
const numbered =
  (say: (id: string) => string): Sentence =>
  (_detail, subject) =>
    say(idOf(subject));

/** A document that a correction moved, or, where it was put on record where it lay (adopted), did not. */
const corrected =
  (say: (document: string, from: string, id: number, to: string | null) => string): Sentence =>
  ({ action, from, to, correction }, subject) =>
    say(subject, textOf(from), numberOf(correction), action === 'adopt' ? null : textOf(to));

/** Reads what recoveries, corrections and readings anew keep in the journal, for their sentences. */
export const recoverySentences = {
  'recovery.planned': ({ deliver, fetch }, subject) =>
    words['recovery.planned'](idOf(subject), numberOf(partOf(deliver)['items']), numberOf(fetch)),
  'recovery.narrowed': ({ include, items }, subject) =>
    words['recovery.narrowed'](idOf(subject), include === true, numberOf(items)),
  'recovery.started': numbered(words['recovery.started']),
  'recovery.continued': numbered(words['recovery.continued']),
  'recovery.paused': numbered(words['recovery.paused']),
  'recovery.resumed': numbered(words['recovery.resumed']),
  'recovery.interrupted': numbered(words['recovery.interrupted']),
  'recovery.enqueued': ({ items }, subject) => words['recovery.enqueued'](idOf(subject), numberOf(items)),
  'recovery.withdrawn': ({ items }, subject) => words['recovery.withdrawn'](idOf(subject), numberOf(items)),
  'recovery.fetching': numbered(words['recovery.fetching']),
  'recovery.ended': ({ state, files }, subject) => {
    const { copied, skipped, mismatch, failed } = partOf(files);
    return words['recovery.ended'](idOf(subject), state === 'complete', {
      copied: numberOf(copied),
      skipped: numberOf(skipped),
      mismatch: numberOf(mismatch),
      failed: numberOf(failed),
    });
  },
  'recovery.whole-started': () => words['recovery.whole-started'],
  'recovery.whole-continued': () => words['recovery.whole-continued'],
  'recovery.whole-ended': ({ state }) => words['recovery.whole-ended'](textOf(state)),
  'correction.proposed': ({ refile, adopt }, subject) =>
    words['correction.proposed'](idOf(subject), numberOf(refile), numberOf(adopt)),
  'correction.dropped': numbered(words['correction.dropped']),
  'document.reread': named(words['document.reread']),
  'document.merged': named(words['document.merged']),
  'document.split': ({ notes }, subject) => words['document.split'](subject, numberOf(notes)),
  'document.reread-undone': ({ reread }, subject) => words['document.reread-undone'](subject, numberOf(reread)),
  'event.claimed': named(words['event.claimed']),
  'reread.ended': ({ read, merged, split, unread }) =>
    words['reread.ended']({
      read: numberOf(read),
      merged: numberOf(merged),
      split: numberOf(split),
      unread: numberOf(unread),
    }),
  'reread.undone': named(words['reread.undone']),
  'correction.applied': corrected(words['correction.applied']),
  'correction.undone': corrected(words['correction.undone']),
  'correction.failed': ({ code, correction }, subject) =>
    words['correction.failed'](subject, numberOf(correction), correctionProblem(textOrNull(code)) ?? ''),
  'archive.restored': ({ movedAside, displaced }, subject) =>
    words['archive.restored'](subject, textOrNull(movedAside), typeof displaced === 'string'),
  'archive.restated': named(words['archive.restated']),
} satisfies Partial<Record<JournalAction, Sentence>>;
