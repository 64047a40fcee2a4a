const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as ISO text → "14:05:09" today, "21/11 14:05" on another day, by the clock of this computer. */
export function moment(iso: string, now: Date): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === now.toDateString()) return `${clock}:${two(date.getSeconds())}`;
  return `${two(date.getDate())}/${two(date.getMonth() + 1)} ${clock}`;
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
