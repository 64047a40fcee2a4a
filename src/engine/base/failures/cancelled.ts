import { isMaloteError, MaloteError } from '../../../shared/errors';

/** The error of an aborted signal: its own reason when that is a MaloteError, else CANCELLED (a foreign reason may hold anything). */
export function cancellation(signal: AbortSignal): MaloteError {
  const reason: unknown = signal.reason;
  return isMaloteError(reason) ? reason : new MaloteError('CANCELLED');
}

/** Throws the cancellation of `signal` when it is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancellation(signal);
}
