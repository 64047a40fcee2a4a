import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../base';
import { openLimiterStore } from '../ledger';
import type { FindProxy } from '../network';
import type { Settings } from '../settings';
import { createLimiter, createSiegApi, fingerprintOf, limitsFor, type SiegApi, type SiegCredentials } from '../sieg';

export interface OpenedSieg {
  readonly api: SiegApi;
  close(): void;
}

const LIMITER_FILE = 'limiter.db';

/**
 * The SIEG API of the settings, behind the limiter that all processes with this key share.
 * @param options.closing once aborted no request leaves any more; those under way end
 * @throws MaloteError SIEG_ADDRESS_*, SIEG_CREDENTIALS_*
 */
export function openSieg(
  settings: Pick<Settings, 'sieg'>,
  credentials: SiegCredentials,
  clock: Clock,
  stateFolder: string,
  { findProxy, closing }: { readonly findProxy?: FindProxy | undefined; readonly closing?: AbortSignal } = {},
): OpenedSieg {
  const { generation, baseUrl, requestsPerMinute } = settings.sieg;
  mkdirSync(stateFolder, { recursive: true });
  const store = openLimiterStore(join(stateFolder, LIMITER_FILE));
  try {
    const limiter = createLimiter({
      store,
      keyFingerprint: fingerprintOf(credentials.apiKey),
      limits: limitsFor(generation, requestsPerMinute),
      clock,
    });
    return {
      api: createSiegApi({ generation, baseUrl, credentials, limiter, clock, findProxy, closing }),
      close: () => {
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
