import { z } from 'zod';
import { GROWING_NAMES } from '../retention';
import type { DeepReadonly } from './deep-readonly';
import { instantSchema } from './primitives';

const count = z.int().min(0);

/** How much of a thing there is, and what its bound is by the settings of now. */
export const growthLineSchema = z.object({
  name: z.enum(GROWING_NAMES),
  /** Files or rows, as `GROWING` says; null: it lies where nobody has looked. */
  amount: count.nullable(),
  /** Null for rows, and where nobody has looked. */
  bytes: count.nullable(),
  oldestAt: instantSchema.nullable(),
  /** The numbers of its bound, in the order in which the words say them; none where there is no number. */
  limits: z.array(count).max(3),
});

export const retentionRequests = {
  /** Everything that grows, in the order of `GROWING`. */
  growth: { input: z.undefined(), output: z.array(growthLineSchema) },
} as const;

export type GrowthLine = DeepReadonly<z.infer<typeof growthLineSchema>>;
