import type { AnswerText } from './bridge';

/**
 * What travels over the port between page and engine; each is checked by who receives it. Kept free of zod: the preload script carries
 * it, and hands the texts on unread.
 */
export interface WireRequest {
  /** Chosen by the caller, unique on its port. */
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

export interface WireAnswer {
  readonly id: number;
  readonly answer: AnswerText;
}

export interface WireEvent {
  readonly event: string;
  /** JSON. */
  readonly payload: string;
}

export function isWireAnswer(message: unknown): message is WireAnswer {
  return isRecord(message) && typeof message['id'] === 'number' && typeof message['answer'] === 'string';
}

export function isWireEvent(message: unknown): message is WireEvent {
  return isRecord(message) && typeof message['event'] === 'string' && typeof message['payload'] === 'string';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
