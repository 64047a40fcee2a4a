import type { Random } from './random';

/**
 * Shares `total` documents out over `companies`: a few large ones, many small ones, and one in twenty with none at all.
 * The sum is exactly `total`.
 */
export function shareOut(random: Random, companies: number, total: number): number[] {
  const weights = Array.from({ length: companies }, (_, index) =>
    index % 20 === 7 ? 0 : 0.2 + random.fraction() ** 3 * 5,
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const sizes = weights.map((weight) => Math.floor((total * weight) / sum));
  let rest = total - sizes.reduce((a, b) => a + b, 0);
  for (let index = 0; rest > 0; index = (index + 1) % companies) {
    if (weights[index] === 0) continue;
    sizes[index] = (sizes[index] ?? 0) + 1;
    rest--;
  }
  return sizes;
}
