export { count, counted, dayName, duration, monthName, roughly, shortEta } from '../../shared/words/numbers';

/** What stands where nothing can be told. */
export const UNKNOWN = '–';

/** 0.4567 → "45%"; never rounded up, so that 100% means all. */
export function percent(share: number): string {
  return `${String(Math.floor(Math.min(Math.max(share, 0), 1) * 100))}%`;
}
