import { asMaloteError, isMaloteError, MaloteError } from '../errors';
import { requestReasons } from '../messages/pt-BR/program';
import type { Answer } from './bridge';
import { contract, type Handlers, type Side } from './contract';

/** Told of what nobody expected: requests out of their schema, mistakes of the program. Never holds what was sent. */
export type OnTrouble = (text: string) => void;

interface AnySchema {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false };
}

/**
 * Serves one request of a side of the contract: whatever it is, the answer is a value. A name that the contract does not have, and
 * content out of its schema, are refused without being looked at further.
 */
export async function answerRequest<S extends Side>(
  side: S,
  handlers: Handlers<S>,
  request: { readonly name: string; readonly input: unknown },
  onTrouble: OnTrouble,
): Promise<Answer> {
  const { name, input } = request;
  const schemas: Readonly<Record<string, { input: AnySchema }>> = contract[side].requests;
  const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined) {
    onTrouble(`a request that the contract does not have was refused (${side})`);
    return refused('?', requestReasons.unknownName);
  }
  const checked = schema.input.safeParse(input);
  if (!checked.success) {
    onTrouble(`a request out of its schema was refused (${side}.${name})`);
    return refused(name, requestReasons.outOfSchema);
  }
  try {
    const handler = (handlers as Readonly<Record<string, (input: unknown) => unknown>>)[name];
    return { ok: true, value: await handler?.(checked.data) };
  } catch (error) {
    if (!isMaloteError(error)) onTrouble(`${side}.${name}: ${traceOf(error)}`);
    return { ok: false, error: asMaloteError(error).toEnvelope() };
  }
}

function refused(request: string, reason: string): Answer {
  return { ok: false, error: new MaloteError('IPC_BAD_REQUEST', { request, reason }).toEnvelope() };
}

function traceOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
