import { z } from 'zod';
import { MaloteError } from '../errors';
import type { MaloteBridge } from './bridge';
import { contract, type Calls, type EventName, type EventOf, type Side } from './contract';
import { thrownFrom } from './thrown';
import { errorEnvelopeSchema } from './primitives';

// the page's policy forbids making code from text, which zod would try
z.config({ jitless: true });

/** The page's side of the contract: typed calls that throw MaloteError, and typed events. */
export interface ConsoleClient {
  readonly engine: Calls<'engine'>;
  readonly main: Calls<'main'>;
  /** Calls `listener` with each event until the returned function is called. An event out of its schema goes to `onBadEvent`. */
  on<N extends EventName<'engine'>>(event: N, listener: (payload: EventOf<'engine', N>) => void): () => void;
  on<N extends EventName<'main'>>(event: N, listener: (payload: EventOf<'main', N>) => void): () => void;
}

export interface ClientOptions {
  /** Told of an event that does not fit its schema; such an event is dropped. */
  readonly onBadEvent?: (event: string) => void;
}

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown().optional() }),
  z.object({ ok: z.literal(false), error: errorEnvelopeSchema }),
]);

/** The value of a JSON text; nothing for what is none. */
function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

async function call(bridge: MaloteBridge, side: Side, name: string, output: z.ZodType, input: unknown) {
  const raw: Readonly<Record<string, (input?: unknown) => Promise<unknown>>> = bridge[side];
  const answer = answerSchema.safeParse(parsed(await raw[name]?.(input)));
  if (!answer.success) throw new MaloteError('IPC_BAD_ANSWER', { request: name });
  if (!answer.data.ok) throw thrownFrom(answer.data.error);
  const value = output.safeParse(answer.data.value);
  if (!value.success) throw new MaloteError('IPC_BAD_ANSWER', { request: name });
  return value.data;
}

function callsOf<S extends Side>(bridge: MaloteBridge, side: S): Calls<S> {
  const schemas: Readonly<Record<string, { readonly output: z.ZodType }>> = contract[side].requests;
  const entries = Object.entries(schemas).map(([name, { output }]) => [
    name,
    (input?: unknown) => call(bridge, side, name, output, input),
  ]);
  return Object.fromEntries(entries) as Calls<S>;
}

const EVENTS: Readonly<Record<string, z.ZodType>> = { ...contract.engine.events, ...contract.main.events };

/** Derives the client from the contract, over the object that the preload script has put into the page. */
export function createClient(bridge: MaloteBridge, options: ClientOptions = {}): ConsoleClient {
  const on = (event: EventName<'engine'> | EventName<'main'>, listener: (payload: never) => void): (() => void) =>
    bridge.on(event, (payload) => {
      const checked = EVENTS[event]?.safeParse(parsed(payload));
      if (checked?.success === true) listener(checked.data as never);
      else options.onBadEvent?.(event);
    });
  return { engine: callsOf(bridge, 'engine'), main: callsOf(bridge, 'main'), on };
}
