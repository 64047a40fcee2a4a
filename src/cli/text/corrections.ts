import type { Correction, CorrectionItem } from '../../shared/ipc/recovery';
import { CORRECTION_ITEM_STATES, CORRECTION_STATES } from '../../shared/messages/pt-BR/recovery';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { count } from '../../shared/messages/pt-BR/numbers';
import { correctionsMessages } from '../../shared/messages/pt-BR/terminal/recovery';
import { renderFacts, renderTable } from './table';

/** One correction with each of its files, their evidence, and what can be done next. */
export function renderCorrection(correction: Correction, items: readonly CorrectionItem[]): string[] {
  const { refile, adopt } = correction;
  const { facts } = correctionsMessages;
  const more = refile + adopt + correction.items.leftOut - items.length;
  return [
    correctionsMessages.title(correction),
    '',
    ...renderFacts([
      { label: facts.refile, value: count(refile) },
      { label: facts.adopt, value: count(adopt) },
      ...outcome(correction),
    ]),
    '',
    ...items.flatMap(itemLines),
    ...(more > 0 ? [correctionsMessages.more(more)] : []),
    ...next(correction),
  ];
}

function outcome({ items: { applied, undone, failed, leftOut } }: Correction): { label: string; value: string }[] {
  const { facts } = correctionsMessages;
  return [
    { label: facts.applied, value: applied },
    { label: facts.undone, value: undone },
    { label: facts.failed, value: failed },
    { label: facts.leftOut, value: leftOut },
  ]
    .filter(({ value }) => value > 0)
    .map(({ label, value }) => ({ label, value: count(value) }));
}

function itemLines(item: CorrectionItem): string[] {
  const { from, why, state, problem } = item;
  return [
    from,
    ...(state === 'left-out' ? [] : [`  ${correctionsMessages.goes(item)}`]),
    `  ${why}`,
    ...(state === 'proposed' ? [] : [`  ${CORRECTION_ITEM_STATES[state]}.${problem === null ? '' : ` ${problem}`}`]),
    '',
  ];
}

function next({ id, state, items }: Correction): string[] {
  const apply = correctionsMessages.howToApply(id);
  const undo = correctionsMessages.howToUndo(id);
  if (state === 'proposed') return [apply, correctionsMessages.howToDrop(id)];
  if (state !== 'applied') return [];
  return items.proposed + items.failed > 0 ? [apply, undo] : [undo];
}

/** One line a correction, the newest first. */
export function renderCorrections(list: readonly Correction[], width: number): string[] {
  const { columns } = correctionsMessages;
  if (list.length === 0) return [correctionsMessages.none];
  return renderTable(
    [
      { title: columns.id, align: 'right' },
      { title: columns.proposedAt, align: 'left' },
      { title: columns.state, align: 'left', flexible: true },
      { title: columns.refile, align: 'right' },
      { title: columns.adopt, align: 'right' },
      { title: columns.applied, align: 'right' },
      { title: columns.failed, align: 'right' },
    ],
    list.map(({ id, proposedAt, state, refile, adopt, items }) => [
      String(id),
      dayAndMinute(proposedAt),
      CORRECTION_STATES[state],
      count(refile),
      count(adopt),
      count(items.applied),
      count(items.failed),
    ]),
    width,
  );
}
