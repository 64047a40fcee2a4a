const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as ISO text → "14:05:09" today, "21/11 14:05" on another day, "21/11/2025" in another year, by the clock of this computer. */
export function moment(iso: string, now: Date): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === now.toDateString()) return `${clock}:${two(date.getSeconds())}`;
  const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}`;
  return date.getFullYear() === now.getFullYear() ? `${day} ${clock}` : `${day}/${String(date.getFullYear())}`;
}

/** `YYYY-MM` of a moment, by the clock of this computer. */
export function monthOf(date: Date): string {
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}`;
}

/** The month that lies `by` months after `month` (before it when negative). */
export function monthAfter(month: string, by: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${two((index % 12) + 1)}`;
}

/** The `length` months that end with `last`, newest first. */
export function monthsUntil(last: string, length: number): string[] {
  return Array.from({ length }, (_, index) => monthAfter(last, -index));
}

const DAY_HOURS = 24;

/** A stretch of time in two units at most: "40 s", "12 min", "3 h 20 min", "2 dias 4 h". */
export function span(seconds: number): string {
  if (seconds < 59.5) return `${String(Math.max(0, Math.round(seconds)))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 2 * DAY_HOURS) return `${String(hours)} h${minutes % 60 === 0 ? '' : ` ${two(minutes % 60)} min`}`;
  const rest = hours % DAY_HOURS;
  return `${String(Math.floor(hours / DAY_HOURS))} dias${rest === 0 ? '' : ` ${String(rest)} h`}`;
}

/** How long ago a moment was, no more exactly than a text that is drawn once a minute can know. */
export function age(iso: string, now: Date): string {
  const seconds = (now.getTime() - Date.parse(iso)) / 1_000;
  return seconds < 60 ? 'menos de 1 min' : span(seconds);
}

const DAY_MS = 86_400_000;
const WEEKDAYS = ['dom', 'seg', 'ter', 'qua', 'qui', 'sex', 'sáb'];

/** A moment to come as ISO text: "hoje às 14:05", "amanhã às 06:00", "ter 01/12 às 06:00", "05/01/2027 às 09:00". */
export function upcoming(iso: string, now: Date): string {
  const date = new Date(iso);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const midnight = (of: Date): number => new Date(of.getFullYear(), of.getMonth(), of.getDate()).getTime();
  // a day of 23 or of 25 hours is one day
  const days = Math.round((midnight(date) - midnight(now)) / DAY_MS);
  if (days === 0) return `hoje às ${clock}`;
  if (days === 1) return `amanhã às ${clock}`;
  if (date.getFullYear() !== now.getFullYear()) return dayTime(iso);
  return `${WEEKDAYS[date.getDay()] ?? ''} ${two(date.getDate())}/${two(date.getMonth() + 1)} às ${clock}`;
}

/** "21/11 14:05", whatever day it is. */
export function dayAndClock(date: Date): string {
  return `${two(date.getDate())}/${two(date.getMonth() + 1)} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A moment to the minute, by the clock of this computer: "21/11/2026 14:05"; a text that is no moment stays as it is. */
export function dayAndMinute(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${two(date.getDate())}/${two(date.getMonth() + 1)}/${String(date.getFullYear())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A moment as ISO text or in milliseconds, by the clock of this computer: "02/04/2026 às 09:23". */
export function dayTime(at: string | number): string {
  const date = new Date(at);
  const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${String(date.getFullYear())}`;
  return `${day} às ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** A moment in full, by the clock of this computer: "21/11/2026 14:05:09". */
export function exactMoment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const day = [two(date.getDate()), two(date.getMonth() + 1), String(date.getFullYear())].join('/');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}

/** A moment as a document writes it, in its own zone: "2025-08-10T09:30:00-03:00" → "10/08/2025 09:30:00". */
export function writtenMoment(text: string): string {
  const [, day = '', clock] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/.exec(text) ?? [];
  if (day === '') return text;
  return [day.split('-').reverse().join('/'), ...(clock === undefined ? [] : [clock])].join(' ');
}
