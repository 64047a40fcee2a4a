/** One look at a root; `latencyMs` null: it failed. */
export interface Sample {
  readonly at: string;
  readonly latencyMs: number | null;
  readonly freeBytes: number | null;
}

/** What a stretch of looks is reduced to: its slowest, its quickest, a failed one. */
const KEPT_OF_A_STRETCH = 3;

/**
 * At most `most` of the samples, in their order: each stretch of equally many keeps its extremes and a failure, so that no peak and no
 * outage is lost to the chart.
 */
export function thinned(samples: readonly Sample[], most: number): Sample[] {
  if (samples.length <= most) return [...samples];
  const stretch = Math.ceil(samples.length / Math.floor(most / KEPT_OF_A_STRETCH));
  const kept: Sample[] = [];
  for (let from = 0; from < samples.length; from += stretch)
    kept.push(...extremes(samples.slice(from, from + stretch)));
  return kept;
}

function extremes(samples: readonly Sample[]): Sample[] {
  let [slowest, quickest, failed]: (Sample | undefined)[] = [];
  for (const sample of samples) {
    const { latencyMs } = sample;
    if (latencyMs === null) failed ??= sample;
    else {
      if (latencyMs > (slowest?.latencyMs ?? -1)) slowest = sample;
      if (latencyMs < (quickest?.latencyMs ?? Infinity)) quickest = sample;
    }
  }
  return samples.filter((sample) => sample === slowest || sample === quickest || sample === failed);
}
