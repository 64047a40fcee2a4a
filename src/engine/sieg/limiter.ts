import { type Clock, cancellation, LONGEST_RETRY_AFTER_MS, throwIfCancelled, sleepUntil } from '../base';
import { abortable } from './abortable';
import type { SiegLimits } from './port';
import type { SiegBucket } from './port';

/** Where the last-call times of a key live, so that all processes with that key stay inside the limit together. */
export interface LimiterStore {
  /**
   * Atomically reserves the next free instant of `bucket` for the key with this fingerprint, `intervalMs` after the last one.
   * @returns the instant (ms since 1970) at which the caller may go.
   */
  reserve(keyFingerprint: string, bucket: string, intervalMs: number, now: number): number;
  /** Nobody with this key may call `bucket` before `until` (a 429 with Retry-After). */
  holdUntil(keyFingerprint: string, bucket: string, until: number): void;
}

/** Gives each request its turn. One instance per process and key; the store makes several processes one queue. */
export interface Limiter {
  /**
   * Resolves when a request of this bucket may leave.
   * @throws CANCELLED as soon as the signal is aborted.
   */
  turn(bucket: SiegBucket, signal: AbortSignal): Promise<void>;
  /** SIEG answered 429: nobody with this key asks again for `ms` (of the unsped clock); null when it did not say how long. */
  hold(bucket: SiegBucket, ms: number | null): void;
  /** Requests per minute allowed for the bucket. */
  requestsPerMinute(bucket: SiegBucket): number;
}

export interface LimiterOptions {
  readonly store: LimiterStore;
  readonly keyFingerprint: string;
  readonly limits: SiegLimits;
  readonly clock: Clock;
}

/** Turns are spread over 61 s, not 60: a request that travels faster than the one before must not make a minute hold one too many. */
const MINUTE_MS = 61_000;
/** A 429 without Retry-After. */
const DEFAULT_HOLD_MS = 60_000;

export function createLimiter(options: LimiterOptions): Limiter {
  const { store, keyFingerprint, limits, clock } = options;
  const queues = new Map<string, Promise<void>>();
  const heldUntil = new Map<string, number>();

  /** Reserves and waits; again when a 429 of another request came in meanwhile and the reserved instant is no longer good. */
  async function wait(bucket: SiegBucket, signal: AbortSignal): Promise<void> {
    const { share, perMinute } = limits[bucket];
    const intervalMs = MINUTE_MS / perMinute / clock.speed;
    do {
      throwIfCancelled(signal);
      const at = store.reserve(keyFingerprint, share, intervalMs, clock.now());
      await until(at, clock, signal);
    } while (clock.now() < (heldUntil.get(share) ?? 0));
  }

  return {
    // Only the head of the queue reserves, so that a run that is stopped leaves at most one unused turn behind.
    turn(bucket, signal) {
      const { share } = limits[bucket];
      const mine = (queues.get(share) ?? Promise.resolve()).then(() => wait(bucket, signal));
      queues.set(
        share,
        mine.catch(() => undefined),
      );
      return abortable(mine, signal);
    },
    hold(bucket, ms) {
      const { share } = limits[bucket];
      const until = clock.now() + Math.min(ms ?? DEFAULT_HOLD_MS, LONGEST_RETRY_AFTER_MS) / clock.speed;
      heldUntil.set(share, Math.max(heldUntil.get(share) ?? 0, until));
      store.holdUntil(keyFingerprint, share, until);
    },
    requestsPerMinute: (bucket) => limits[bucket].perMinute,
  };
}

async function until(at: number, clock: Clock, signal: AbortSignal): Promise<void> {
  if (at <= clock.now()) return;
  await sleepUntil(clock, at, signal).catch((error: unknown) => {
    throw signal.aborted ? cancellation(signal) : error;
  });
}

/** Limits kept in memory: tests, and one-off commands that have no workspace. */
export function createMemoryLimiterStore(): LimiterStore {
  const last = new Map<string, number>();
  const held = new Map<string, number>();
  const keyOf = (keyFingerprint: string, bucket: string): string => `${keyFingerprint}/${bucket}`;
  return {
    reserve(keyFingerprint, bucket, intervalMs, now) {
      const key = keyOf(keyFingerprint, bucket);
      const at = nextTurn(last.get(key) ?? null, held.get(key) ?? null, intervalMs, now);
      last.set(key, at);
      return at;
    },
    holdUntil(keyFingerprint, bucket, until) {
      const key = keyOf(keyFingerprint, bucket);
      held.set(key, Math.max(held.get(key) ?? 0, until));
    },
  };
}

/** A remembered instant further ahead than any hold can be was written before the system clock was set back: it counts as past. */
function nextTurn(last: number | null, held: number | null, intervalMs: number, now: number): number {
  const believable = (instant: number | null): number =>
    instant === null || instant > now + LONGEST_RETRY_AFTER_MS ? 0 : instant;
  const lastAt = believable(last);
  return Math.max(now, lastAt === 0 ? 0 : lastAt + intervalMs, believable(held));
}
