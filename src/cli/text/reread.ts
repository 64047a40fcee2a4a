import type { RereadView } from '../../shared/ipc/reread';
import { count, moment } from './numbers';
import { renderFacts } from './table';

const STATES: Readonly<Record<RereadView['state'], string>> = {
  open: 'interrompida',
  done: 'concluída',
  undone: 'desfeita',
};

/** One batch, and what can be done next. */
export function renderReread(view: RereadView): string[] {
  const { id, state, read, merged, split, unread, gone, undone } = view;
  const facts = [
    { label: 'Lidas', value: read },
    { label: 'Outra cópia de uma nota já registrada', value: merged },
    { label: 'Arquivos com várias notas', value: split },
    { label: 'Ainda sem leitura', value: unread },
    { label: 'Sem arquivo íntegro no acervo', value: gone },
    { label: 'Desfeitas', value: undone },
  ];
  const shown = facts.filter(({ value }, index) => value > 0 || index === 0);
  return [
    `Releitura ${String(id)} (${STATES[state]})`,
    '',
    ...renderFacts(shown.map(({ label, value }) => ({ label, value: count(value) }))),
    '',
    ...next(view),
  ];
}

function next({ id, state, read, merged, split, unread }: RereadView): string[] {
  if (state === 'open') return ['Para continuar: malote reread'];
  if (state === 'undone') return [];
  const kept = 'O que ainda não tem leitura fica guardado, não conta como documento e aparece à parte nas pendências.';
  return [
    ...(read + merged + split > 0 ? [`Para desfazer: malote reread --undo ${String(id)}`] : []),
    ...(unread > 0 ? [kept] : []),
  ];
}

/** The batches, newest first. */
export function renderRereads(list: readonly RereadView[]): string[] {
  if (list.length === 0) return ['Ainda não houve releitura. Para fazer uma: malote reread'];
  return list.map(({ id, state, startedAt, read, merged, split, unread }) => {
    const sums = [
      `${count(read)} lidas`,
      `${count(merged + split)} juntadas ou divididas`,
      `${count(unread)} sem leitura`,
    ];
    return `${String(id)}  ${moment(startedAt)}  ${STATES[state]}: ${sums.join(', ')}`;
  });
}
