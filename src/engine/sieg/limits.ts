import { SIEG_BUCKETS } from './port';
import type { SiegBucket } from './port';

/** Buckets with the same `share` share one limit. */
export interface BucketLimit {
  readonly share: string;
  readonly perMinute: number;
}
export type SiegLimits = Readonly<Record<SiegBucket, BucketLimit>>;

/** G2: 30 requests a minute for the key, whatever the endpoint (H). */
const LEGACY_PER_MINUTE = 30;

/** G3: each endpoint has its own limit; baixar-xmls 2 (H), contar-xmls 5 (M), the others a guess (L). */
const V1_PER_MINUTE: Readonly<Record<SiegBucket, number>> = {
  page: 2,
  count: 5,
  document: 30,
  events: 30,
  report: 30,
  token: 30,
};

/**
 * What SIEG allows a key. `requestsPerMinute` (the setting, for a contract with other limits) replaces the key-wide limit of
 * the legacy generation and the page limit of v1, which is the only one there that decides how long a month takes.
 */
export function limitsFor(generation: 'legacy' | 'v1', requestsPerMinute?: number): SiegLimits {
  const limitOf = (bucket: SiegBucket): BucketLimit => {
    if (generation === 'legacy') return { share: 'legacy', perMinute: requestsPerMinute ?? LEGACY_PER_MINUTE };
    const override = bucket === 'page' ? requestsPerMinute : undefined;
    return { share: `v1-${bucket}`, perMinute: override ?? V1_PER_MINUTE[bucket] };
  };
  return Object.fromEntries(SIEG_BUCKETS.map((bucket) => [bucket, limitOf(bucket)])) as Record<SiegBucket, BucketLimit>;
}
