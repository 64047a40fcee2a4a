import type { FailureClass } from './classes';

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

/** The office's own table: what years of its batch runs against SIEG settled on. */
export const SIEG_RETRY_POLICY: RetryPolicy = {
  classes: {
    api_error: { attempts: 5, firstWaitMs: 60_000, stopsRun: false },
    timeout: { attempts: 3, firstWaitMs: 30_000, stopsRun: false },
    empty_report: { attempts: 2, firstWaitMs: 120_000, stopsRun: false },
    processing_error: { attempts: 2, firstWaitMs: 180_000, stopsRun: false },
    rate_limit: { attempts: 10, firstWaitMs: 300_000, stopsRun: false },
    authentication: { attempts: 1, firstWaitMs: 600_000, stopsRun: true },
  },
  factor: 2,
  jitter: 0.2,
  capMs: 30 * 60_000,
};

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
  const wait = policy.classes[of].firstWaitMs * policy.factor ** (attempt - 1);
  return Math.min(policy.capMs, Math.ceil(wait * spread));
}
