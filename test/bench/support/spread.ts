/** How values lie; all 0 of none. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), max: sorted.at(-1) ?? 0 };
}

/** Prints one line: what was measured, and how it lies in milliseconds. */
export function printSpread(name: string, values: readonly number[]): Spread {
  const spread = spreadOf(values);
  const [p50, p95, max] = [spread.p50, spread.p95, spread.max].map((value) => value.toFixed(1));
  console.log(`     ${name}: p50 ${p50 ?? ''}, p95 ${p95 ?? ''}, max ${max ?? ''} ms of ${String(spread.count)}`);
  return spread;
}
