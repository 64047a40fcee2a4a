import type { ShareCause, ShareState } from '../../shared/ipc/shares';

/** One change of a root's state as it was recorded. */
export interface ShareEvent {
  readonly state: ShareState;
  readonly cause: ShareCause | null;
  readonly at: string;
  readonly location: string;
  readonly delivered: number | null;
}

export interface Outage {
  readonly from: string;
  /** Null: it lasts. */
  readonly to: string | null;
  readonly cause: ShareCause;
  readonly delivered: number | null;
  readonly location: string;
}

/**
 * The outages of one root among its events, both oldest first. An outage begins with `down` and ends with `ok` or `degraded`; `down`
 * again after `recovering` belongs to it. Another folder in the settings ends it too: nobody looks at the old one any more.
 */
export function outagesOf(events: readonly ShareEvent[]): Outage[] {
  const outages: Outage[] = [];
  let open: Outage | null = null;
  for (const event of events) {
    const { state, location, at } = event;
    const isAway = state === 'down' || state === 'recovering';
    if (open !== null && (!isAway || location !== open.location)) {
      const delivered: number | null = location === open.location ? event.delivered : null;
      outages.push({ ...open, to: at, delivered });
      open = null;
    }
    if (open === null && state === 'down' && event.cause !== null) {
      open = { from: at, to: null, cause: event.cause, delivered: null, location };
    }
  }
  return open === null ? outages : [...outages, open];
}
