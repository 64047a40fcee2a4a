import { z } from 'zod';
import { keyStateSchema } from './settings';
import { errorEnvelopeSchema, monthSchema } from './views';

const credentialsSchema = z.object({
  apiKey: z.string(),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
});

/**
 * What the engine's process asks of the main process, over the channel that Electron gives the two. No page can reach it: this is
 * the only way on which a credential ever travels.
 */
export const hostQuestions = {
  /** Null when no key for this generation of the API is held. */
  credentials: {
    input: z.object({ generation: z.enum(['legacy', 'v1']) }),
    output: credentialsSchema.nullable(),
  },
  keyState: { input: z.undefined(), output: keyStateSchema },
  /** The path that stands behind an id of the native picker; null when there is none. */
  pickedPath: { input: z.object({ id: z.string() }), output: z.string().nullable() },
} as const;

export type HostQuestion = keyof typeof hostQuestions;
export type QuestionInput<N extends HostQuestion> = z.output<(typeof hostQuestions)[N]['input']>;
export type QuestionOutput<N extends HostQuestion> = z.output<(typeof hostQuestions)[N]['output']>;
export type HostAnswers = {
  readonly [N in HostQuestion]: (input: QuestionInput<N>) => Promise<QuestionOutput<N>> | QuestionOutput<N>;
};

/** Which demonstration was last, and whether it is the one to be shown. */
export const demonstrationMemorySchema = z.object({
  active: z.boolean(),
  companies: z.int().min(1),
  documents: z.int().min(1),
  seed: z.int().min(0),
  quirks: z.enum(['all', 'none']),
});

const places = z.object({
  workspace: z.string(),
  archive: z.string().nullable(),
  import: z.string().nullable(),
  cancelled: z.string().nullable(),
});

/** From the engine's process to main. */
export const hostMessageSchema = z.discriminatedUnion('type', [
  /** It serves requests now (also when the workspace could not be opened: then each is answered with why). */
  z.object({ type: z.literal('ready') }),
  z.object({
    type: z.literal('ask'),
    id: z.int(),
    name: z.enum(['credentials', 'keyState', 'pickedPath']),
    input: z.unknown(),
  }),
  /** Whether a run is under way, for who closes the window. */
  z.object({ type: z.literal('activity'), running: z.boolean(), month: monthSchema.nullable() }),
  /** Where the folders are that a person may open. */
  z.object({ type: z.literal('places'), places }),
  /** To be handed back at the next start. */
  z.object({ type: z.literal('remember'), demonstration: demonstrationMemorySchema }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warning', 'error']), text: z.string() }),
  /** Everything is closed; the process may end. */
  z.object({ type: z.literal('closed') }),
]);

/** From main to the engine's process. A `connect` brings a port. */
export const mainMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    /** Folder of the program's own files. */
    userData: z.string(),
    /** What was remembered; null before the first demonstration. */
    demonstration: demonstrationMemorySchema.nullable(),
  }),
  z.object({ type: z.literal('connect') }),
  z.object({
    type: z.literal('answer'),
    id: z.int(),
    answer: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), error: errorEnvelopeSchema }),
    ]),
  }),
  /** Stop what is under way, close everything, say `closed`. */
  z.object({ type: z.literal('close') }),
]);

export type HostMessage = z.output<typeof hostMessageSchema>;
export type MainMessage = z.output<typeof mainMessageSchema>;
export type DemonstrationMemory = z.output<typeof demonstrationMemorySchema>;
export type KnownPlaces = z.output<typeof places>;
