import { SIEG_GENERATIONS, type SiegGeneration } from '../../shared/sieg-generations';
import type { ProbeView } from '../../shared/views';
import { count } from '../../shared/messages/pt-BR/numbers';
import { probeMessages } from '../../shared/messages/pt-BR/terminal/status';
import type { Style } from './style';
import { renderPairs } from './table';
import { wrap } from './width';

/** With the word that settings and commands use, where it is another. */
function generationWords(generation: SiegGeneration): string {
  const { name } = SIEG_GENERATIONS[generation];
  return name === generation ? name : `${name} (${generation})`;
}

/** Who answered at SIEG's address and what, in words. */
export function renderProbe(
  view: ProbeView,
  address: string,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const { facts } = probeMessages;
  const counts = Object.entries(view.counts ?? {}).map(
    ([kind, value]) => `${kind} ${value === null ? probeMessages.notCounted : count(value)}`,
  );
  return [
    ...wrap(view.words, columns).map(view.ok ? style.good : style.bad),
    '',
    ...renderPairs([
      [facts.address, address],
      [facts.generation, generationWords(view.generation)],
      [facts.answer, view.status === null ? probeMessages.noAnswer : String(view.status)],
      [facts.time, `${count(Math.round(view.milliseconds))} ms`],
      ...(counts.length === 0 ? [] : [[facts.counts, counts.join(', ')] as const]),
    ]),
  ];
}
