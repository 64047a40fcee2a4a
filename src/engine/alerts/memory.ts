import type { AlertKind } from '../../shared/ipc/alerts';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { RememberedAlert } from '../ledger';

/**
 * The last alert of each kind and root, oldest first: all that decisions remember. It is read from the ledger, so that it is the same
 * after a restart and in every process.
 */
export type AlertMemory = readonly RememberedAlert[];

export function latest(kind: AlertKind, root: ShareRoot | null, memory: AlertMemory): RememberedAlert | null {
  return memory.find((alert) => alert.kind === kind && alert.root === root) ?? null;
}

/** The alert of the outage that a root is in; null when it is in none that anybody was told of. */
export function outageOf(root: ShareRoot, memory: AlertMemory): RememberedAlert | null {
  const down = latest('share-down', root, memory);
  const back = latest('share-back', root, memory);
  return down === null || (back !== null && back.id > down.id) ? null : down;
}

export function openOutages(memory: AlertMemory): RememberedAlert[] {
  return memory.filter(({ kind, root, id }) => {
    return kind === 'share-down' && root !== null && outageOf(root, memory)?.id === id;
  });
}
