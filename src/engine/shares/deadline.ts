import { MaloteError } from '../../shared/errors';
import { after } from '../base';

export interface Bounds {
  readonly signal?: AbortSignal | undefined;
  readonly deadlineMs: number;
  /** The error of a call that took too long. */
  readonly tooLate: () => Error;
}

/**
 * Gives up on `work` at the deadline or when the signal fires (CANCELLED). The file system call in progress cannot be taken
 * back, so `work` gets a lease: it must ask `lease.throwIfAborted()` before every step that changes something, and must tidy
 * up after itself even when nobody waits for it any more. Real time, not the demonstration clock: disks do not speed up.
 */
export function withDeadline<T>(work: (lease: AbortSignal) => Promise<T>, bounds: Bounds): Promise<T> {
  const { signal, deadlineMs, tooLate } = bounds;
  if (signal?.aborted) return Promise.reject(new MaloteError('CANCELLED'));
  const lease = new AbortController();
  return new Promise<T>((resolve, reject) => {
    const giveUp = (reason: Error): void => {
      lease.abort(reason);
      reject(reason);
    };
    const onAbort = (): void => giveUp(new MaloteError('CANCELLED'));
    const stopWaiting = after(deadlineMs, () => giveUp(tooLate()));
    signal?.addEventListener('abort', onAbort, { once: true });
    work(lease.signal)
      .then(resolve, reject)
      .finally(() => {
        stopWaiting();
        signal?.removeEventListener('abort', onAbort);
      });
  });
}
