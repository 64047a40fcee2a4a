import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  addDays,
  dayOf,
  daysInWindow,
  firstDay,
  formatCents,
  isDay,
  isMonth,
  lastDay,
  monthAt,
  monthOf,
  nextMonth,
  parseCents,
  parseMoney,
  previousMonth,
} from '../../../src/engine/domain';
import { day, month } from './arbitraries';

describe('period', () => {
  it('has the month of where this computer is, on the last evening of a month too', () => {
    vi.stubEnv('TZ', 'America/Sao_Paulo');
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(monthAt(Date.parse('2026-11-01T02:59:59Z'))).toBe('2026-10');
    expect(monthAt(Date.parse('2026-11-01T03:00:00Z'))).toBe('2026-11');
  });

  it.each([
    ['2026-03-31T23:30:00-05:00', '2026-03-31'],
    ['2026-03-31T23:30:00.1234567Z', '2026-03-31'],
    ['2026-03-31', '2026-03-31'],
    ['31/03/2026 23:59:59', '2026-03-31'],
    ['31/03/2026', '2026-03-31'],
    ['20260331', '2026-03-31'],
    ['2024-02-29', '2024-02-29'],
  ])('reads %s', (text, expected) => {
    expect(dayOf(text)).toBe(expected);
    expect(monthOf(text)).toBe(expected.slice(0, 7));
  });

  it.each(['', '2026-02-30', '31/02/2026', '2026-13-01', '202603', '20260331120000', '2026-03', 'ontem'])(
    'reads no day in %j',
    (text) => {
      expect(dayOf(text)).toBeNull();
    },
  );

  it('no time and no zone moves a document to another month', () => {
    const clock = fc.tuple(fc.nat({ max: 23 }), fc.nat({ max: 59 }), fc.integer({ min: -11, max: 12 }));
    fc.assert(
      fc.property(day, clock, (written, [hour, minute, zone]) => {
        const two = (n: number): string => String(Math.abs(n)).padStart(2, '0');
        const text = `${written}T${two(hour)}:${two(minute)}:00${zone < 0 ? '-' : '+'}${two(zone)}:00`;
        expect(dayOf(text)).toBe(written);
        expect(monthOf(text)).toBe(written.slice(0, 7));
      }),
    );
  });

  it('walks the calendar', () => {
    expect(lastDay('2024-02')).toBe('2024-02-29');
    expect(firstDay('2026-12')).toBe('2026-12-01');
    expect(previousMonth('2026-01')).toBe('2025-12');
    expect(nextMonth('2026-12')).toBe('2027-01');
    expect(daysInWindow('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(daysInWindow('2026-03-02', '2026-03-01')).toEqual([]);
    expect(() => addDays('2026-02-30', 1)).toThrow(RangeError);
    expect(() => nextMonth('2026-00')).toThrow(RangeError);
  });

  it('a month is its days, and its neighbours are each other', () => {
    fc.assert(
      fc.property(month, (value) => {
        const days = daysInWindow(firstDay(value), lastDay(value));
        expect(days.every((each) => isDay(each) && monthOf(each) === value)).toBe(true);
        expect(addDays(lastDay(value), 1)).toBe(firstDay(nextMonth(value)));
        expect(previousMonth(nextMonth(value))).toBe(value);
        expect(isMonth(value)).toBe(true);
      }),
    );
  });
});

describe('money', () => {
  it.each([
    ['1500.00', 150000n],
    ['1.500,00', 150000n],
    ['1.234.567,89', 123456789n],
    ['9', 900n],
    ['9,9', 990n],
    ['.10', 10n],
    ['1.500', 150n],
    ['0.005', 1n],
    ['0.0049999', 0n],
    ['-1.005', -101n],
    ['9999999999999.99', 999999999999999n],
  ])('reads %s', (text, cents) => {
    expect(parseCents(text)).toBe(cents);
  });

  it.each(['', '.', '-', 'R$ 1,00', '1e3', '1,500.00', '1,2,3', '1.50.000,00', 'NaN'])(
    'reads no amount in %j',
    (text) => {
      expect(parseCents(text)).toBeNull();
    },
  );

  it('tells when it had to round', () => {
    expect(parseMoney('1.0000')?.rounded).toBe(false);
    expect(parseMoney('1.0001')?.rounded).toBe(true);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (cents) => {
        expect(parseCents(formatCents(cents))).toBe(cents);
      }),
    );
    expect(formatCents(-5n)).toBe('-0,05');
    expect(formatCents(123456n)).toBe('1.234,56');
  });

  it('is never off by more than half a cent', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 9_999_999 }), (integer, fraction) => {
        const cents = parseCents(`${String(integer)}.${String(fraction).padStart(7, '0')}`) ?? -1n;
        const error = cents * 100_000n - (BigInt(integer) * 10_000_000n + BigInt(fraction));
        expect(error <= 50_000n && error > -50_000n).toBe(true);
      }),
    );
  });
});
