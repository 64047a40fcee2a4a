import { isMaloteError, type MaloteError } from '../../shared/errors';
import { SIEG_RETRY_POLICY, classify } from '../base';

/** A failure of one question to SIEG that need not stop the others; it is noted and what it leaves out is a gap. */
export function isSkippable(error: unknown): error is MaloteError {
  if (!isMaloteError(error) || !error.code.startsWith('SIEG_')) return false;
  if (error.code.startsWith('SIEG_ADDRESS') || error.code.startsWith('SIEG_CREDENTIALS')) return false;
  return !SIEG_RETRY_POLICY.classes[classify(error)].stopsRun;
}
