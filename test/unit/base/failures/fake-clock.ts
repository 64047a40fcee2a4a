import type { Clock } from '../../../../src/engine/base/clock';

/** A clock whose waits end at once and move its own time; it remembers what was slept. */
export interface FakeClock extends Clock {
  readonly slept: number[];
  advance(ms: number): void;
}

export function fakeClock(start = 1_700_000_000_000, speed = 1): FakeClock {
  let now = start;
  const slept: number[] = [];
  return {
    speed,
    slept,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    sleep: async (ms, signal) => {
      await Promise.resolve();
      if (signal?.aborted) throw signal.reason as Error;
      slept.push(ms);
      now += ms / speed;
    },
  };
}
