/** When a subject (a company, SIEG as a whole) is set aside, and for how long before it gets one trial. */
export interface BreakerRule {
  /** Failures in a row that open the breaker. */
  readonly threshold: number;
  /** Milliseconds until one trial is allowed. */
  readonly coolDownMs: number;
  /** Each failed trial makes the next cool-down this many times longer. Default: 1. */
  readonly factor?: number;
  /** Longest cool-down, in milliseconds. Default: none. */
  readonly longestMs?: number;
}

/** Plain data, so that it can be stored and survive a restart. */
export interface BreakerState {
  readonly failures: number;
  /** Instant (ms since 1970) of the failure that opened it, or of the last trial that failed; null while closed. */
  readonly openedAt: number | null;
  /** Instant of the first failure in the row; null while there is none. */
  readonly since: number | null;
}

/** `closed` works, `open` is set aside, `half-open` may be tried once. */
export type BreakerPosition = 'closed' | 'open' | 'half-open';

export const DEFAULT_BREAKER_RULE: BreakerRule = { threshold: 3, coolDownMs: 15 * 60_000 };

/** A subject that never failed, and one that has just succeeded. */
export const CLOSED: BreakerState = { failures: 0, openedAt: null, since: null };

/** One more failure in a row; a failed trial starts the cool-down anew. */
export function afterFailure(state: BreakerState, now: number, rule: BreakerRule): BreakerState {
  const failures = state.failures + 1;
  return { failures, openedAt: failures >= rule.threshold ? now : null, since: state.since ?? now };
}

/** The instant of the next trial; null while closed. One that is further ahead than a cool-down was set by another clock: it counts as now. */
export function trialAt(state: BreakerState, now: number, rule: BreakerRule): number | null {
  if (state.openedAt === null) return null;
  const { coolDownMs, factor = 1, longestMs = Number.POSITIVE_INFINITY } = rule;
  const coolDown = Math.min(longestMs, coolDownMs * factor ** Math.max(0, state.failures - rule.threshold));
  return state.openedAt > now ? now : state.openedAt + coolDown;
}

export function breakerPosition(state: BreakerState, now: number, rule: BreakerRule): BreakerPosition {
  const at = trialAt(state, now, rule);
  if (at === null) return 'closed';
  return now >= at ? 'half-open' : 'open';
}

/** The breakers of all subjects: one that keeps failing is isolated and never blocks the others. */
export class CircuitBreakers {
  readonly #rule: BreakerRule;
  readonly #states: Map<string, BreakerState>;

  constructor(rule: BreakerRule = DEFAULT_BREAKER_RULE, states: Iterable<readonly [string, BreakerState]> = []) {
    this.#rule = rule;
    this.#states = new Map(states);
  }

  allows(subject: string, now: number): boolean {
    return this.positionOf(subject, now) !== 'open';
  }

  positionOf(subject: string, now: number): BreakerPosition {
    return breakerPosition(this.stateOf(subject), now, this.#rule);
  }

  succeeded(subject: string): void {
    this.#states.delete(subject);
  }

  failed(subject: string, now: number): void {
    this.#states.set(subject, afterFailure(this.stateOf(subject), now, this.#rule));
  }

  stateOf(subject: string): BreakerState {
    return this.#states.get(subject) ?? CLOSED;
  }

  /** Subjects set aside or on trial, to be retried at the end of the run and in the next one. */
  isolated(): string[] {
    return [...this.#states].filter(([, state]) => state.openedAt !== null).map(([subject]) => subject);
  }

  /** All states, to be stored. */
  entries(): (readonly [string, BreakerState])[] {
    return [...this.#states];
  }
}
