import { ERRORS, MaloteError, type ErrorCode } from '../errors';
import type { WireError } from './bridge';

/** An error as it was thrown on the other side; a code that this version does not know becomes INTERNAL. */
export function thrownFrom(error: WireError): MaloteError {
  if (Object.hasOwn(ERRORS, error.code)) return new MaloteError(error.code as ErrorCode, error.details);
  return new MaloteError('INTERNAL', { reason: error.message.replace(/[.\s]+$/, '') });
}
