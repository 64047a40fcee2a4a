import { MaloteError } from '../../../shared/errors';
import { shareCauses } from '../../../shared/messages/pt-BR/share-causes';
import { NEARLY_FULL_BYTES, SLOW_MS } from './machine';
import type { Look } from './types';

/** What a single good look shows that somebody should see to; null where that is nothing. A full disk comes before slowness. */
export function measuredTrouble({ latencyMs, freeBytes }: Look, location: string): MaloteError | null {
  if (freeBytes !== null && freeBytes < NEARLY_FULL_BYTES)
    return new MaloteError('SHARE_NEARLY_FULL', {
      location,
      cause: shareCauses.nearlyFull(Math.floor(freeBytes / 1024 ** 2)),
    });
  if (latencyMs >= SLOW_MS)
    return new MaloteError('SHARE_SLOW', { location, cause: shareCauses.slow(latencyMs / 1_000) });
  return null;
}
