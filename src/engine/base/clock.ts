/** Time as a port. Instants are real milliseconds since 1970; waits may be shortened by a demonstration clock. */
export interface Clock {
  now(): number;
  /** Resolves after `ms` (divided by `speed`); rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 1 in production; N makes every wait N times shorter (demonstration and tests only). */
  readonly speed: number;
}

export function systemClock(speed = 1): Clock {
  return {
    speed,
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
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
          Math.max(0, ms / speed),
        );
        signal?.addEventListener('abort', onAbort, { once: true });
      }),
  };
}
