const BRASILIA_MS = 3 * 3_600_000;

/** The instant as Brazilian documents write it, `2026-03-31T23:30:00-03:00`. */
export function brasiliaText(instant: number): string {
  return `${new Date(instant - BRASILIA_MS).toISOString().slice(0, 19)}-03:00`;
}

/** First instant of a day in Brasília, in milliseconds since 1970. */
export function startOfDay(day: string): number {
  return Date.parse(`${day}T00:00:00-03:00`);
}
