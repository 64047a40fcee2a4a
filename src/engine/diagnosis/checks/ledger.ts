import { join } from 'node:path';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import { diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import { monotonicMs } from '../../base';
import { inOrder, troubled, type Found } from '../line';
import type { Sights } from '../sights';

/** Whether the whole file can be read and holds together, in a thread of its own. What is found is told, and nothing put aside. */
export async function lookAtLedger(sights: Sights): Promise<readonly Found[]> {
  const since = monotonicMs();
  try {
    const found = await sights.lookThrough();
    const seconds = (monotonicMs() - since) / 1_000;
    if (found === 'ok') return [inOrder('ledger', diagnosisFound.ledger(seconds), { seconds })];
    const place = join(sights.place.workspace, 'malote.db');
    return [troubled('ledger', 'fault', new MaloteError('LEDGER_DAMAGED', { place }), { found })];
  } catch (error) {
    if (!isMaloteError(error) || !isTold(error)) throw error;
    const isFine = error.code === 'DIAGNOSIS_NO_LEDGER';
    return [troubled('ledger', isFine ? 'unknown' : 'fault', error)];
  }
}

const isTold = ({ code }: MaloteError): boolean => code.startsWith('LEDGER_') || code === 'DIAGNOSIS_NO_LEDGER';
