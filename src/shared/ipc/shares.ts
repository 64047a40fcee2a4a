import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly';
import { shareRootSchema, type ShareRoot } from './share-root';
import { instantSchema, monthSchema } from './primitives';

const count = z.int().min(0);

export { shareRootSchema, type ShareRoot };

/**
 * `unknown` before the first look; `degraded` works, but slowly or nearly full; `recovering` answers again, and is not trusted before
 * it has done so twice.
 */
export const shareStateSchema = z.enum(['unknown', 'ok', 'degraded', 'down', 'recovering']);

/** Why a root is not well: a code of the errors (SHARE_FULL …), what it means and what to do, in Portuguese. */
export const shareCauseSchema = z.object({ code: z.string(), words: z.string(), action: z.string() });

export const shareLineSchema = z.object({
  root: shareRootSchema,
  /** The folder, for people. */
  shown: z.string(),
  state: shareStateSchema,
  /** Since when it is in this state; null before the first look. */
  since: instantSchema.nullable(),
  cause: shareCauseSchema.nullable(),
  /** Of the last look that succeeded: write, flush, read back and delete of a small file. */
  latencyMs: z.number().min(0).nullable(),
  freeBytes: z.number().min(0).nullable(),
  checkedAt: instantSchema.nullable(),
  nextCheckAt: instantSchema.nullable(),
  /** A look is under way. */
  checking: z.boolean(),
});

/** What waits to be delivered to one destination. */
export const outboxLineSchema = z.object({
  root: z.enum(['import', 'cancelled']),
  pending: count,
  /** Of these, how many have failed at least once. */
  failed: count,
  conflicts: count,
  oldestAt: instantSchema.nullable(),
  oldestMonth: monthSchema.nullable(),
});

export const outboxSchema = z.object({
  destinations: z.array(outboxLineSchema),
  /** The emptying that goes on now; null while nothing is being delivered. */
  draining: z.object({ delivered: count, total: count, perSecond: z.number().min(0) }).nullable(),
  /** Roots that the deliveries wait for. */
  waitingFor: z.array(shareRootSchema),
});

/** Pages that wait on this computer for the archive to come back. */
export const spoolSchema = z.object({
  pages: count,
  bytes: count,
  limitBytes: count,
  oldestAt: instantSchema.nullable(),
  /** Downloading waits, because nothing more fits. */
  full: z.boolean(),
});

/** "Verificar de novo": reading delivered files back once more, with low priority. */
export const scrubSchema = z.object({
  running: z.boolean(),
  done: count,
  total: count,
  /** Still there with the delivered content. */
  same: count,
  /** Taken away since: proves nothing, the BI program does that. */
  absent: count,
  /** Another content than was delivered. */
  altered: count,
  endedAt: instantSchema.nullable(),
});

export const shareHistorySchema = z.object({
  /** Oldest first; at most 1,500, thinned out evenly. `latencyMs` null: the look failed. */
  samples: z.array(z.object({ at: instantSchema, latencyMs: z.number().nullable(), freeBytes: z.number().nullable() })),
  /** Newest first. `to` null: it lasts. */
  outages: z.array(
    z.object({
      from: instantSchema,
      to: instantSchema.nullable(),
      cause: shareCauseSchema,
      /** Files delivered after it from what had waited; null while it lasts or for a root that receives none. */
      delivered: count.nullable(),
    }),
  ),
});

export type ShareState = z.infer<typeof shareStateSchema>;
export type ShareCause = DeepReadonly<z.infer<typeof shareCauseSchema>>;
export type ShareLine = DeepReadonly<z.infer<typeof shareLineSchema>>;
export type OutboxView = DeepReadonly<z.infer<typeof outboxSchema>>;
export type SpoolView = DeepReadonly<z.infer<typeof spoolSchema>>;
export type ScrubView = DeepReadonly<z.infer<typeof scrubSchema>>;
export type ShareHistory = DeepReadonly<z.infer<typeof shareHistorySchema>>;
