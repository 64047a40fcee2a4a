import { z } from 'zod';
import type { DeepReadonly } from './deep-readonly';
import { errorEnvelopeSchema, instantSchema } from './primitives';

const count = z.int().min(0);

/** A copy of the workspace as it lies in its store. Of one that cannot be read nothing is known but why. */
export const backupSchema = z.object({
  id: z.string(),
  createdAt: instantSchema.nullable(),
  /** Version of the program that made it. */
  program: z.string().nullable(),
  files: count.nullable(),
  /** Of its files, unpacked. */
  bytes: count.nullable(),
  documents: count.nullable(),
  /** What came of putting it together for trial the last time; null: nobody has yet. */
  proof: z.object({ at: instantSchema, ok: z.boolean() }).nullable(),
  error: errorEnvelopeSchema.nullable(),
});

export const backupRequests = {
  /** The copies in the folder of the settings, newest first. */
  listBackups: { input: z.undefined(), output: z.array(backupSchema) },
} as const;

export type BackupView = DeepReadonly<z.infer<typeof backupSchema>>;
