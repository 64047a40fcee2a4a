import { behaviourOf, isMaloteError, type MaloteError } from '../../shared/errors';

/** A failure of one question to SIEG that need not stop the others; it is noted and what it leaves out is a gap. */
export function isSkippable(error: unknown): error is MaloteError {
  return isMaloteError(error) && error.code.startsWith('SIEG_') && behaviourOf(error.code).scope !== 'run';
}
