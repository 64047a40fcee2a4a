import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietUntil } from '../../../src/engine/domain/quiet-hours';

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 3, day, hour, minute).getTime();
const hours = (quietFrom: string, quietTo: string) => ({
  reminderMinutes: 0,
  aboutShares: true,
  aboutRuns: true,
  quietFrom,
  quietTo,
});

describe('quiet hours', () => {
  it('cross midnight', () => {
    const night = hours('22:00', '07:00');
    expect(quietUntil(night, at(2, 21, 59))).toBeNull();
    expect(quietUntil(night, at(2, 22))).toBe(at(3, 7));
    expect(quietUntil(night, at(3, 3))).toBe(at(3, 7));
    expect(quietUntil(night, at(3, 7))).toBeNull();
  });

  it('lie within a day', () => {
    const lunch = hours('12:00', '13:30');
    expect(quietUntil(lunch, at(2, 11, 59))).toBeNull();
    expect(quietUntil(lunch, at(2, 12))).toBe(at(2, 13, 30));
    expect(quietUntil(lunch, at(2, 13, 30))).toBeNull();
    expect(quietUntil(hours('18:00', '00:00'), at(2, 18))).toBe(at(3, 0));
  });

  it('are none when an hour is missing, or both are the same', () => {
    for (const none of [hours('', ''), hours('22:00', ''), hours('', '07:00'), hours('08:00', '08:00')])
      expect(quietUntil(none, at(2, 23))).toBeNull();
  });

  it('always end, and are over when they have ended', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    fc.assert(
      fc.property(
        time,
        time,
        fc.date({ min: new Date(2026, 0, 1), max: new Date(2027, 0, 1), noInvalidDate: true }),
        (from, to, date) => {
          const end = quietUntil(hours(from, to), date.getTime());
          if (end === null) return;
          expect(end).toBeGreaterThan(date.getTime());
          expect(end - date.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
          expect(quietUntil(hours(from, to), end)).toBeNull();
        },
      ),
    );
  });
});
