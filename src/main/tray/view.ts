import type { TrayCommand, WatchView } from '../../shared/ipc/host-link';
import type { EngineStatus } from '../../shared/ipc/state';
import { counted, monthName } from '../../shared/messages/pt-BR/numbers';
import { SHARE_NAMES, SHARE_STATES } from '../../shared/messages/pt-BR/shares';

/** Which image the tray shows; the names are those of resources/tray. */
export type TrayState = 'ok' | 'attention' | 'error' | 'running';

export type TrayAction =
  | { readonly type: 'open' }
  | { readonly type: 'shares' }
  | { readonly type: 'command'; readonly command: TrayCommand }
  | { readonly type: 'quit' };

export interface TrayItem {
  readonly label: string;
  /** Null: it only tells something, or cannot be had now. */
  readonly action: TrayAction | null;
}

export interface TrayView {
  readonly state: TrayState;
  readonly tooltip: string;
  /** Groups of items, with a line between two groups. No figures in it: a menu that changes closes under the pointer. */
  readonly menu: readonly (readonly TrayItem[])[];
}

/** Windows cuts a tooltip there. */
export const LONGEST_TOOLTIP = 127;

/** What the tray shows. `watch`: what the engine last told; null when it has told nothing yet. */
export function trayView(engine: EngineStatus, watch: WatchView | null): TrayView {
  const known = engine.state === 'ready' ? watch : null;
  const { state, words } = standing(engine, known);
  return { state, tooltip: tooltip(words, known), menu: menu(known) };
}

/** The worst that there is to tell, since one image can tell one thing. Before the first look nothing is said to be well. */
function standing(
  engine: EngineStatus,
  watch: WatchView | null,
): { readonly state: TrayState; readonly words: string } {
  if (engine.state === 'gone') return { state: 'error', words: 'o motor parou' };
  if (engine.state === 'crashed') return { state: 'attention', words: 'o motor está sendo reiniciado' };
  if (watch === null) return { state: 'running', words: 'iniciando' };
  if (!watch.configured) return { state: 'attention', words: 'falta configurar' };
  const down = named(watch, 'down');
  if (down.length > 0) return { state: 'error', words: `fora do ar: ${down.join(', ')}` };
  const troubled = [...named(watch, 'degraded'), ...named(watch, 'recovering')];
  if (troubled.length > 0) return { state: 'attention', words: `atenção: ${troubled.join(', ')}` };
  if (watch.run !== null) return { state: 'running', words: runWords(watch.run) };
  if (watch.shares.length === 0 || named(watch, 'unknown').length > 0)
    return { state: 'running', words: 'testando as pastas' };
  return { state: 'ok', words: 'todas as pastas em ordem' };
}

function named({ shares }: WatchView, state: WatchView['shares'][number]['state']): string[] {
  return shares.filter((share) => share.state === state).map(({ root }) => SHARE_NAMES[root].toLowerCase());
}

function runWords({ month, paused }: NonNullable<WatchView['run']>): string {
  return `${monthName(month)} ${paused ? 'em pausa' : 'em andamento'}`;
}

function tooltip(words: string, watch: WatchView | null): string {
  const lines = [`Malote — ${words}`];
  if (watch !== null && watch.pending > 0)
    lines.push(counted(watch.pending, 'arquivo aguarda entrega', 'arquivos aguardam entrega'));
  if (watch !== null && watch.unread > 0) lines.push(counted(watch.unread, 'aviso não lido', 'avisos não lidos'));
  const text = lines.join('\n');
  return text.length <= LONGEST_TOOLTIP ? text : `${text.slice(0, LONGEST_TOOLTIP - 1)}…`;
}

function menu(watch: WatchView | null): TrayItem[][] {
  const command = (label: string, name: TrayCommand, can = true): TrayItem => ({
    label,
    action: watch !== null && can ? { type: 'command', command: name } : null,
  });
  const groups: TrayItem[][] = [
    [{ label: 'Abrir o Malote', action: { type: 'open' } }],
    shareItems(watch),
    [
      command('Testar as pastas agora', 'test-shares', watch !== null && watch.shares.length > 0),
      command('Entregar agora', 'deliver-now', watch?.configured === true),
    ],
    [runItem(watch, command)],
    [{ label: 'Sair', action: { type: 'quit' } }],
  ];
  return groups.filter((group) => group.length > 0);
}

function shareItems(watch: WatchView | null): TrayItem[] {
  if (watch === null) return [];
  return watch.shares.map(({ root, state }) => ({
    label: `${SHARE_NAMES[root]}: ${SHARE_STATES[state].toLowerCase()}`,
    action: { type: 'shares' },
  }));
}

function runItem(
  watch: WatchView | null,
  command: (label: string, name: TrayCommand, can?: boolean) => TrayItem,
): TrayItem {
  const run = watch?.run ?? null;
  if (run === null) return command('Iniciar o mês', 'start-month', watch?.configured === true);
  const month = monthName(run.month);
  return run.paused ? command(`Continuar ${month}`, 'resume') : command(`Pausar ${month}`, 'pause');
}
