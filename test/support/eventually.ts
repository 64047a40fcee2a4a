import { vi } from 'vitest';

/** Waits for a condition, not for a clock: on a machine that is busy with other things it may take its time. */
export function eventually<Value>(condition: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(condition, { timeout: 30_000, interval: 25 });
}
