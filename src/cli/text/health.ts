import type { HealthView } from '../../shared/health';
import { healthMessages as words } from '../../shared/messages/pt-BR/terminal/doctor';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { count } from '../../shared/messages/pt-BR/numbers';
import type { Style } from './style';
import { renderPairs } from './table';
import { wrap } from './width';

/** Whether it is at work, what waits, and below that what somebody should see to. */
export function renderHealth(
  view: HealthView,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const { engine, lastRun, waiting, newestDocumentAt, troubles, healthy } = view;
  const moment = (at: string | null): string => (at === null ? words.never : dayAndMinute(at));
  return [
    (healthy ? style.good : style.bad)(healthy ? words.healthy : words.unhealthy),
    '',
    ...renderPairs([
      [words.engine, words.engineStates[engine.state]],
      [words.lastSign, moment(engine.lastSignAt)],
      [words.lastRun, lastRun === null ? words.never : words.run(lastRun.month, moment(lastRun.startedAt))],
      [words.newestDocument, moment(newestDocumentAt)],
      [words.waiting, count(waiting.deliveries + waiting.spooledPages)],
      [words.oldest, waiting.oldestAt === null ? words.nothing : dayAndMinute(waiting.oldestAt)],
    ]),
    ...troubles.flatMap(({ message, action }) => [
      '',
      ...wrap(message, columns).map(style.warning),
      ...wrap(action, columns),
    ]),
  ];
}
