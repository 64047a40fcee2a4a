import { codesWhere, FAILURE_CLASSES, RETRY_RULES, type FailureClass, type RetryRule } from '../../../shared/errors';

export interface ClassPolicy {
  /** Attempts in all, the first one included. */
  readonly attempts: number;
  readonly firstWaitMs: number;
  /** True when every other call would fail the same way, so that the whole run has to stop. */
  readonly stopsRun: boolean;
}

export interface RetryPolicy {
  readonly classes: Readonly<Record<FailureClass, ClassPolicy>>;
  /** Each further wait of a class is this many times the one before. */
  readonly factor: number;
  /** Share of the wait that chance may add, so that companies do not come back in step. Never subtracts: a wait is a promise. */
  readonly jitter: number;
  /** Longest wait, jitter included. A Retry-After of the server may be longer and is obeyed, up to `LONGEST_RETRY_AFTER_MS`. */
  readonly capMs: number;
}

/** A Retry-After beyond an hour is taken for a mistake. */
export const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** True when every other question would fail in the same way. */
function stopsRun(name: FailureClass): boolean {
  return codesWhere(({ again, scope }) => again === name && scope === 'run').length > 0;
}

/** The rules of the codes, for questions to SIEG. */
export const SIEG_RETRY_POLICY: RetryPolicy = {
  classes: Object.fromEntries(
    FAILURE_CLASSES.map((name) => {
      const { attempts, firstWaitMs } = RETRY_RULES[name];
      return [name, { attempts, firstWaitMs, stopsRun: stopsRun(name) }];
    }),
  ) as Record<FailureClass, ClassPolicy>,
  factor: RETRY_RULES.api_error.factor,
  jitter: 0.2,
  capMs: RETRY_RULES.api_error.longestMs,
};

/**
 * Milliseconds to wait after the `attempt`-th failure (1 = the first): the one computation of every wait before another attempt, be it
 * slept through or written down.
 * @param spread at least 1: by how much chance makes it longer
 */
export function waitAfter(rule: Omit<RetryRule, 'attempts'>, attempt: number, spread = 1): number {
  const { firstWaitMs, factor, longestMs, waitsMs } = rule;
  const nth = Math.max(1, attempt);
  const wait = waitsMs?.[Math.min(nth, waitsMs.length) - 1] ?? firstWaitMs * factor ** (nth - 1);
  return Math.min(longestMs, Math.ceil(wait * spread));
}

/** The same; null once the rule's attempts are used up. */
export function nextWait(rule: RetryRule, attempt: number): number | null {
  return attempt < rule.attempts ? waitAfter(rule, attempt) : null;
}

/**
 * Milliseconds to wait after the `attempt`-th failure of its class (1 = the first).
 * @param retryAfterMs what the server asked for; it replaces the table's wait, up to an hour.
 * @param random a number in [0, 1).
 */
export function waitBefore(
  policy: RetryPolicy,
  of: FailureClass,
  attempt: number,
  retryAfterMs: number | null,
  random: number,
): number {
  const spread = 1 + policy.jitter * random;
  if (retryAfterMs !== null) return Math.ceil(Math.min(retryAfterMs, LONGEST_RETRY_AFTER_MS) * spread);
  const { factor, capMs: longestMs } = policy;
  return waitAfter({ firstWaitMs: policy.classes[of].firstWaitMs, factor, longestMs }, attempt, spread);
}
