import { z } from 'zod';
import type { RuntimeProbe } from '../views';

/** What the engine's process says of the ground it runs on, checked when it arrives from that process. */
export const runtimeProbeSchema = z.object({
  node: z.string(),
  electron: z.string().nullable(),
  napi: z.string(),
  sqlite: z.string(),
  journalMode: z.string(),
  rows: z.number(),
}) satisfies z.ZodType<RuntimeProbe>;

/** An answer that may be a failure: a code, and a sentence for the person. */
export const runtimeProbeAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: runtimeProbeSchema }),
  z.object({ ok: z.literal(false), error: z.object({ code: z.string(), sentence: z.string() }) }),
]);

export type RuntimeProbeAnswer = z.infer<typeof runtimeProbeAnswerSchema>;

/** What the page finds under `window.malote`. */
export interface MaloteBridge {
  runtimeProbe(): Promise<RuntimeProbeAnswer>;
}
