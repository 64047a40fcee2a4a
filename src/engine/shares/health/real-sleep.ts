import type { Clock } from '../../base';

/** Real time, whatever the clock's speed: disks do not hurry for a demonstration. Rejects with the signal's reason when aborted. */
export function realSleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return clock.sleep(ms * clock.speed, signal);
}
