import type { Day } from './kinds';
import { addDays, firstDay, isDay } from './period';

/** National holidays on the same day each year, as MM-DD (Lei 662/1949, 6.802/1980, 10.607/2002; from 2024 also Lei 14.759/2023). */
const FIXED = ['01-01', '04-21', '05-01', '09-07', '10-12', '11-02', '11-15', '12-25'];
const CONSCIENCIA_NEGRA = '11-20';
const CONSCIENCIA_NEGRA_SINCE = 2024;

/**
 * Days from Easter Sunday on which banks do not work: Monday and Tuesday of Carnival, Good Friday, Corpus Christi (Resolução CMN
 * 4.880/2020).
 */
const AROUND_EASTER = [-48, -47, -2, 60];

/** Easter Sunday of a year of the Gregorian calendar, by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
export function easterOf(year: number): Day {
  const a = year % 19;
  const century = Math.floor(year / 100);
  const rest = year % 100;
  const leap = Math.floor(century / 4);
  const g = Math.floor((8 * century + 13) / 25);
  const h = (19 * a + century - leap - g + 15) % 30;
  const l = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - h - (rest % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const days = h + l - 7 * m + 114;
  return `${four(year)}-${two(Math.floor(days / 31))}-${two((days % 31) + 1)}`;
}

/** Days of the office's own on which nobody works: `YYYY-MM-DD`, or `MM-DD` for every year. */
export type OwnHolidays = ReadonlySet<string>;

export function isHoliday(day: Day, own: OwnHolidays = new Set()): boolean {
  const [year, inYear] = [Number(day.slice(0, 4)), day.slice(5)];
  if (own.has(day) || own.has(inYear) || FIXED.includes(inYear)) return true;
  if (inYear === CONSCIENCIA_NEGRA) return year >= CONSCIENCIA_NEGRA_SINCE;
  const easter = easterOf(year);
  return AROUND_EASTER.some((days) => addDays(easter, days) === day);
}

/** Whether banks work on this day. */
export function isBusinessDay(day: Day, own: OwnHolidays = new Set()): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isHoliday(day, own);
}

/** The place of a business day among those of its month, from 1; null for a day that is none. */
export function businessDayOfMonth(day: Day, own: OwnHolidays = new Set()): number | null {
  if (!isBusinessDay(day, own)) return null;
  let nth = 0;
  for (let each = firstDay(day.slice(0, 7)); each <= day; each = addDays(each, 1)) {
    if (isBusinessDay(each, own)) nth += 1;
  }
  return nth;
}

/**
 * Own holidays as a person lists them: "25/01, 09/07/2027".
 * @returns null where one of them is no day
 */
export function readOwnHolidays(text: string): OwnHolidays | null {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  const days = parts.map(ownHoliday);
  return days.every((day) => day !== null) ? new Set(days) : null;
}

function ownHoliday(text: string): string | null {
  const [, day = '', month = '', year] = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(text) ?? [];
  const inYear = `${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  // of a day without a year the leap year says whether it exists
  if (!isDay(`${year ?? '2024'}-${inYear}`)) return null;
  return year === undefined ? inYear : `${year}-${inYear}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
const four = (value: number): string => String(value).padStart(4, '0');
