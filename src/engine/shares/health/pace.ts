import type { ShareCause } from '../../../shared/ipc/shares';
import { isAway } from './machine';
import type { RootHealth } from './machine';

const MINUTE_MS = 60_000;
export const LEAST_INTERVAL_MS = MINUTE_MS;
export const MOST_INTERVAL_MS = 60 * MINUTE_MS;

/** How long a look may take before it counts as a timeout: as long as any operation on a root. */
const LOOK_DEADLINE_MS = 30_000;
/** A root that is down is looked at this often, so that work goes on within seconds of its return. */
const AWAY_EVERY_MS = 15_000;
/** A root that has just been slow is looked at sooner, to know whether it stays so. */
const SLOW_EVERY_MS = MINUTE_MS;
/** From the first good look after an outage to the one that ends it: a server that restarts answers once, and then not. */
const TRUST_AFTER_MS = 5_000;
/** From a failed look to the one that confirms it, when the cause may pass by itself. */
const CONFIRM_AFTER_MS = 3_000;
/** A server that refuses clearly will not think better of it: only a lost packet is ruled out. */
const CONFIRM_CLEAR_AFTER_MS = 250;
const MAY_PASS = new Set(['SHARE_TIMEOUT', 'SHARE_BUSY', 'SHARE_IO', 'SHARE_VERIFY_FAILED', 'SHARE_VANISHED']);
/** The share of a wait that chance may take away, so that the roots are not all looked at together. */
const JITTER = 0.1;

/** A quarter of the interval where that is less than the usual deadline: two looks must fit. */
export function lookDeadlineMs(intervalMs: number): number {
  return Math.min(LOOK_DEADLINE_MS, intervalMs / 4);
}

/**
 * How soon a look has to be followed by another to be understood; null when it stands by itself.
 * @param patient as for `afterLook`: what is clear at other times passes by itself while the network comes up.
 */
export function confirmAfterMs(health: RootHealth, failure: ShareCause | null, patient: boolean): number | null {
  if (health.state === 'recovering') return TRUST_AFTER_MS;
  if (health.doubts === 0) return null;
  const isClear = failure !== null && !patient && !MAY_PASS.has(failure.code);
  return isClear ? CONFIRM_CLEAR_AFTER_MS : CONFIRM_AFTER_MS;
}

/**
 * Wait until the next look. The interval is a promise: an outage is known for what it is within one interval, also when each look at
 * it takes the whole deadline. Hence the wait is shorter than the interval by two such looks.
 * @param random at least 0 and less than 1
 */
export function nextLookMs(health: RootHealth, intervalMs: number, random: number): number {
  return paceMs(health, intervalMs) * (1 - JITTER * random);
}

function paceMs(health: RootHealth, intervalMs: number): number {
  const usual = intervalMs - 2 * lookDeadlineMs(intervalMs) - CONFIRM_AFTER_MS;
  // Each look is one more failed logon, and servers lock accounts after a few of them.
  if (isAway(health) && health.cause?.code !== 'SHARE_CREDENTIALS') return Math.min(AWAY_EVERY_MS, usual);
  return health.slow || health.contradictions > 0 ? Math.min(SLOW_EVERY_MS, usual) : usual;
}
