import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { ruleTimes } from '../../../src/engine/schedule';
import type { ScheduleRule } from '../../../src/shared/schedule';

const NONE: ReadonlySet<string> = new Set();
const at = (text: string): number => new Date(text).getTime();
const text = (instant: number | null): string | null => {
  if (instant === null) return null;
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
};
const following = (rule: ScheduleRule, from: string, many: number, own = NONE): (string | null)[] => {
  const times = ruleTimes(rule, own);
  let after: number | null = at(from);
  return Array.from({ length: many }, () => text((after = after === null ? null : times.next(after))));
};

describe('when a rule is due', () => {
  it('is every day at its hour', () => {
    expect(following({ days: 'every', at: '02:00' }, '2026-11-30T02:00', 2)).toEqual([
      '2026-12-01 02:00',
      '2026-12-02 02:00',
    ]);
  });

  it('passes over weekends, national holidays and those of the office', () => {
    const rule = { days: 'business', at: '06:00' } as const;
    expect(following(rule, '2026-12-24T07:00', 2)).toEqual(['2026-12-28 06:00', '2026-12-29 06:00']);
    expect(following(rule, '2026-12-24T07:00', 1, new Set(['12-28']))).toEqual(['2026-12-29 06:00']);
  });

  it('is on certain days of the week', () => {
    expect(following({ days: 'weekly', on: [0, 4], at: '23:30' }, '2026-11-30T00:00', 3)).toEqual([
      '2026-12-03 23:30',
      '2026-12-06 23:30',
      '2026-12-10 23:30',
    ]);
  });

  it('is on the last day of a month that has no such day', () => {
    expect(following({ days: 'monthly', day: 31, at: '08:00' }, '2027-01-31T09:00', 3)).toEqual([
      '2027-02-28 08:00',
      '2027-03-31 08:00',
      '2027-04-30 08:00',
    ]);
  });

  it('is on a business day of the month', () => {
    expect(following({ days: 'nth-business', nth: 3, at: '09:00' }, '2026-11-05T09:00', 2)).toEqual([
      '2026-12-03 09:00',
      '2027-01-06 09:00',
    ]);
  });

  it('is what cron says', () => {
    expect(following({ days: 'cron', pattern: '*/30 8-9 * * 1-5' }, '2026-12-04T09:00', 3)).toEqual([
      '2026-12-04 09:30',
      '2026-12-07 08:00',
      '2026-12-07 08:30',
    ]);
  });

  it('is never on a day that there is not', () => {
    expect(following({ days: 'cron', pattern: '0 0 30 2 *' }, '2026-01-01T00:00', 1)).toEqual([null]);
    // every day is a holiday
    const all = new Set(
      Array.from({ length: 366 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(5, 10)),
    );
    expect(following({ days: 'business', at: '06:00' }, '2026-01-01T00:00', 1, all)).toEqual([null]);
  });

  it('refuses what cron does not understand', () => {
    for (const pattern of ['all the time', '61 0 * * *', '0 0 * *', '0 0 0 1 1 *']) {
      expect(() => ruleTimes({ days: 'cron', pattern }, NONE)).toThrow(
        expect.objectContaining({ code: 'SCHEDULE_BAD_RULE' }),
      );
    }
  });
});

describe('when the clocks change', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  /** How often it is due between two instants. */
  const dues = (from: string, to: string): number => {
    const last = ruleTimes({ days: 'every', at: '02:30' }, NONE).last(Date.parse(from), Date.parse(to));
    return last === null ? 0 : last.missed + 1;
  };

  it('is due once in a night without its hour, and once in a night that has it twice', () => {
    process.env['TZ'] = 'America/New_York';
    expect(dues('2026-03-08T00:00-05:00', '2026-03-09T00:00-04:00')).toBe(1);
    expect(dues('2026-11-01T00:00-04:00', '2026-11-02T00:00-05:00')).toBe(1);
    expect(dues('2026-10-25T00:00-04:00', '2026-11-08T00:00-05:00')).toBe(14);
  });

  it('stays at its hour where the clocks were changed at midnight, as once in Brazil', () => {
    process.env['TZ'] = 'America/Sao_Paulo';
    const midnight = ruleTimes({ days: 'every', at: '00:00' }, NONE);
    const last = midnight.last(Date.parse('2018-11-02T12:00-03:00'), Date.parse('2018-11-07T12:00-02:00'));
    expect((last?.missed ?? -1) + 1).toBe(5);
  });
});

describe('the newest due time of a stretch', () => {
  const daily = ruleTimes({ days: 'every', at: '02:00' }, NONE);

  it('stands for those before it', () => {
    const last = daily.last(at('2026-11-25T02:00'), at('2026-11-30T01:59'));
    expect([text(last?.at ?? null), last?.missed]).toEqual(['2026-11-29 02:00', 3]);
  });

  it('is none where nothing was due', () => {
    expect(daily.last(at('2026-11-30T02:00'), at('2026-12-01T01:59:59'))).toBeNull();
    expect(daily.last(at('2026-11-30T03:00'), at('2026-11-30T03:00'))).toBeNull();
  });

  it('is what is due this very moment', () => {
    expect(text(daily.last(at('2026-11-30T01:59:59.999'), at('2026-11-30T02:00'))?.at ?? null)).toBe(
      '2026-11-30 02:00',
    );
  });

  it('does not count without end', () => {
    const often = ruleTimes({ days: 'cron', pattern: '* * * * *' }, NONE);
    expect(often.last(at('2020-01-01T00:00'), at('2026-01-01T00:00'))).toEqual({
      at: at('2026-01-01T00:00'),
      missed: 1_000,
    });
  });

  it('agrees with the due times one by one', () => {
    const rules: readonly ScheduleRule[] = [
      { days: 'every', at: '00:00' },
      { days: 'business', at: '12:30' },
      { days: 'weekly', on: [1], at: '23:59' },
      { days: 'monthly', day: 30, at: '05:00' },
      { days: 'nth-business', nth: 1, at: '09:00' },
      { days: 'cron', pattern: '15 */6 * * *' },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.integer({ min: at('2024-01-01T00:00'), max: at('2028-01-01T00:00') }),
        fc.integer({ min: 0, max: 40 * 24 * 3_600_000 }),
        (rule, after, stretch) => {
          const times = ruleTimes(rule, NONE);
          const due: number[] = [];
          for (let next = times.next(after); next !== null && next <= after + stretch; next = times.next(next)) {
            due.push(next);
          }
          const newest = due.at(-1);
          expect(times.last(after, after + stretch)).toEqual(
            newest === undefined ? null : { at: newest, missed: due.length - 1 },
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
