import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  businessDayOfMonth,
  daysInWindow,
  easterOf,
  isBusinessDay,
  isHoliday,
  readOwnHolidays,
} from '../../../src/engine/domain';

describe('Easter', () => {
  it('falls on the Sundays of the almanac', () => {
    const almanac = ['1961-04-02', '2000-04-23', '2019-04-21', '2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28'];
    // the latest and the earliest that there are
    const extremes = ['1943-04-25', '2038-04-25', '1818-03-22', '2285-03-22'];
    for (const day of [...almanac, ...extremes]) expect(easterOf(Number(day.slice(0, 4)))).toBe(day);
  });

  it('is a Sunday between March 22 and April 25', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1583, max: 4099 }), (year) => {
        const easter = easterOf(year);
        expect(new Date(`${easter}T00:00:00Z`).getUTCDay()).toBe(0);
        expect(easter.slice(5) >= '03-22' && easter.slice(5) <= '04-25').toBe(true);
      }),
    );
  });
});

describe('business days', () => {
  it('leave out the holidays of 2026', () => {
    const holidays = daysInWindow('2026-01-01', '2026-12-31').filter((day) => isHoliday(day));
    expect(holidays).toEqual([
      ...['2026-01-01', '2026-02-16', '2026-02-17', '2026-04-03', '2026-04-21', '2026-05-01', '2026-06-04'],
      ...['2026-09-07', '2026-10-12', '2026-11-02', '2026-11-15', '2026-11-20', '2026-12-25'],
    ]);
  });

  it('know that the Day of Black Consciousness is a national holiday since 2024', () => {
    expect(isBusinessDay('2023-11-20')).toBe(true);
    expect(isHoliday('2024-11-20')).toBe(true);
  });

  it('leave out weekends and the days of the office', () => {
    expect(isBusinessDay('2026-11-28')).toBe(false);
    expect(isBusinessDay('2026-11-29')).toBe(false);
    expect(isBusinessDay('2026-11-30')).toBe(true);
    expect(isBusinessDay('2026-11-30', new Set(['2026-11-30']))).toBe(false);
    expect(isBusinessDay('2027-01-25', new Set(['01-25']))).toBe(false);
  });

  it('are counted within their month', () => {
    expect(businessDayOfMonth('2026-11-02')).toBeNull();
    expect(businessDayOfMonth('2026-11-03')).toBe(1);
    expect(businessDayOfMonth('2026-11-05')).toBe(3);
    expect(businessDayOfMonth('2026-11-05', new Set(['11-04']))).toBe(2);
    expect(businessDayOfMonth('2026-11-30')).toBe(19);
  });

  it('are numbered without a gap in every month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_200 }), (months) => {
        const first = `${String(2000 + Math.floor(months / 12))}-${String((months % 12) + 1).padStart(2, '0')}-01`;
        const days = daysInWindow(first, addDays(first, 27));
        const numbers = days.map((day) => businessDayOfMonth(day)).filter((nth) => nth !== null);
        expect(numbers).toEqual(numbers.map((_, at) => at + 1));
        expect(numbers.length).toBeGreaterThanOrEqual(14);
      }),
    );
  });
});

describe('own holidays', () => {
  it('are read as a person lists them', () => {
    expect([...(readOwnHolidays(' 25/01, 9/7/2027;29/02 ') ?? [])]).toEqual(['01-25', '2027-07-09', '02-29']);
    expect(readOwnHolidays('')).toEqual(new Set());
  });

  it('are refused where one is no day', () => {
    for (const text of ['31/02', '25-01', '29/02/2027', '25/01, amanhã', '00/01', '1/13']) {
      expect(readOwnHolidays(text)).toBeNull();
    }
  });
});
