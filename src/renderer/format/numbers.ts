export { count, counted, dayName, duration, monthName, roughly } from '../../shared/words/numbers';

/** What stands where nothing can be told. */
export const UNKNOWN = '–';

/** 0.4567 → "45%"; never rounded up, so that 100% means all. */
export function percent(share: number): string {
  return `${String(Math.floor(Math.min(Math.max(share, 0), 1) * 100))}%`;
}

/** Seconds that are left, short enough for a column: "< 1 min", "12 min", "1 h 20". */
export function shortEta(seconds: number): string {
  if (seconds < 60) return '< 1 min';
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  return `${String(Math.floor(minutes / 60))} h ${String(minutes % 60).padStart(2, '0')}`;
}
