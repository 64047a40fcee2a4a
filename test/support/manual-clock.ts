import type { Clock } from '../../src/engine/base/clock';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** Moves on, ending one after the other the waits that fall into the time; what they wake has a turn before the next one ends. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function manualClock(start: number): ManualClock {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const nextBefore = (end: number): Sleeper | undefined =>
    [...sleepers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  return {
    speed: 1,
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) {
          reject(signal.reason as Error);
          return;
        }
        const onAbort = (): void => {
          sleepers.delete(sleeper);
          reject(signal?.reason as Error);
        };
        const sleeper: Sleeper = {
          at: now + ms,
          wake: () => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
          },
        };
        signal?.addEventListener('abort', onAbort, { once: true });
        sleepers.add(sleeper);
      }),
    async advance(ms) {
      const end = now + ms;
      await turns();
      for (let sleeper = nextBefore(end); sleeper !== undefined; sleeper = nextBefore(end)) {
        sleepers.delete(sleeper);
        now = Math.max(now, sleeper.at);
        sleeper.wake();
        await turns();
      }
      now = end;
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
