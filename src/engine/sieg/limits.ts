import type { SiegGeneration } from '../../shared/sieg-generations';
import { ADAPTERS } from './generations';
import { SIEG_BUCKETS, type BucketLimit, type SiegBucket, type SiegLimits } from './port';

/** What SIEG allows a key. @param requestsPerMinute the setting, for a contract with other limits */
export function limitsFor(generation: SiegGeneration, requestsPerMinute?: number): SiegLimits {
  const { limitOf } = ADAPTERS[generation];
  const limits = SIEG_BUCKETS.map((bucket) => [bucket, limitOf(bucket, requestsPerMinute)] as const);
  return Object.fromEntries(limits) as Record<SiegBucket, BucketLimit>;
}

/** Whether counts, pages and all else take from one and the same allowance. */
export function sharesOneLimit(generation: SiegGeneration): boolean {
  return new Set(Object.values(limitsFor(generation)).map(({ share }) => share)).size === 1;
}
