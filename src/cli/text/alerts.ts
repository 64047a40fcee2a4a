import type { SettingsTest } from '../../engine';
import type { AlertChannelName, AlertLine, AlertsView } from '../../shared/ipc/alerts';
import { CHANNEL_WORDS } from '../../shared/messages/pt-BR/alert-channels';
import { dayAndMinute } from '../../shared/messages/pt-BR/moments';
import { alertsMessages } from '../../shared/messages/pt-BR/terminal/records';
import type { Style } from './style';
import { wrap } from './width';

const INDENT = '  ';

interface Shown {
  readonly style: Style;
  readonly columns: number;
}

/** The last alerts, the newest last, where the eye of a terminal rests. */
export function renderAlerts({ lines, unread, mutedUntil }: AlertsView, most: number, shown: Shown): string[] {
  if (lines.length === 0) return [alertsMessages.none];
  return [
    ...lines
      .slice(0, most)
      .reverse()
      .flatMap((line) => [...alertLines(line, shown), '']),
    alertsMessages.unread(unread, mutedUntil),
  ];
}

function alertLines({ at, severity, title, text, sends }: AlertLine, { style, columns }: Shown): string[] {
  const paint = { info: style.strong, warning: style.warning, critical: style.bad }[severity];
  const ways = sends
    .map(({ channel, state }) => `${CHANNEL_WORDS[channel].onTerminal}: ${alertsMessages.sendStates[state]}`)
    .join(', ');
  return [
    ...wrap(`${dayAndMinute(at)}  ${title}`, columns).map(paint),
    ...wrap(text, columns - INDENT.length).map((line) => `${INDENT}${line}`),
    ...(ways === '' ? [] : [style.quiet(`${INDENT}${ways}`)]),
  ];
}

/** What became of a test on one channel. */
export function renderChannelTest(
  channel: AlertChannelName,
  { ok, words, action }: SettingsTest,
  { style, columns }: Shown,
): string[] {
  const lines = wrap(`${CHANNEL_WORDS[channel].onTerminal}: ${words}`, columns);
  return [...lines.map(ok ? style.good : style.bad), ...(action === undefined ? [] : wrap(action, columns))];
}
