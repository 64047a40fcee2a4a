import { z } from 'zod';
import { answerRequest, type OnTrouble } from '../shared/ipc/answer';
import type { AnswerText } from '../shared/ipc/bridge';
import type { EventName, EventOf, Handlers } from '../shared/ipc/contract';
import type { WireAnswer, WireEvent } from '../shared/ipc/wire';
import type { Port } from '../engine-link';

/** JSON, which some ports carry, leaves out an input that is undefined. */
const requestSchema = z.strictObject({ id: z.int(), name: z.string().max(100), input: z.unknown().optional() });

/** How a request is answered, as a text. */
export type AnswerAsked = (request: { readonly name: string; readonly input: unknown }) => Promise<AnswerText>;

/** Serves the contract's engine side on a port: whatever arrives there is checked before it is heeded. */
export function servePort(port: Port, handlers: Handlers<'engine'>, onTrouble: OnTrouble): void {
  serveAsked(port, answersOf(handlers, onTrouble), onTrouble);
}

/** Answers by handlers of this process. */
export function answersOf(handlers: Handlers<'engine'>, onTrouble: OnTrouble): AnswerAsked {
  return async (request) => JSON.stringify(await answerRequest('engine', handlers, request, onTrouble));
}

/** The same, wherever the answers come from. */
export function serveAsked(port: Port, answer: AnswerAsked, onTrouble: OnTrouble): void {
  port.listen((message) => {
    const request = requestSchema.safeParse(message);
    if (!request.success) {
      onTrouble('a message that is no request was dropped');
      return;
    }
    const { id, name, input } = request.data;
    answer({ name, input })
      .then((text) => {
        port.post({ id, answer: text } satisfies WireAnswer);
      })
      .catch((error: unknown) => {
        onTrouble(`an answer could not be sent: ${String(error)}`);
      });
  });
}

/** An event as it is told on every port: made into a text once, however many listen. */
export function wireEvent<N extends EventName<'engine'>>(event: N, payload: EventOf<'engine', N>): WireEvent {
  return { event, payload: JSON.stringify(payload) };
}
