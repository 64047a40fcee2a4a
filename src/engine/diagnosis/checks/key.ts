import { join } from 'node:path';
import { isMaloteError, MaloteError, type ErrorCode } from '../../../shared/errors';
import { diagnosisFound } from '../../../shared/messages/pt-BR/diagnosis';
import { dayAndMinute } from '../../../shared/messages/pt-BR/moments';
import { readLongestHold } from '../../ledger';
import type { Settings } from '../../settings';
import { limitsFor, tryKey } from '../../sieg';
import { inOrder, troubled, type Found } from '../line';
import type { Sights } from '../sights';
import { wantSettings } from './settings';

/** As `app/sieg-connection.ts` names it. */
const LIMITER_FILE = 'limiter.db';

/** SIEG did not come to look at the key: that it does not answer, its own check says. */
const UNASKED: ReadonlySet<ErrorCode> = new Set(['SIEG_CONNECTION', 'SIEG_DNS', 'SIEG_TIMEOUT', 'SIEG_TLS']);

/** Whether SIEG takes the key, by one cheap question, and what it allows. */
export async function lookAtKey(sights: Sights, signal: AbortSignal): Promise<readonly Found[]> {
  const settings = await wantSettings(sights);
  return [await keyLine(sights, settings, signal), limitsLine(sights, settings)];
}

async function keyLine({ place }: Sights, settings: Settings, signal: AbortSignal): Promise<Found> {
  try {
    const { generation, baseUrl } = settings.sieg;
    const credentials = await place.credentials(baseUrl, generation);
    if (credentials === null) return troubled('key', 'unknown', new MaloteError('DIAGNOSIS_KEY_UNTRIED'));
    const sieg = place.openSieg(settings, credentials);
    try {
      return inOrder('key', await tryKey(sieg.api, place.clock, signal), { generation });
    } finally {
      sieg.close();
    }
  } catch (error) {
    if (!isMaloteError(error) || error.code === 'CANCELLED') throw error;
    return troubled('key', UNASKED.has(error.code) ? 'unknown' : 'fault', error);
  }
}

function limitsLine({ place }: Sights, { sieg }: Settings): Found {
  const limits = Object.values(limitsFor(sieg.generation, sieg.requestsPerMinute));
  const perMinute = Math.min(...limits.map((limit) => limit.perMinute));
  const until = readLongestHold(join(place.stateFolder, LIMITER_FILE));
  if (until === null || until <= place.clock.now())
    return inOrder('limits', diagnosisFound.limits(perMinute), { perMinute });
  const heldUntil = new Date(until).toISOString();
  const error = new MaloteError('DIAGNOSIS_HELD', { until: dayAndMinute(heldUntil) });
  return troubled('limits', 'warning', error, { perMinute, heldUntil });
}
