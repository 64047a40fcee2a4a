import { isMaloteError, type ErrorCode } from '../../src/shared/errors';

/** The code of what a call throws; null: it does not throw. @throws what is no MaloteError */
export function maloteCode(call: () => unknown): ErrorCode | null {
  try {
    call();
    return null;
  } catch (error) {
    if (isMaloteError(error)) return error.code;
    throw error;
  }
}
