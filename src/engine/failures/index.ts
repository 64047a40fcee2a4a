export { afterFailure, breakerPosition, CircuitBreakers, CLOSED, DEFAULT_BREAKER_RULE } from './breaker';
export type { BreakerPosition, BreakerRule, BreakerState } from './breaker';
export { cancellation, throwIfCancelled } from './cancelled';
export { classify, FAILURE_CLASSES, isRetryable } from './classes';
export type { FailureClass } from './classes';
export { LONGEST_RETRY_AFTER_MS, SIEG_RETRY_POLICY, waitBefore } from './policy';
export type { ClassPolicy, RetryPolicy } from './policy';
export { retrying } from './retrying';
export type { FailureNotice, RetryingOptions } from './retrying';
