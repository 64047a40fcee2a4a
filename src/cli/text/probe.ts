import type { ProbeView } from '../../shared/views';
import { count } from './numbers';
import type { Style } from './style';
import { renderPairs } from './table';
import { wrap } from './width';

const GENERATIONS = { legacy: 'antiga (legacy)', v1: 'v1' } as const;

/** Who answered at SIEG's address and what, in words. */
export function renderProbe(
  view: ProbeView,
  address: string,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const counts = Object.entries(view.counts ?? {}).map(
    ([kind, value]) => `${kind} ${value === null ? 'não informada' : count(value)}`,
  );
  return [
    ...wrap(view.words, columns).map(view.ok ? style.good : style.bad),
    '',
    ...renderPairs([
      ['Endereço', address],
      ['Geração da API', GENERATIONS[view.generation]],
      ['Resposta', view.status === null ? 'nenhuma' : String(view.status)],
      ['Tempo', `${count(Math.round(view.milliseconds))} ms`],
      ...(counts.length === 0 ? [] : [['Contagem', counts.join(', ')] as const]),
    ]),
  ];
}
