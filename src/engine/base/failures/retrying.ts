import { isMaloteError } from '../../../shared/errors';
import type { Clock } from '../clock';
import { cancellation, throwIfCancelled } from './cancelled';
import { classify, isRetryable, type FailureClass } from './classes';
import { waitBefore, type RetryPolicy } from './policy';

/** One failed attempt, told before the wait so that it can be recorded and shown. */
export interface FailureNotice {
  readonly failureClass: FailureClass;
  /** How many times this class has failed in this operation, from 1. */
  readonly attempt: number;
  readonly error: unknown;
  /** Wait before the next attempt, in milliseconds; null when there is none. */
  readonly waitMs: number | null;
}

export interface RetryingOptions {
  readonly policy: RetryPolicy;
  readonly clock: Clock;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Ends the operation and the waits. */
  readonly signal: AbortSignal;
  /** Ends the waits alone: an attempt under way comes to its end, and no further one is made. */
  readonly closing?: AbortSignal;
  readonly onFailure?: (notice: FailureNotice) => void;
}

/**
 * Runs `operation` until it succeeds, its class has no attempts left, or the signal is aborted.
 * Each class counts its own attempts, so that one timeout does not use up the patience for a busy server.
 * @throws the last error of the operation, unchanged; CANCELLED (or the signal's MaloteError) as soon as the signal is aborted, or
 * between two attempts once `closing` is.
 */
export async function retrying<T>(operation: (attempt: number) => Promise<T>, options: RetryingOptions): Promise<T> {
  const { clock, signal, closing = signal } = options;
  const failed = new Map<FailureClass, number>();
  for (let attempt = 1; ; attempt += 1) {
    throwIfCancelled(signal);
    try {
      return await operation(attempt);
    } catch (error) {
      throwIfCancelled(signal);
      if (isMaloteError(error, 'CANCELLED')) throw error;
      const notice = describe(error, failed, options);
      options.onFailure?.(closing.aborted ? { ...notice, waitMs: null } : notice);
      if (notice.waitMs === null) throw error;
      await waitUnlessClosed(clock, notice.waitMs, [signal, closing]);
    }
  }
}

async function waitUnlessClosed(clock: Clock, ms: number, signals: readonly AbortSignal[]): Promise<void> {
  const either = AbortSignal.any([...signals]);
  await clock.sleep(ms, either).catch((reason: unknown) => {
    throw either.aborted ? cancellation(either) : reason;
  });
}

function describe(error: unknown, failed: Map<FailureClass, number>, options: RetryingOptions): FailureNotice {
  const failureClass = classify(error);
  const attempt = (failed.get(failureClass) ?? 0) + 1;
  failed.set(failureClass, attempt);
  const again = isRetryable(error) && attempt < options.policy.classes[failureClass].attempts;
  const waitMs = again
    ? waitBefore(options.policy, failureClass, attempt, retryAfterMs(error), options.random())
    : null;
  return { failureClass, attempt, error, waitMs };
}

function retryAfterMs(error: unknown): number | null {
  const seconds = isMaloteError(error) ? error.details['retryAfterSeconds'] : undefined;
  return typeof seconds === 'number' ? seconds * 1000 : null;
}
