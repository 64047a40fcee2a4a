import type { RereadView } from '../../shared/ipc/reread';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { count } from '../../shared/messages/pt-BR/numbers';
import { rereadMessages } from '../../shared/messages/pt-BR/terminal/recovery';
import { renderFacts } from './table';

/** One batch, and what can be done next. */
export function renderReread(view: RereadView): string[] {
  const { read, merged, split, unread, gone, undone } = view;
  const { facts: words } = rereadMessages;
  const facts = [
    { label: words.read, value: read },
    { label: words.merged, value: merged },
    { label: words.split, value: split },
    { label: words.unread, value: unread },
    { label: words.gone, value: gone },
    { label: words.undone, value: undone },
  ];
  const shown = facts.filter(({ value }, index) => value > 0 || index === 0);
  return [
    rereadMessages.title(view),
    '',
    ...renderFacts(shown.map(({ label, value }) => ({ label, value: count(value) }))),
    '',
    ...next(view),
  ];
}

function next({ id, state, read, merged, split, unread }: RereadView): string[] {
  if (state === 'open') return [rereadMessages.howToGoOn];
  if (state === 'undone') return [];
  return [
    ...(read + merged + split > 0 ? [rereadMessages.howToUndo(id)] : []),
    ...(unread > 0 ? [rereadMessages.stillUnread] : []),
  ];
}

/** The batches, newest first. */
export function renderRereads(list: readonly RereadView[]): string[] {
  if (list.length === 0) return [rereadMessages.none];
  return list.map((view) => {
    const { id, state, startedAt } = view;
    return `${String(id)}  ${dayAndMinute(startedAt)}  ${rereadMessages.states[state]}: ${rereadMessages.sums(view)}`;
  });
}
