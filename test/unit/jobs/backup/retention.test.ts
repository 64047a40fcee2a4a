import { describe, expect, it } from 'vitest';
import { keptBackups, type DatedBackup } from '../../../../src/engine/jobs/backup/retention';

const RULE = { daily: 7, weekly: 4, monthly: 12 };
const NONE = new Set<string>();
const DAY_MS = 24 * 3_600_000;

/** One at noon of each day, newest first. */
function daily(days: number, last = new Date(2026, 10, 30, 12)): DatedBackup[] {
  return Array.from({ length: days }, (_, back) => {
    const at = new Date(last.getFullYear(), last.getMonth(), last.getDate() - back, 12);
    return { id: at.toISOString(), createdAt: at.toISOString() };
  });
}

describe('which copies stay', () => {
  it('is all of them while there are few', () => {
    const three = daily(3);
    expect(keptBackups(three, RULE, NONE)).toEqual(new Set(three.map(({ id }) => id)));
  });

  it('is one a day, a week and a month of two years of days', () => {
    const all = daily(730);
    const kept = keptBackups(all, RULE, NONE);
    const ages = all.flatMap(({ id }, age) => (kept.has(id) ? [age] : []));
    // 30 November 2026 is a Monday: the week before ends on the day before, which is one of the seven
    expect(ages.slice(0, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(ages).toContain(8);
    expect(ages).toContain(15);
    // the last days of October, September … of the twelve newest months
    expect(ages).toContain(30);
    expect(kept.size).toBeLessThanOrEqual(7 + 4 + 12);
    expect(ages.every((age) => age < 366)).toBe(true);
  });

  it('takes the newest of a day with several', () => {
    const [noon] = daily(1);
    const morning = { id: 'morning', createdAt: new Date(Date.parse(noon?.createdAt ?? '') - 3_600_000).toISOString() };
    expect(keptBackups([noon as DatedBackup, morning], { daily: 1, weekly: 0, monthly: 0 }, NONE).has('morning')).toBe(
      false,
    );
  });

  it('never loses the newest, nor the newest that was proven, whatever the rule says', () => {
    const all = daily(40);
    const proven = all[25]?.id ?? '';
    const older = all[30]?.id ?? '';
    const kept = keptBackups(all, { daily: 1, weekly: 0, monthly: 0 }, new Set([proven, older]));
    expect(kept).toEqual(new Set([all[0]?.id, proven]));
  });

  it('goes by what is there and not by the calendar: years without a copy lose none', () => {
    const old = daily(2, new Date(2020, 0, 15));
    const fresh = [
      { id: 'fresh', createdAt: new Date(Date.parse(old[0]?.createdAt ?? '') + 2_000 * DAY_MS).toISOString() },
    ];
    expect(keptBackups([...fresh, ...old], RULE, NONE).size).toBe(3);
  });
});
