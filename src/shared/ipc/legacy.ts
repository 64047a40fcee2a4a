import { z } from 'zod';
import { documentKindSchema } from './documents';
import type { DeepReadonly } from './deep-readonly';
import { instantSchema } from './primitives';

const count = z.int().min(0);

/** What was found of the old system. A dry run writes nothing. */
export const legacyImportSchema = z.object({
  dryRun: z.boolean(),
  /** Its own folder (estado, transactions, logs), for people. */
  from: z.string(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  outcome: z.enum(['complete', 'stopped']).nullable(),
  files: z.object({
    states: count,
    transactions: count,
    logs: count,
    reports: count,
    /** XML files of the archive that were looked at, and of those new to the ledger. */
    archive: count,
    /** Read before and unchanged since. */
    known: count,
  }),
  documents: z.object({
    /** Now in the ledger from disk. */
    adopted: count,
    events: count,
    /** Keys that a transaction proves to have been handed over. */
    handedOver: count,
    /** Keys that only the state files claim. */
    claimed: count,
    /** Keys that the reports promised. */
    promised: count,
  }),
  /** Companies of which the log says that documents were fetched one by one. */
  singles: z.array(
    z.object({
      taxId: z.string(),
      folder: z.string().nullable(),
      kind: documentKindSchema.nullable(),
      documents: count,
      at: instantSchema.nullable(),
    }),
  ),
  /** Every file that could not be read, with the reason in Portuguese. The first 1,000; `unreadableTotal` counts all. */
  unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
  unreadableTotal: count,
});

/** What an import is at, in the order in which it comes. */
export const LEGACY_PHASES = ['states', 'transactions', 'logs', 'archive', 'reports'] as const;

export const legacyProgressSchema = z.object({
  phase: z.enum(LEGACY_PHASES),
  files: count,
  /** Null while they have not been counted. */
  total: count.nullable(),
  adopted: count,
  unreadable: count,
  elapsedSeconds: z.number().min(0),
});

/** What the window shows of it all the time. */
export const legacyStatusSchema = z.object({
  progress: legacyProgressSchema.nullable(),
  /** The last one that ended since the engine started, or the one under way. */
  last: legacyImportSchema.nullable(),
});

export type LegacyImportView = DeepReadonly<z.infer<typeof legacyImportSchema>>;
export type LegacyProgress = DeepReadonly<z.infer<typeof legacyProgressSchema>>;
export type LegacyStatus = DeepReadonly<z.infer<typeof legacyStatusSchema>>;
