import type { Clock } from '../../src/engine';
import { sleep } from '../../src/engine/base';

/** A clock of which somebody sets the time, and whose waits are so many times shorter. */
export function weekClock(now: () => number, speed: number): Clock {
  return { speed, now, sleep: (ms, signal) => sleep(ms / speed, signal) };
}
