import { z } from 'zod';
import { alertLineSchema } from './alerts';
import { keyStateSchema, pickableSchema } from './settings';
import { shareLineSchema } from './shares';
import { offeredSchema, secretNameSchema } from './shell';
import { errorEnvelopeSchema, monthSchema } from './primitives';
import { siegGenerationSchema } from '../sieg-generations';

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
  /** Null when no key for this generation of the API is held. @throws MaloteError SHELL_SECRET_ELSEWHERE it is not for this address */
  credentials: {
    input: z.object({ generation: siegGenerationSchema, address: z.string() }),
    output: credentialsSchema.nullable(),
  },
  /**
   * What `main.offerKey` was given under an id; null when it is no longer the last one, or of the other generation of the API.
   * @throws likewise
   */
  offeredKey: {
    input: offeredSchema.extend({ generation: siegGenerationSchema, address: z.string() }),
    output: credentialsSchema.nullable(),
  },
  keyState: { input: z.undefined(), output: keyStateSchema },
  /** Null when none is held. `address`: of the server that it goes to; null for what is an address itself. @throws likewise */
  secret: {
    input: z.object({ name: secretNameSchema, address: z.string().nullable() }),
    output: z.string().nullable(),
  },
  offeredSecret: { input: offeredSchema.extend({ address: z.string().nullable() }), output: z.string().nullable() },
  /** The proxy that the system names for an address (`http://host:port`); null where one goes directly. */
  systemProxy: { input: z.object({ address: z.url() }), output: z.url().nullable() },
  /** Whether a person confirms that a trial reaches a server (`audienceOf`) that the settings do not have yet. */
  mayReach: { input: z.object({ server: z.string() }), output: z.boolean() },
  /** The path that was last picked for this, where the id is its; else null. */
  pickedPath: { input: z.object({ id: z.string(), what: pickableSchema }), output: z.string().nullable() },
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
  /** Of the files that are written for people. It is there once one has been written. */
  reports: z.string(),
});

/** Names one share agent's process among all that this engine's process has asked for. */
const agentId = z.string().min(1).max(100);

/** From the engine's process to main. */
export const hostMessageSchema = z.discriminatedUnion('type', [
  /** It serves requests now (also when the workspace could not be opened: then each is answered with why). */
  z.object({
    type: z.literal('ready'),
    /** Another program of the office that has the workspace; absent: this one has it. Told again when that changes. */
    heldBy: z.enum(['window', 'service']).optional(),
  }),
  z.object({
    type: z.literal('ask'),
    id: z.int(),
    name: z.enum([
      'credentials',
      'offeredKey',
      'keyState',
      'secret',
      'offeredSecret',
      'systemProxy',
      'mayReach',
      'pickedPath',
    ]),
    input: z.unknown(),
  }),
  /** Whether a run is under way, for who closes the window. */
  z.object({ type: z.literal('activity'), running: z.boolean(), month: monthSchema.nullable() }),
  /** Where the folders are that a person may open. */
  z.object({ type: z.literal('places'), places }),
  /** An alert for the notifications of the operating system; main answers with `desktop-shown`. */
  z.object({
    type: z.literal('desktop'),
    alert: alertLineSchema.pick({ id: true, severity: true, title: true, text: true, screen: true }),
  }),
  /** What the tray tells. */
  z.object({
    type: z.literal('watch'),
    shares: z.array(shareLineSchema.pick({ root: true, shown: true, state: true })),
    /** Files that wait to be delivered. */
    pending: z.int().min(0),
    unread: z.int().min(0),
    /** A month can be started: the settings are complete. */
    configured: z.boolean(),
    run: z.object({ month: monthSchema, paused: z.boolean() }).nullable(),
  }),
  /** To be handed back at the next start. */
  z.object({ type: z.literal('remember'), demonstration: demonstrationMemorySchema }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warning', 'error']), text: z.string() }),
  /** A process for one root is wanted; `agent-port` or `agent-gone` follows. */
  z.object({ type: z.literal('agent-start'), id: agentId }),
  /** It is to end at once, whatever it is in the middle of. */
  z.object({ type: z.literal('agent-kill'), id: agentId }),
  /** Everything is closed; the process may end. */
  z.object({ type: z.literal('closed') }),
]);

/** From main to the engine's process. A `connect` and an `agent-port` bring a port. */
export const mainMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    /** Of the program. */
    version: z.string(),
    /** Folder of the program's own files. */
    userData: z.string(),
    /** What was remembered; null before the first demonstration. */
    demonstration: demonstrationMemorySchema.nullable(),
    /** How it presents itself to other programs of the office: a service shows nothing to anybody. */
    role: z.enum(['window', 'service']),
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
  /** How the notification went; `error`, the reason in Portuguese, is null when it was shown, and when nobody wants notifications. */
  z.object({ type: z.literal('desktop-shown'), id: z.int(), error: z.string().nullable() }),
  /** From the tray. */
  z.object({
    type: z.literal('command'),
    command: z.enum(['test-shares', 'deliver-now', 'start-month', 'pause', 'resume']),
  }),
  /** The machine was asleep, or the network has changed: what is known of the shares is old. */
  z.object({ type: z.literal('awoke') }),
  /** The share agent has been started; brings a port to it. */
  z.object({ type: z.literal('agent-port'), id: agentId }),
  /** The share agent has ended, or could not be started. */
  z.object({ type: z.literal('agent-gone'), id: agentId, reason: z.string() }),
  /** Stop what is under way, close everything, say `closed`. */
  z.object({ type: z.literal('close') }),
]);

export type DesktopAlert = Extract<z.output<typeof hostMessageSchema>, { type: 'desktop' }>['alert'];
export type TrayCommand = Extract<z.output<typeof mainMessageSchema>, { type: 'command' }>['command'];
export type WatchView = Extract<z.output<typeof hostMessageSchema>, { type: 'watch' }>;
export type HostMessage = z.output<typeof hostMessageSchema>;
export type MainMessage = z.output<typeof mainMessageSchema>;
export type DemonstrationMemory = z.output<typeof demonstrationMemorySchema>;
export type KnownPlaces = z.output<typeof places>;
