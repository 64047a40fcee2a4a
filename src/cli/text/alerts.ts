import type { SettingsTest } from '../../engine';
import type { AlertChannelName, AlertLine, AlertSend, AlertsView } from '../../shared/ipc/alerts';
import { CHANNEL_WORDS } from '../../shared/messages/pt-BR/alert-channels';
import { counted, moment } from './numbers';
import type { Style } from './style';
import { wrap } from './width';

const STATES: Readonly<Record<AlertSend['state'], string>> = {
  waiting: 'a caminho',
  sent: 'enviado',
  failed: 'não saiu',
  held: 'retido',
};
const INDENT = '  ';

interface Shown {
  readonly style: Style;
  readonly columns: number;
}

/** The last alerts, the newest last, where the eye of a terminal rests. */
export function renderAlerts({ lines, unread, mutedUntil }: AlertsView, most: number, shown: Shown): string[] {
  if (lines.length === 0) return ['Nenhum aviso até agora.'];
  const muted = mutedUntil === null ? '' : `; mudos até ${moment(mutedUntil)}`;
  return [
    ...lines
      .slice(0, most)
      .reverse()
      .flatMap((line) => [...alertLines(line, shown), '']),
    `${unread === 0 ? 'Nenhum por ler' : counted(unread, 'por ler', 'por ler')}${muted}.`,
  ];
}

function alertLines({ at, severity, title, text, sends }: AlertLine, { style, columns }: Shown): string[] {
  const paint = { info: style.strong, warning: style.warning, critical: style.bad }[severity];
  const ways = sends.map(({ channel, state }) => `${CHANNEL_WORDS[channel].onTerminal}: ${STATES[state]}`).join(', ');
  return [
    ...wrap(`${moment(at)}  ${title}`, columns).map(paint),
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
