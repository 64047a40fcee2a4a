import { realNow, sleep } from './time';

/** Time as a port. Instants are real milliseconds since 1970; waits may be shortened by a demonstration clock. */
export interface Clock {
  now(): number;
  /** Resolves after `ms` (divided by `speed`); rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 1 in production; N makes every wait N times shorter (demonstration and tests only). */
  readonly speed: number;
}

export function systemClock(speed = 1): Clock {
  return { speed, now: realNow, sleep: (ms, signal) => sleep(ms / speed, signal) };
}

/** Waits for `ms` of this clock whatever its speed: disks and networks do not hurry for a demonstration. Rejects as `sleep` does. */
export function sleepUnhurried(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return clock.sleep(ms * clock.speed, signal);
}

/** Waits until the clock shows this instant (ms since 1970), which is real whatever its speed. Rejects as `sleep` does. */
export function sleepUntil(clock: Clock, at: number, signal?: AbortSignal): Promise<void> {
  return sleepUnhurried(clock, Math.max(0, at - clock.now()), signal);
}
