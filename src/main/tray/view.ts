import type { TrayCommand, WatchView } from '../../shared/ipc/host-link';
import type { EngineStatus } from '../../shared/ipc/state';
import { trayMessages } from '../../shared/messages/pt-BR/desktop/tray';
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
  const say = trayMessages.standing;
  if (engine.state === 'gone') return { state: 'error', words: say.engineGone };
  if (engine.state === 'crashed') return { state: 'attention', words: say.engineCrashed };
  if (watch === null) return { state: 'running', words: say.starting };
  if (!watch.configured) return { state: 'attention', words: say.notConfigured };
  const down = named(watch, 'down');
  if (down.length > 0) return { state: 'error', words: say.down(down) };
  const troubled = [...named(watch, 'degraded'), ...named(watch, 'recovering')];
  if (troubled.length > 0) return { state: 'attention', words: say.troubled(troubled) };
  if (watch.run !== null) return { state: 'running', words: say.run(watch.run.month, watch.run.paused) };
  if (watch.shares.length === 0 || named(watch, 'unknown').length > 0) return { state: 'running', words: say.testing };
  return { state: 'ok', words: say.well };
}

function named({ shares }: WatchView, state: WatchView['shares'][number]['state']): string[] {
  return shares.filter((share) => share.state === state).map(({ root }) => SHARE_NAMES[root].toLowerCase());
}

function tooltip(words: string, watch: WatchView | null): string {
  const lines = [trayMessages.tooltip(words)];
  if (watch !== null && watch.pending > 0) lines.push(trayMessages.pending(watch.pending));
  if (watch !== null && watch.unread > 0) lines.push(trayMessages.unread(watch.unread));
  const text = lines.join('\n');
  return text.length <= LONGEST_TOOLTIP ? text : `${text.slice(0, LONGEST_TOOLTIP - 1)}…`;
}

function menu(watch: WatchView | null): TrayItem[][] {
  const command = (label: string, name: TrayCommand, can = true): TrayItem => ({
    label,
    action: watch !== null && can ? { type: 'command', command: name } : null,
  });
  const groups: TrayItem[][] = [
    [{ label: trayMessages.open, action: { type: 'open' } }],
    shareItems(watch),
    [
      command(trayMessages.testShares, 'test-shares', watch !== null && watch.shares.length > 0),
      command(trayMessages.deliverNow, 'deliver-now', watch?.configured === true),
    ],
    [runItem(watch, command)],
    [{ label: trayMessages.quit, action: { type: 'quit' } }],
  ];
  return groups.filter((group) => group.length > 0);
}

function shareItems(watch: WatchView | null): TrayItem[] {
  if (watch === null) return [];
  return watch.shares.map(({ root, state }) => ({
    label: trayMessages.share(SHARE_NAMES[root], SHARE_STATES[state]),
    action: { type: 'shares' },
  }));
}

function runItem(
  watch: WatchView | null,
  command: (label: string, name: TrayCommand, can?: boolean) => TrayItem,
): TrayItem {
  const run = watch?.run ?? null;
  if (run === null) return command(trayMessages.startMonth, 'start-month', watch?.configured === true);
  return run.paused
    ? command(trayMessages.resume(run.month), 'resume')
    : command(trayMessages.pause(run.month), 'pause');
}
