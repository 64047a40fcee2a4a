import type { Day, Month } from './kinds';

const ISO = /^\s*(\d{4})-(\d{2})-(\d{2})(?![\d-])/;
const BRAZILIAN = /^\s*(\d{2})\/(\d{2})\/(\d{4})(?!\d)/;
const COMPACT = /^\s*(\d{4})(\d{2})(\d{2})\s*$/;
const MILLISECONDS_PER_DAY = 86_400_000;

function real(year: string, month: string, day: string): Day | null {
  const text = `${year}-${month}-${day}`;
  return isDay(text) ? text : null;
}

/**
 * The calendar day that a fiscal date names, read from its own characters and never shifted by a time zone. Reads ISO 8601 with any
 * zone, fraction or none ("2026-03-31T23:30:00-05:00"), the bare date, "dd/MM/yyyy[ HH:mm:ss]" and AAAAMMDD (CF-e); else null.
 */
export function dayOf(text: string): Day | null {
  const iso = ISO.exec(text) ?? COMPACT.exec(text);
  if (iso) return real(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  const brazilian = BRAZILIAN.exec(text);
  return brazilian ? real(brazilian[3] ?? '', brazilian[2] ?? '', brazilian[1] ?? '') : null;
}

/** The accounting month of a fiscal date: the first seven characters of `dayOf`. */
export function monthOf(text: string): Month | null {
  return dayOf(text)?.slice(0, 7) ?? null;
}

/** Whether the text is `YYYY-MM` with a month that exists. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** Whether the text is `YYYY-MM-DD` and such a day exists in the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayAt(time) === text;
}

function dayAt(time: number): Day {
  return new Date(time).toISOString().slice(0, 10);
}

function timeOf(day: Day): number {
  if (!isDay(day)) throw new RangeError(`not a calendar day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`);
}

function shiftMonth(month: Month, by: number): Month {
  if (!isMonth(month)) throw new RangeError(`not a month: ${month}`);
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  const year = String(Math.floor(index / 12)).padStart(4, '0');
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function previousMonth(month: Month): Month {
  return shiftMonth(month, -1);
}

/** The calendar day of an instant where this computer is. */
export function dayHere(instant: number): Day {
  const date = new Date(instant);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${String(date.getFullYear()).padStart(4, '0')}-${month ?? ''}-${day ?? ''}`;
}

/** The month of an instant where this computer is: late on its last day, it is not the next one yet. */
export function monthAt(instant: number): Month {
  return dayHere(instant).slice(0, 7);
}

export function nextMonth(month: Month): Month {
  return shiftMonth(month, 1);
}

export function firstDay(month: Month): Day {
  return `${month}-01`;
}

export function lastDay(month: Month): Day {
  return addDays(firstDay(nextMonth(month)), -1);
}

/** The day `count` days later (earlier when negative). @throws RangeError when `day` is not a calendar day. */
export function addDays(day: Day, count: number): Day {
  return dayAt(timeOf(day) + count * MILLISECONDS_PER_DAY);
}

/** Every day from `from` to `to`, both included; empty when `to` is before `from`. */
export function daysInWindow(from: Day, to: Day): Day[] {
  const days: Day[] = [];
  const end = timeOf(to);
  for (let time = timeOf(from); time <= end; time += MILLISECONDS_PER_DAY) days.push(dayAt(time));
  return days;
}
