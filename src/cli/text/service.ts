import type { MaloteError } from '../../shared/errors';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { serviceMessages as words } from '../../shared/messages/pt-BR/terminal/service';
import type { ServiceStatus } from '../service/manager';
import { isRemark } from '../service/validate';
import type { Style } from './style';
import { renderPairs } from './table';
import { wrap } from './width';

interface Shown {
  readonly style: Style;
  readonly columns: number;
}

/** Each with what to do; last, whether a service can be installed. */
export function renderTroubles(troubles: readonly MaloteError[], { style, columns }: Shown): string[] {
  const isReady = troubles.every(isRemark);
  return [
    ...troubles.flatMap((trouble) => [
      ...wrap(trouble.message, columns).map(isRemark(trouble) ? style.warning : style.bad),
      ...wrap(trouble.action, columns),
      '',
    ]),
    isReady ? style.good(words.ready) : style.bad(words.notReady),
  ];
}

export function renderServiceStatus(status: ServiceStatus, { style }: Shown): string[] {
  const { rows } = words;
  const said = (is: boolean | null): string => (is === null ? words.unknown : is ? words.yes : words.no);
  const { engine } = status;
  const lastSign = engine?.lastSignAt ?? null;
  const isAlive = engine?.state === 'alive';
  return renderPairs([
    [rows.installed, said(status.installed)],
    [rows.enabled, said(status.enabled)],
    [rows.running, said(status.running)],
    [rows.place, status.place],
    [rows.workspace, status.workspace ?? words.unknown],
    [rows.version, status.version ?? words.unknown],
    [
      rows.engine,
      (isAlive ? style.good : style.warning)(engine === null ? words.unknown : words.engineStates[engine.state]),
    ],
    [rows.lastSign, lastSign === null ? words.never : dayAndMinute(lastSign)],
  ]);
}
