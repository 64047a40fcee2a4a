import { z } from 'zod';

/** `YYYY-MM` with a month that exists. */
export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** CNPJ or CPF without punctuation; the engine checks it further. */
export const taxIdSchema = z.string().regex(/^[0-9A-Z]{11,14}$/);

/** An instant, ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime();

export const errorEnvelopeSchema = z.object({
  code: z.string(),
  message: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
