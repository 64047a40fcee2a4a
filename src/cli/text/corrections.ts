import type { Correction, CorrectionItem } from '../../shared/ipc/recovery';
import { CORRECTION_ITEM_STATES, CORRECTION_STATES } from '../../shared/messages/pt-BR/recovery';
import { count, counted, moment } from './numbers';
import { renderFacts, renderTable } from './table';

/** One correction with each of its files, their evidence, and what can be done next. */
export function renderCorrection(correction: Correction, items: readonly CorrectionItem[]): string[] {
  const { id, auditId, state, refile, adopt } = correction;
  const more = refile + adopt + correction.items.leftOut - items.length;
  return [
    `Correção ${String(id)} (${CORRECTION_STATES[state].toLowerCase()}), da auditoria ${String(auditId)}`,
    '',
    ...renderFacts([
      { label: 'A levar para o lugar', value: count(refile) },
      { label: 'A passar ao registro', value: count(adopt) },
      ...outcome(correction),
    ]),
    '',
    ...items.flatMap(itemLines),
    ...(more > 0 ? [`… e mais ${counted(more, 'arquivo', 'arquivos')}`] : []),
    ...next(correction),
  ];
}

function outcome({ items: { applied, undone, failed, leftOut } }: Correction): { label: string; value: string }[] {
  return [
    { label: 'Aplicados', value: applied },
    { label: 'Desfeitos', value: undone },
    { label: 'Não aplicados', value: failed },
    { label: 'Deixados de fora', value: leftOut },
  ]
    .filter(({ value }) => value > 0)
    .map(({ label, value }) => ({ label, value: count(value) }));
}

function itemLines({ action, from, to, why, state, problem }: CorrectionItem): string[] {
  return [
    from,
    ...(state === 'left-out'
      ? []
      : [action === 'adopt' ? '  passa para o registro, onde está' : `  ${GOES[action]} ${to}`]),
    `  ${why}`,
    ...(state === 'proposed' ? [] : [`  ${CORRECTION_ITEM_STATES[state]}.${problem === null ? '' : ` ${problem}`}`]),
    '',
  ];
}

const GOES = { refile: 'vai para', 'put-back': 'volta para' } as const;

function next({ id, state, items }: Correction): string[] {
  const number = String(id);
  const apply = `Para aplicar: malote corrections --apply ${number}`;
  const undo = `Para desfazer: malote corrections --undo ${number}`;
  if (state === 'proposed') return [apply, `Para descartar: malote corrections --drop ${number}`];
  if (state !== 'applied') return [];
  return items.proposed + items.failed > 0 ? [apply, undo] : [undo];
}

/** One line a correction, the newest first. */
export function renderCorrections(list: readonly Correction[], columns: number): string[] {
  if (list.length === 0) return ['Ainda não houve correção nesta pasta de trabalho.'];
  return renderTable(
    [
      { title: 'Nº', align: 'right' },
      { title: 'Proposta', align: 'left' },
      { title: 'Situação', align: 'left', flexible: true },
      { title: 'Mover', align: 'right' },
      { title: 'Registrar', align: 'right' },
      { title: 'Aplicados', align: 'right' },
      { title: 'Falhas', align: 'right' },
    ],
    list.map(({ id, proposedAt, state, refile, adopt, items }) => [
      String(id),
      moment(proposedAt),
      CORRECTION_STATES[state],
      count(refile),
      count(adopt),
      count(items.applied),
      count(items.failed),
    ]),
    columns,
  );
}
