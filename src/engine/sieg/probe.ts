import { isMaloteError, type MaloteError } from '../../shared/errors';
import type { Clock } from '../base';
import { addDays, dayOf, SIEG_KINDS } from '../domain';
import type { Adapter } from './adapter';
import { ADAPTERS } from './generations';
import type { CountQuery, Counts, ProbeResult, SiegApi } from './port';
import { SIEG_GENERATIONS, type SiegGeneration } from '../../shared/sieg-generations';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

/**
 * "Testar conexão": counts yesterday and today and says what answered.
 * @throws CANCELLED only; every answer and every failure of the network is a result.
 */
export async function probe(adapter: Adapter, clock: Clock, signal: AbortSignal): Promise<ProbeResult> {
  let leftAt = clock.now();
  const onLeave = (): void => {
    leftAt = clock.now();
  };
  const result = (ok: boolean, status: number | null, words: string, counts: Counts | null): ProbeResult => ({
    ok,
    generation: adapter.generation,
    status,
    milliseconds: Math.round(clock.now() - leftAt),
    words,
    counts,
  });
  try {
    const counts = await adapter.count(sinceYesterday(clock), signal, onLeave);
    return result(true, 200, successWords(adapter.generation, counts), counts);
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'CANCELLED') throw error;
    const status = error.details['status'];
    return result(false, typeof status === 'number' ? status : null, failureWords(error, adapter.generation), null);
  }
}

/**
 * The same question, for who wants to know how it failed. @returns what answered, in Portuguese
 * @throws MaloteError SIEG_*, CANCELLED
 */
export async function tryKey(
  api: Pick<SiegApi, 'count' | 'generation'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<string> {
  return successWords(api.generation, await api.count(sinceYesterday(clock), signal));
}

function sinceYesterday(clock: Clock): CountQuery {
  const today = dayOf(new Date(clock.now()).toISOString()) ?? '';
  return { window: { by: 'issue', from: addDays(today, -1), to: today } };
}

function successWords(generation: SiegGeneration, counts: Counts): string {
  const found = SIEG_KINDS.filter((kind) => (counts[kind] ?? 0) > 0).map((kind) => `${String(counts[kind])} ${kind}`);
  return siegMessages.test.answered(SIEG_GENERATIONS[generation].name, found);
}

function failureWords(error: MaloteError, generation: SiegGeneration): string {
  const hint = ADAPTERS[generation].hints[error.code];
  return [error.message, hint, error.action].filter((part) => part !== undefined).join(' ');
}
