import { setImmediate as nextTurn } from 'node:timers/promises';

/** How a timer stands to the end of the process. */
export interface TimerOptions {
  /** False: a process with nothing else to do ends without it. Default: true. */
  readonly keepsProcess?: boolean;
}

/** Ends a timer; once it has ended by itself, nothing. */
export type StopTimer = () => void;

/** Milliseconds since 1970, as the system has them now: somebody may set it forward or back. */
export function realNow(): number {
  return Date.now();
}

/** Milliseconds since some instant of this process, with fractions: for durations alone. It never goes back. */
export function monotonicMs(): number {
  return performance.now();
}

/** Real time. Resolves after `ms`; rejects with the signal's reason as soon as it is aborted. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.max(0, ms),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** Resolves when whatever waits for its turn in this process has had it. */
export function breathe(): Promise<void> {
  return nextTurn();
}

/** Calls `work` once, after `ms` of real time. It must not throw: nobody would catch it. */
export function after(ms: number, work: () => void, { keepsProcess = true }: TimerOptions = {}): StopTimer {
  const timer = setTimeout(work, ms);
  if (!keepsProcess) timer.unref();
  return () => {
    clearTimeout(timer);
  };
}

/** Calls `work` again and again, every `ms` of real time, for the first time after `ms`. It must not throw: nobody would catch it. */
export function every(ms: number, work: () => void, { keepsProcess = true }: TimerOptions = {}): StopTimer {
  const timer = setInterval(work, ms);
  if (!keepsProcess) timer.unref();
  return () => {
    clearInterval(timer);
  };
}

/** What `work` comes to, or `late` after `ms` of real time; it goes on, and nobody hears of it. @throws what it throws in time */
export async function within<Value>(
  ms: number,
  work: Promise<Value>,
  options: TimerOptions = {},
): Promise<Value | 'late'> {
  let stop: StopTimer = () => undefined;
  const late = new Promise<'late'>((resolve) => {
    stop = after(ms, () => resolve('late'), options);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop();
  }
}

/** Real time, in which this thread does nothing at all: for what cannot be waited for in any other way. */
export function holdThread(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
