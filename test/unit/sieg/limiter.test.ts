import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/engine/base/clock';
import {
  createLimiter,
  createMemoryLimiterStore,
  limitsFor,
  SIEG_BUCKETS,
  type Limiter,
  type LimiterStore,
  type SiegBucket,
} from '../../../src/engine/sieg';
import { retryAfterMs } from '../../../src/engine/sieg/retry-after';
import { fakeClock, type FakeClock } from '../base/failures/fake-clock';
import { neverAborted } from './support';

const START = 1_700_000_000_000;

function limiterWith(
  clock: FakeClock,
  generation: 'legacy' | 'v1' = 'legacy',
  store: LimiterStore = createMemoryLimiterStore(),
): Limiter {
  return createLimiter({ store, keyFingerprint: 'f', limits: limitsFor(generation), clock });
}

async function instants(limiter: Limiter, clock: FakeClock, buckets: readonly SiegBucket[]): Promise<number[]> {
  return Promise.all(
    buckets.map(async (bucket) => {
      await limiter.turn(bucket, neverAborted);
      return clock.now() - START;
    }),
  );
}

describe('limits', () => {
  it('gives the legacy key one limit for everything', () => {
    const limits = limitsFor('legacy');
    expect(new Set(SIEG_BUCKETS.map((bucket) => limits[bucket].share)).size).toBe(1);
    expect(limits.page.perMinute).toBe(30);
    expect(limitsFor('legacy', 12).count.perMinute).toBe(12);
  });

  it('gives every endpoint of v1 its own, and lets the setting change that of pages alone', () => {
    const limits = limitsFor('v1', 4);
    expect(new Set(SIEG_BUCKETS.map((bucket) => limits[bucket].share)).size).toBe(SIEG_BUCKETS.length);
    expect([limits.page.perMinute, limits.count.perMinute, limits.document.perMinute]).toEqual([4, 5, 30]);
    expect(limitsFor('v1').page.perMinute).toBe(2);
  });
});

describe('the limiter', () => {
  it('lets the first go at once and spaces the others, whatever they ask for', async () => {
    const clock = fakeClock(START);
    const times = await instants(limiterWith(clock), clock, ['page', 'count', 'document']);
    expect(times[0]).toBe(0);
    expect(times[1]).toBeCloseTo(61_000 / 30, 0);
    expect(times[2]).toBeCloseTo((2 * 61_000) / 30, 0);
  });

  it('never lets more than the limit into any minute', async () => {
    const clock = fakeClock(START);
    const times = await instants(limiterWith(clock, 'v1'), clock, Array<SiegBucket>(9).fill('count'));
    for (const from of times)
      expect(times.filter((time) => time >= from && time <= from + 60_000).length).toBeLessThanOrEqual(5);
  });

  it('keeps v1 endpoints apart', async () => {
    const clock = fakeClock(START);
    expect(await instants(limiterWith(clock, 'v1'), clock, ['page', 'count', 'document', 'token'])).toEqual([
      0, 0, 0, 0,
    ]);
  });

  it('shortens its waits with the clock', async () => {
    const clock = fakeClock(START, 100);
    const times = await instants(limiterWith(clock, 'v1'), clock, ['page', 'page']);
    expect(times[1]).toBeCloseTo(305, 0);
  });

  it('shares the limit with whoever has the same store and key', async () => {
    const clock = fakeClock(START);
    const store = createMemoryLimiterStore();
    await limiterWith(clock, 'v1', store).turn('page', neverAborted);
    await limiterWith(clock, 'v1', store).turn('page', neverAborted);
    expect(clock.now() - START).toBe(30_500);
    await createLimiter({ store, keyFingerprint: 'another', limits: limitsFor('v1'), clock }).turn(
      'page',
      neverAborted,
    );
    expect(clock.now() - START).toBe(30_500);
  });

  it('holds everybody back after a 429, for as long as it was told or a minute, and at most an hour', async () => {
    for (const [told, waited] of [
      [7_000, 7_000],
      [null, 60_000],
      [86_400_000, 3_600_000],
    ] as const) {
      const clock = fakeClock(START);
      const limiter = limiterWith(clock);
      limiter.hold('count', told);
      await limiter.turn('page', neverAborted);
      expect(clock.now() - START).toBe(waited);
    }
  });

  it('asks again for a turn when a 429 came in while it waited', async () => {
    const clock = fakeClock(START);
    const limiter = limiterWith(clock, 'v1');
    await limiter.turn('page', neverAborted);
    const waiting = limiter.turn('page', neverAborted);
    limiter.hold('page', 600_000);
    await waiting;
    expect(clock.now() - START).toBeGreaterThanOrEqual(600_000);
  });

  it('stops waiting at once, and a stopped queue wastes at most one turn', async () => {
    const store = createMemoryLimiterStore();
    const controller = new AbortController();
    const limiter = createLimiter({ store, keyFingerprint: 'f', limits: limitsFor('v1'), clock: systemClock() });
    await limiter.turn('page', neverAborted);
    const queue = Array.from({ length: 20 }, () => limiter.turn('page', controller.signal));
    setImmediate(() => {
      controller.abort();
    });
    const outcomes = await Promise.allSettled(queue);
    expect(
      outcomes.every(
        (outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code === 'CANCELLED',
      ),
    ).toBe(true);
    expect(store.reserve('f', 'v1-page', 30_500, Date.now()) - Date.now()).toBeLessThanOrEqual(61_000);
    await expect(limiter.turn('page', AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('says how many requests a minute it allows', () => {
    const limiter = limiterWith(fakeClock(), 'v1');
    expect([limiter.requestsPerMinute('page'), limiter.requestsPerMinute('count')]).toEqual([2, 5]);
  });
});

describe('turns kept in memory', () => {
  it('are never closer than the interval nor within a hold', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ wait: fc.nat(500), hold: fc.option(fc.nat(900)) }), { maxLength: 40 }),
        (steps) => {
          const store = createMemoryLimiterStore();
          let now = START;
          let last = -Infinity;
          let held = 0;
          for (const step of steps) {
            now += step.wait;
            if (step.hold !== null) {
              held = Math.max(held, now + step.hold);
              store.holdUntil('f', 'b', now + step.hold);
            }
            const at = store.reserve('f', 'b', 100, now);
            expect(at).toBeGreaterThanOrEqual(Math.max(now, last + 100, held));
            last = at;
          }
        },
      ),
    );
  });

  it('forgets turns of a clock that was set back', () => {
    const store = createMemoryLimiterStore();
    store.reserve('f', 'b', 100, START + 86_400_000);
    store.holdUntil('f', 'b', START + 86_400_000);
    expect(store.reserve('f', 'b', 100, START)).toBe(START);
  });
});

describe('Retry-After', () => {
  it.each([
    [null, null],
    ['7', 7_000],
    ['0', 0],
    ['1.5', 1_500],
    [new Date(START + 9_000).toUTCString(), 9_000],
    [new Date(START - 9_000).toUTCString(), 0],
    ['soon', null],
  ])('%s means %s', (header, ms) => {
    expect(retryAfterMs(header, START)).toBe(ms);
  });
});
