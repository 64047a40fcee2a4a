/**
 * What every floor stands on: the two clocks, every wait and timer, a signal that wakes whoever waits, settling work that belongs
 * together, the classes of failure with their attempts and waits, what is untrusted kept from overflowing, the text in bytes that
 * people's programs wrote.
 * It knows nothing of documents, of SIEG, or of this program's files, and opens nothing. No other room looks at the system's clock or
 * sets a timer: real time is `time.ts`, service time, which a demonstration hurries, is a `Clock` that is handed in.
 * It is the only place that knows windows-1252: Node's own decoder of that name is wrong in several releases.
 */
export { sleepUnhurried, sleepUntil, systemClock, type Clock } from './clock';
export { decodeText, streamDecoder, type StreamDecoder } from './encodings/decode-text';
export { decodeWindows1252 } from './encodings/windows-1252';
export {
  afterFailure,
  breakerPosition,
  CircuitBreakers,
  CLOSED,
  DEFAULT_BREAKER_RULE,
  trialAt,
} from './failures/breaker';
export type { BreakerPosition, BreakerRule, BreakerState } from './failures/breaker';
export { cancellation, throwIfCancelled } from './failures/cancelled';
export { classify, FAILURE_CLASSES, isRetryable } from './failures/classes';
export type { FailureClass } from './failures/classes';
export { LONGEST_RETRY_AFTER_MS, nextWait, SIEG_RETRY_POLICY, waitAfter, waitBefore } from './failures/policy';
export type { ClassPolicy, RetryPolicy } from './failures/policy';
export { retrying } from './failures/retrying';
export type { FailureNotice, RetryingOptions } from './failures/retrying';
export { isTooDeep, untrusted, untrustedInTime } from './failures/untrusted';
export { isLoopback } from './loopback';
export { allOrThrow } from './all-or-throw';
export { WakeSignal } from './wake-signal';
export { after, breathe, every, holdThread, monotonicMs, realNow, sleep, within } from './time';
export type { StopTimer, TimerOptions } from './time';
