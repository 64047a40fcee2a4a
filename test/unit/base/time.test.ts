import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  after,
  breathe,
  every,
  holdThread,
  monotonicMs,
  realNow,
  sleep,
  sleepUnhurried,
  sleepUntil,
  systemClock,
  within,
} from '../../../src/engine/base';

const NOON = Date.parse('2026-11-30T12:00:00Z');

beforeEach(() => {
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether it has come to an end by now; what it threw, where it threw. */
function watch(work: Promise<unknown>): { end: unknown } {
  const seen: { end: unknown } = { end: null };
  work.then(
    () => (seen.end = 'resolved'),
    (error: unknown) => (seen.end = error),
  );
  return seen;
}

const passes = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

describe('the two clocks', () => {
  it('tell the moment, which the system may set, and the time that has passed, which nobody sets', () => {
    expect(realNow()).toBe(NOON);
    const since = monotonicMs();
    vi.setSystemTime(NOON - 3_600_000);
    expect(realNow()).toBe(NOON - 3_600_000);
    vi.advanceTimersByTime(250);
    expect(monotonicMs() - since).toBe(250);
  });
});

describe('a wait', () => {
  it('lasts as long as it is said, and not less than no time', async () => {
    const long = watch(sleep(1_000));
    const none = watch(sleep(-5));
    await passes(999);
    expect([long.end, none.end]).toEqual([null, 'resolved']);
    await passes(1);
    expect(long.end).toBe('resolved');
  });

  it('ends with the reason of its signal, at once, and leaves no timer and no listener behind', async () => {
    const controller = new AbortController();
    const wait = watch(sleep(1_000, controller.signal));
    const reason = new Error('closing');
    controller.abort(reason);
    await passes(0);
    expect(wait.end).toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    await expect(sleep(1_000, controller.signal)).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);

    const other = new AbortController();
    const listened = vi.spyOn(other.signal, 'removeEventListener');
    const whole = sleep(10, other.signal);
    await passes(10);
    await whole;
    expect(listened).toHaveBeenCalledOnce();
  });

  it('for a turn lets what waits for its turn go first', async () => {
    vi.useRealTimers();
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await breathe();
    order.push('own');
    expect(order).toEqual(['other', 'own']);
  });

  it('that holds the thread lasts as long', () => {
    vi.useRealTimers();
    const since = monotonicMs();
    holdThread(30);
    expect(monotonicMs() - since).toBeGreaterThanOrEqual(29);
  });
});

describe('a timer', () => {
  it('calls once, later, unless it is stopped', async () => {
    const [called, stopped] = [vi.fn(), vi.fn()];
    const stopCalled = after(100, called);
    const stop = after(100, stopped);
    await passes(99);
    expect(called).not.toHaveBeenCalled();
    stop();
    await passes(1_000);
    expect(called).toHaveBeenCalledOnce();
    expect(stopped).not.toHaveBeenCalled();
    stopCalled();
  });

  it('calls again and again until it is stopped', async () => {
    const called = vi.fn();
    const stop = every(100, called);
    await passes(350);
    expect(called).toHaveBeenCalledTimes(3);
    stop();
    await passes(1_000);
    expect(called).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['once', after, 'setTimeout'],
    ['again and again', every, 'setInterval'],
  ] as const)('that calls %s keeps the process only where it is wanted', (_, timer, name) => {
    vi.useRealTimers();
    const made = vi.spyOn(globalThis, name);
    const stops = [timer(60_000, () => undefined), timer(60_000, () => undefined, { keepsProcess: false })];
    const timers = made.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef());
    for (const stop of stops) stop();
    made.mockRestore();
    expect(timers).toEqual([true, false]);
  });
});

describe('work within a time', () => {
  it('gives its value, or what it throws, and leaves no timer behind', async () => {
    expect(await within(1_000, Promise.resolve(7))).toBe(7);
    await expect(within(1_000, Promise.reject(new Error('refused')))).rejects.toThrow('refused');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is late where it takes longer, and nobody hears how it ends', async () => {
    let fail: (error: Error) => void = () => undefined;
    const found = within(
      1_000,
      new Promise((_, reject) => {
        fail = reject;
      }),
    );
    await passes(1_000);
    expect(await found).toBe('late');
    fail(new Error('at last'));
    await passes(1);
  });
});

describe('the clock of the services', () => {
  it('shortens its waits by its speed, and no instant', async () => {
    const clock = systemClock(100);
    const wait = watch(clock.sleep(10_000));
    expect(clock.now()).toBe(NOON);
    await passes(99);
    expect(wait.end).toBeNull();
    await passes(1);
    expect(wait.end).toBe('resolved');
    expect(clock.now()).toBe(NOON + 100);
  });

  it('waits unhurried for what is real, and for an instant, which may be over', async () => {
    const clock = systemClock(100);
    const disk = watch(sleepUnhurried(clock, 1_000));
    const instant = watch(sleepUntil(clock, NOON + 2_000));
    const over = watch(sleepUntil(clock, NOON - 1));
    await passes(999);
    expect([disk.end, instant.end, over.end]).toEqual([null, null, 'resolved']);
    await passes(1);
    expect([disk.end, instant.end]).toEqual(['resolved', null]);
    await passes(1_000);
    expect(instant.end).toBe('resolved');
  });

  it('ends such waits with the reason of their signal', async () => {
    const reason = new Error('closing');
    const signal = AbortSignal.abort(reason);
    await expect(sleepUnhurried(systemClock(9), 1_000, signal)).rejects.toBe(reason);
    await expect(sleepUntil(systemClock(9), NOON + 1_000, signal)).rejects.toBe(reason);
  });
});
