import { ipcErrors } from '../shared/errors/ipc';
import type { Answer, AnswerText } from '../shared/ipc/bridge';
import { isWireAnswer, isWireEvent, type WireRequest } from '../shared/ipc/wire';

const { sentence: message, action } = ipcErrors.IPC_ENGINE_AWAY;
const AWAY = JSON.stringify({
  ok: false,
  error: { code: 'IPC_ENGINE_AWAY', message, action, details: {} },
} satisfies Answer);

/** What is needed of a page's MessagePort. */
export interface LinePort {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** The port to the engine, kept away from the page, over all its changes: it may come later than the first request, and be replaced. */
export class EngineConnection {
  readonly #pending = new Map<number, (answer: AnswerText) => void>();
  /** Requests that wait for the first port. */
  #early: WireRequest[] = [];
  #port: LinePort | null = null;
  #isAway = false;
  #asked = 0;

  constructor(private readonly onEvent: (event: string, payload: string) => void) {}

  ask(name: string, input: unknown): Promise<AnswerText> {
    if (this.#isAway) return Promise.resolve(AWAY);
    return new Promise((resolve) => {
      const request = { id: (this.#asked += 1), name, input };
      this.#pending.set(request.id, resolve);
      if (this.#port === null) this.#early.push(request);
      else this.#port.postMessage(request);
    });
  }

  /** The engine can be reached, on this port from now on. */
  attach(port: LinePort): void {
    const early = this.#early;
    this.#early = [];
    if (this.#port !== null) this.detach();
    this.#isAway = false;
    this.#port = port;
    port.onmessage = ({ data }) => {
      this.#handle(data);
    };
    for (const request of early) port.postMessage(request);
  }

  /** The engine cannot be reached for now: whoever waits is told so. */
  detach(): void {
    this.#port?.close();
    this.#port = null;
    this.#isAway = true;
    this.#early = [];
    for (const resolve of this.#pending.values()) resolve(AWAY);
    this.#pending.clear();
  }

  #handle(data: unknown): void {
    if (isWireEvent(data)) this.onEvent(data.event, data.payload);
    if (!isWireAnswer(data)) return;
    this.#pending.get(data.id)?.(data.answer);
    this.#pending.delete(data.id);
  }
}
