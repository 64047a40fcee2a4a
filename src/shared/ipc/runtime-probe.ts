import { z } from 'zod';

/** What the engine's own process runs on: versions as their makers write them; `journalMode` of a database it has just opened. */
export const runtimeProbeSchema = z.object({
  node: z.string(),
  electron: z.string().optional(),
  napi: z.string(),
  sqlite: z.string(),
  journalMode: z.string(),
});

export type RuntimeProbe = z.infer<typeof runtimeProbeSchema>;

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
