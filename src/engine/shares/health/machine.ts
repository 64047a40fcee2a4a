import type { ShareCause, ShareState } from '../../../shared/ipc/shares';
import { measuredCause } from './cause';
import type { LastState, Look } from './types';
import { shareCauses } from '../../../shared/messages/pt-BR/share-causes';

/** What a look at a root found, or why it found nothing. */
export type Sight = Look | { readonly cause: ShareCause };

/**
 * A root as one look after another has shown it. Plain data.
 *
 * An **outage** begins with the change to `down` and ends with the next change to `ok` or `degraded`. What lies between (`recovering`,
 * and `down` again when the recovery does not hold) belongs to the same outage. It takes two failed looks in a row to begin one and
 * two good looks in a row to end it, so a root that alternates from look to look has at most one.
 */
export interface RootHealth {
  readonly state: ShareState;
  /** Since when it is in this state; null before the first look ever. Milliseconds, as all instants here. */
  readonly since: number | null;
  /** Why it is degraded or down; while it is down, as the last look told it. */
  readonly cause: ShareCause | null;
  /** When the outage began that has not ended. */
  readonly outageSince: number | null;
  /** Failed looks in a row that have not been confirmed. */
  readonly doubts: number;
  readonly slow: boolean;
  /** Looks in a row that contradict `slow`. */
  readonly contradictions: number;
  readonly nearlyFull: boolean;
}

/** A change of state, to be recorded and told. `downForMs` as in ShareChange. */
export interface HealthChange {
  readonly from: ShareState;
  readonly to: ShareState;
  readonly cause: ShareCause | null;
  readonly downForMs: number | null;
}

export interface Classification {
  readonly health: RootHealth;
  readonly change: HealthChange | null;
}

/** One failed look may be a lost packet or a server that restarts a service; the second comes seconds later. */
export const FAILURES_TO_BE_DOWN = 2;

/** A healthy office share takes 20 to 200 ms for the whole probe; at 3 s the month of a large office no longer fits in a night. */
export const SLOW_MS = 3_000;
/** Half of it, so that a share at the limit does not swing. */
export const QUICK_MS = 1_500;
/** A backup or a virus scan slows a server for a look or two, which is nobody's concern. */
export const LOOKS_TO_BE_SLOW = 3;

const GIB = 1024 ** 3;
/** About what a month of a large office needs (300,000 documents of 6 KB): the next run may not fit. */
export const NEARLY_FULL_BYTES = 2 * GIB;
/** A half more, so that the daily coming and going of files does not make it swing. */
export const ROOMY_BYTES = 3 * GIB;

export const UNSEEN: RootHealth = {
  state: 'unknown',
  since: null,
  cause: null,
  outageSince: null,
  doubts: 0,
  slow: false,
  contradictions: 0,
  nearlyFull: false,
};

/** Goes on from what the last run of the program knew, so that nothing is told twice. */
export function restored(last: LastState | null): RootHealth {
  if (last === null) return UNSEEN;
  const { state, cause } = last;
  const since = Date.parse(last.since);
  return {
    ...UNSEEN,
    state,
    since,
    cause,
    outageSince: state === 'down' ? since : null,
    slow: cause?.code === 'SHARE_SLOW',
    nearlyFull: cause?.code === 'SHARE_NEARLY_FULL',
  };
}

/** While the root is down, and while it recovers: it answers, but is not trusted yet. */
export function isAway({ state }: RootHealth): boolean {
  return state === 'down' || state === 'recovering';
}

/**
 * What one more look makes of a root.
 * @param patient the machine has just woken and its network takes a moment: failures raise doubts, but confirm nothing yet.
 */
export function afterLook(health: RootHealth, sight: Sight, now: number, patient = false): Classification {
  return 'cause' in sight ? afterFailure(health, sight.cause, now, patient) : afterGoodLook(health, sight, now);
}

function afterFailure(health: RootHealth, cause: ShareCause, now: number, patient: boolean): Classification {
  if (health.state === 'down') return quiet({ ...health, cause });
  if (health.state === 'recovering') return moved(health, { ...health, state: 'down', cause }, now);
  const doubts = patient ? 1 : health.doubts + 1;
  if (doubts < FAILURES_TO_BE_DOWN) return quiet({ ...health, doubts });
  return moved(health, { ...UNSEEN, state: 'down', cause, outageSince: now }, now);
}

function afterGoodLook(health: RootHealth, look: Look, now: number): Classification {
  if (health.state === 'down') return moved(health, { ...health, state: 'recovering', cause: null }, now);
  const measured = measure(health, look);
  const { state, cause } = measured;
  const next = { ...health, ...measured, doubts: 0, outageSince: null };
  return state === health.state ? quiet({ ...next, cause }) : moved(health, next, now);
}

type Measured = Pick<RootHealth, 'slow' | 'contradictions' | 'nearlyFull' | 'state' | 'cause'>;

/** How well a root works that answers. A full disk comes before slowness: somebody has to act on it. */
function measure(health: RootHealth, { latencyMs, freeBytes }: Look): Measured {
  const contradicts = health.slow ? latencyMs < QUICK_MS : latencyMs >= SLOW_MS;
  const inARow = contradicts ? health.contradictions + 1 : 0;
  const turns = inARow >= LOOKS_TO_BE_SLOW;
  const slow = health.slow !== turns;
  const nearlyFull =
    freeBytes === null ? health.nearlyFull : freeBytes < (health.nearlyFull ? ROOMY_BYTES : NEARLY_FULL_BYTES);
  const cause = nearlyFull ? fullness(freeBytes, health.cause) : slow ? slowness(latencyMs, health.cause) : null;
  return { slow, contradictions: turns ? 0 : inARow, nearlyFull, state: cause === null ? 'ok' : 'degraded', cause };
}

function fullness(freeBytes: number | null, before: ShareCause | null): ShareCause {
  if (freeBytes === null && before !== null) return before;
  const megabytes = Math.floor((freeBytes ?? 0) / 1024 ** 2);
  return measuredCause('SHARE_NEARLY_FULL', shareCauses.nearlyFull(megabytes));
}

function slowness(latencyMs: number, before: ShareCause | null): ShareCause {
  // quick again, but not often enough to be believed
  if (latencyMs < QUICK_MS && before !== null) return before;
  return measuredCause('SHARE_SLOW', shareCauses.slow(latencyMs / 1000));
}

function quiet(health: RootHealth): Classification {
  return { health, change: null };
}

function moved(from: RootHealth, to: RootHealth, now: number): Classification {
  const isBack = to.state === 'ok' || to.state === 'degraded';
  const downForMs = isBack && from.outageSince !== null ? Math.max(0, now - from.outageSince) : null;
  return {
    health: { ...to, since: now },
    change: { from: from.state, to: to.state, cause: to.cause, downForMs },
  };
}
