import type { OutboxView, ShareLine, ShareRoot } from '../../../shared/ipc/shares';

/** Files that wait, for whatever destination. */
export function pendingOf({ destinations }: OutboxView): number {
  return destinations.reduce((all, { pending }) => all + pending, 0);
}

export function rootsDown(shares: readonly ShareLine[]): readonly ShareRoot[] {
  return shares.filter(({ state }) => state === 'down').map(({ root }) => root);
}
