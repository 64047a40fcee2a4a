import { isMaloteError, type MaloteError } from '../../shared/errors';
import type { Clock } from '../base';
import { addDays, dayOf, SIEG_KINDS } from '../domain';
import type { Adapter } from './adapter';
import type { CountQuery, Counts, ProbeResult } from './port';

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
    return result(true, 200, `${successWords(adapter.generation, counts)}.`, counts);
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'CANCELLED') throw error;
    const status = error.details['status'];
    return result(false, typeof status === 'number' ? status : null, failureWords(error, adapter.generation), null);
  }
}

function sinceYesterday(clock: Clock): CountQuery {
  const today = dayOf(new Date(clock.now()).toISOString()) ?? '';
  return { window: { by: 'issue', from: addDays(today, -1), to: today } };
}

const GENERATION_NAME = { legacy: 'antiga', v1: 'v1' } as const;

function successWords(generation: 'legacy' | 'v1', counts: Counts): string {
  const found = SIEG_KINDS.filter((kind) => (counts[kind] ?? 0) > 0).map((kind) => `${String(counts[kind])} ${kind}`);
  const what = found.length === 0 ? 'nenhum documento emitido' : `${found.join(', ')} emitidos`;
  return `O SIEG respondeu pela API ${GENERATION_NAME[generation]}: ${what} de ontem para hoje`;
}

function failureWords(error: MaloteError, generation: 'legacy' | 'v1'): string {
  return `${error.message}${hint(error, generation)} ${error.action}`;
}

function hint(error: MaloteError, generation: 'legacy' | 'v1'): string {
  if (generation !== 'legacy') return '';
  if (error.code === 'SIEG_WRONG_PATH') return ' A API antiga foi anunciada para ser desligada em 31/07/2026.';
  if (error.code === 'SIEG_AUTHENTICATION') return ' Há escritórios cuja chave só vale na API v1.';
  return '';
}
