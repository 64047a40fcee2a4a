import { MaloteError } from '../errors';
import type { AnswerText, BridgeCalls, BridgeEvent, MaloteBridge } from './bridge';
import { createClient, type ConsoleClient } from './client';
import { contractNames } from './contract';
import { isWireAnswer, isWireEvent, type WireRequest } from './wire';

/** What is needed of a port, of whatever kind. */
export interface LinePort {
  post(message: unknown): void;
  listen(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

const AWAY: AnswerText = JSON.stringify({ ok: false, error: new MaloteError('IPC_ENGINE_AWAY').toEnvelope() });

/** A line to the process that holds the workspace: what a page asks over its MessagePort, asked over a port of any kind. */
export class HolderLine {
  /** Typed calls and events. Calls that wait when the line breaks are answered with IPC_ENGINE_AWAY. */
  readonly client: ConsoleClient;
  /** Resolves when the other end is gone, or this one was closed. */
  readonly gone: Promise<void>;
  readonly #pending = new Map<number, (answer: AnswerText) => void>();
  readonly #listeners = new Map<string, Set<(payload: string) => void>>();
  #isGone = false;
  #asked = 0;
  #end = (): void => undefined;

  constructor(private readonly port: LinePort) {
    this.gone = new Promise((resolve) => (this.#end = resolve));
    this.client = createClient(this.#bridge());
    port.onClose(() => {
      this.#ended();
    });
    port.listen((message) => {
      this.#handle(message);
    });
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** A request as it is: it is checked where it arrives. */
  ask(name: string, input: unknown): Promise<AnswerText> {
    if (this.#isGone) return Promise.resolve(AWAY);
    return new Promise((resolve) => {
      const request = { id: (this.#asked += 1), name, input };
      this.#pending.set(request.id, resolve);
      this.port.post(request satisfies WireRequest);
    });
  }

  /** Calls `listener` with each payload of the event, as JSON, until the returned function is called. */
  on(event: string, listener: (payload: string) => void): () => void {
    const known = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, known.add(listener));
    return () => {
      known.delete(listener);
    };
  }

  close(): void {
    this.port.close();
    this.#ended();
  }

  #handle(message: unknown): void {
    if (isWireEvent(message)) {
      for (const listener of this.#listeners.get(message.event) ?? []) listener(message.payload);
      return;
    }
    if (!isWireAnswer(message)) return;
    this.#pending.get(message.id)?.(message.answer);
    this.#pending.delete(message.id);
  }

  #ended(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const resolve of this.#pending.values()) resolve(AWAY);
    this.#pending.clear();
    this.#end();
  }

  /** The engine's side alone: nobody at the other end is this window's main process. */
  #bridge(): MaloteBridge {
    const calls = contractNames.requests.engine.map((name) => [name, (input?: unknown) => this.ask(name, input)]);
    return {
      engine: Object.fromEntries(calls) as BridgeCalls<'engine'>,
      main: Object.fromEntries(
        contractNames.requests.main.map((name) => [name, () => Promise.resolve(AWAY)]),
      ) as BridgeCalls<'main'>,
      on: (event: BridgeEvent, listener) => this.on(event, listener),
    };
  }
}
