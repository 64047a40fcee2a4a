/** Two hours such as "22:00"; empty where there is none. */
export interface QuietHours {
  readonly quietFrom: string;
  readonly quietTo: string;
}

/**
 * Until when the quiet hours last that `now` lies in (milliseconds, by the clock of this computer); null outside of them. They may cross
 * midnight; an empty hour, or twice the same one, means that there are none.
 */
export function quietUntil({ quietFrom, quietTo }: QuietHours, now: number): number | null {
  const from = minutesOf(quietFrom);
  const to = minutesOf(quietTo);
  if (from === null || to === null || from === to) return null;
  const clock = new Date(now);
  const minute = clock.getHours() * 60 + clock.getMinutes();
  const within = from < to ? minute >= from && minute < to : minute >= from || minute < to;
  if (!within) return null;
  // by the calendar, not by adding hours: a night may have 23 or 25 of them
  const daysAhead = minute < to ? 0 : 1;
  const end = new Date(clock.getFullYear(), clock.getMonth(), clock.getDate() + daysAhead, 0, to).getTime();
  return Math.max(end, now + 1);
}

/** "22:30" → 1350; null when there is no hour. */
function minutesOf(time: string): number | null {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
  return hours === undefined || minutes === undefined ? null : Number(hours) * 60 + Number(minutes);
}
