import type { EventName, RequestName, Side } from './contract';

/** A failure on its way to the page. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly action: string;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
}

/** What every request is answered with; expected failures are values. */
export type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

/** An answer as JSON. */
export type AnswerText = string;

export type BridgeCalls<S extends Side> = { readonly [N in RequestName<S>]: (input?: unknown) => Promise<AnswerText> };

/** Any event of either side, by its name. */
export type BridgeEvent = EventName<'engine'> | EventName<'main'>;

/**
 * What the page finds under `window.malote`: frozen, without channels, ports or event objects. Answers and payloads are JSON, since one
 * text crosses from the preload script's world into the page's far faster than a thousand objects; the client (`createClient`) reads
 * and checks them and gives them their types.
 */
export interface MaloteBridge {
  readonly engine: BridgeCalls<'engine'>;
  readonly main: BridgeCalls<'main'>;
  /** Calls `listener` with each payload of the event, as JSON, until the returned function is called. */
  on(event: BridgeEvent, listener: (payload: string) => void): () => void;
}
