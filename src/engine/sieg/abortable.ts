import { setMaxListeners } from 'node:events';
import { cancellation } from '../base';

/** `promise`, or the cancellation as soon as the signal is aborted, whichever is first. The promise itself goes on. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // All the waiters of a run listen to its one signal, and each takes its listener away again: no leak to warn of.
  setMaxListeners(0, signal);
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(cancellation(signal));
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}
