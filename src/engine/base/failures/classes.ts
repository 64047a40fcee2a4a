import { behaviourOf, FAILURE_CLASSES, isMaloteError, type FailureClass } from '../../../shared/errors';

export { FAILURE_CLASSES };
export type { FailureClass };

/** The class of any error. What nobody foresaw counts as `processing_error`: it is shown and isolated, never swallowed. */
export function classify(error: unknown): FailureClass {
  return isMaloteError(error) ? behaviourOf(error.code).class : 'processing_error';
}

/** Whether another attempt can help at all: only foreseen failures of the moment; a defect of the program is not one. */
export function isRetryable(error: unknown): boolean {
  const again = isMaloteError(error) ? behaviourOf(error.code).again : 'never';
  return FAILURE_CLASSES.some((name) => name === again);
}
