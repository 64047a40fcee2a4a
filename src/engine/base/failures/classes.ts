import { isMaloteError, type ErrorCode } from '../../../shared/errors';

/** How a failure behaves, which decides how it is retried. */
export const FAILURE_CLASSES = [
  'api_error',
  'timeout',
  'empty_report',
  'processing_error',
  'rate_limit',
  'authentication',
] as const;
export type FailureClass = (typeof FAILURE_CLASSES)[number];

const CLASS_OF: Partial<Record<ErrorCode, FailureClass>> = {
  SIEG_SERVER_ERROR: 'api_error',
  SIEG_GATEWAY_TIMEOUT: 'api_error',
  SIEG_WRONG_PATH: 'api_error',
  SIEG_REDIRECTED: 'api_error',
  SIEG_NOT_SIEG: 'api_error',
  SIEG_PROXY_LOGIN: 'api_error',
  SIEG_TIMEOUT: 'timeout',
  SIEG_CONNECTION: 'timeout',
  SIEG_DNS: 'timeout',
  SIEG_TLS: 'timeout',
  SIEG_EMPTY_REPORT: 'empty_report',
  SIEG_REJECTED: 'processing_error',
  SIEG_UNREADABLE: 'processing_error',
  SIEG_TOO_LARGE: 'processing_error',
  SIEG_REPORT_UNREADABLE: 'processing_error',
  SIEG_RATE_LIMIT: 'rate_limit',
  SIEG_AUTHENTICATION: 'authentication',
};

/** Codes of the table whose next attempt could only end the same way: the setting or the question is wrong, not the moment. */
const SAME_AGAIN: readonly ErrorCode[] = ['SIEG_WRONG_PATH', 'SIEG_REDIRECTED', 'SIEG_PROXY_LOGIN'];

/** The class of any error. What nobody foresaw counts as `processing_error`: it is shown and isolated, never swallowed. */
export function classify(error: unknown): FailureClass {
  return (isMaloteError(error) ? CLASS_OF[error.code] : undefined) ?? 'processing_error';
}

/** Whether another attempt can help at all: only foreseen failures of the moment; a defect of the program is not one. */
export function isRetryable(error: unknown): boolean {
  return isMaloteError(error) && CLASS_OF[error.code] !== undefined && !SAME_AGAIN.includes(error.code);
}
