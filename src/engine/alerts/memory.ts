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

/** The alert of an outage that has not ended. */
export interface OpenOutage extends RememberedAlert {
  readonly root: ShareRoot;
}

/** The alert of the outage that a root is in; null when it is in none that anybody was told of. */
export function outageOf(root: ShareRoot, memory: AlertMemory): OpenOutage | null {
  const down = latest('share-down', root, memory);
  const back = latest('share-back', root, memory);
  return down === null || (back !== null && back.id > down.id) ? null : { ...down, root };
}

export function openOutages(memory: AlertMemory): OpenOutage[] {
  return memory.flatMap(({ kind, root }) => {
    const outage = kind === 'share-down' && root !== null ? outageOf(root, memory) : null;
    return outage === null ? [] : [outage];
  });
}

/** That the spool is full, until the archive has come back: nothing else makes room. */
export function fullSpool(memory: AlertMemory): RememberedAlert | null {
  const told = latest('spool-full', 'archive', memory);
  return told !== null && told.id > (latest('share-back', 'archive', memory)?.id ?? 0) ? told : null;
}

/** That SIEG refuses the key, until it works again; a run that came to its end has worked. */
export function refusedKey(memory: AlertMemory): RememberedAlert | null {
  const told = latest('credentials-refused', null, memory);
  return told !== null && told.id > (latest('run-finished', null, memory)?.id ?? 0) ? told : null;
}

/** That SIEG does not answer, until it does again. */
export function silentSieg(memory: AlertMemory): RememberedAlert | null {
  const told = latest('sieg-down', null, memory);
  return told !== null && told.id > (latest('sieg-back', null, memory)?.id ?? 0) ? told : null;
}
