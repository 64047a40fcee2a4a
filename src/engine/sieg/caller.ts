import { isMaloteError, MaloteError } from '../../shared/errors';
import type { Clock } from '../base';
import { readAnswer, type Payload } from './answers';
import type { HttpAnswer, HttpClient } from './http';
import type { Limiter } from './limiter';
import type { SiegBucket } from './port';
import type { Redactor } from './redact';
import { retryAfterMs } from './retry-after';

export interface Call {
  readonly bucket: SiegBucket;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly deadlineMs: number;
  readonly maxBytes: number;
}

export interface CallerOptions {
  readonly http: HttpClient;
  readonly limiter: Limiter;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Replaces every deadline of the calls (a setting, or a test that has no minutes to wait). */
  readonly httpTimeoutMs?: number | undefined;
  /** Once aborted no request leaves any more, not even one that waits for its turn; those under way end. */
  readonly closing?: AbortSignal | undefined;
}

/** Called when the request leaves, after its turn came: what a stopwatch should not count is over. */
export type OnLeave = () => void;

/** One call to SIEG: its turn, the request, the meaning of the answer; a 429 holds back everybody else in its bucket. */
export type Caller = (call: Call, signal: AbortSignal, onLeave?: OnLeave) => Promise<Payload>;

export function createCaller(options: CallerOptions): Caller {
  const { http, limiter, redactor, clock, closing } = options;

  function read(answer: HttpAnswer, bucket: SiegBucket): Payload {
    try {
      return readAnswer(answer, redactor.redact);
    } catch (error) {
      if (!isMaloteError(error, 'SIEG_RATE_LIMIT')) throw error;
      const ms = retryAfterMs(answer.retryAfter, clock.now());
      limiter.hold(bucket, ms);
      throw ms === null
        ? error
        : new MaloteError('SIEG_RATE_LIMIT', { ...error.details, retryAfterSeconds: ms / 1000 });
    }
  }

  return async (call, signal, onLeave) => {
    const { bucket, ...request } = call;
    await limiter.turn(bucket, closing === undefined ? signal : AbortSignal.any([signal, closing]));
    onLeave?.();
    const answer = await http.post({ ...request, deadlineMs: options.httpTimeoutMs ?? call.deadlineMs, signal });
    return read(answer, bucket);
  };
}
