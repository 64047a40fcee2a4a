import type { Clock } from '../base';
import type { Adapter } from './adapter';
import { parseBaseUrl } from './base-url';
import { createCaller } from './caller';
import { readCredentials } from './credentials';
import { createHttpClient } from './http';
import { ADAPTERS } from './generations';
import type { Limiter } from './limiter';
import type { SiegApi, SiegCredentials } from './port';
import type { FindProxy } from '../network';
import { probe } from './probe';
import { createRedactor } from './redact';
import type { SiegGeneration } from '../../shared/sieg-generations';

export interface SiegApiOptions {
  readonly generation: SiegGeneration;
  /** https, or http to this very machine. */
  readonly baseUrl: string;
  readonly credentials: SiegCredentials;
  /** Made by `createLimiter` for the same key. */
  readonly limiter: Limiter;
  readonly clock: Clock;
  /** Replaces the deadline of every call, in real milliseconds. */
  readonly httpTimeoutMs?: number | undefined;
  /** Default: by the environment. */
  readonly findProxy?: FindProxy | undefined;
  /** Once aborted no request leaves any more; those under way end. Default: never. */
  readonly closing?: AbortSignal | undefined;
}

/**
 * The SIEG API of the chosen generation. The credentials live in closures only: neither the result nor any error leads to them.
 * @throws MaloteError SIEG_ADDRESS_*, SIEG_CREDENTIALS_*
 */
export function createSiegApi(options: SiegApiOptions): SiegApi {
  const { clock, limiter } = options;
  const adapter = createAdapter(options);
  return {
    generation: adapter.generation,
    capabilities: adapter.capabilities,
    count: (query, signal) => adapter.count(query, signal),
    page: adapter.page,
    document: adapter.document,
    events: adapter.events,
    eventsOf: adapter.eventsOf,
    report: adapter.report,
    probe: (signal) => probe(adapter, clock, signal),
    requestsPerMinute: (bucket) => limiter.requestsPerMinute(bucket),
  };
}

function createAdapter(options: SiegApiOptions): Adapter {
  const { generation, limiter, clock, httpTimeoutMs, findProxy, closing } = options;
  const base = parseBaseUrl(options.baseUrl);
  const credentials = readCredentials(options.credentials, generation);
  const redactor = createRedactor([
    options.credentials.apiKey,
    credentials.apiKey,
    credentials.clientId,
    credentials.clientSecret,
  ]);
  const http = createHttpClient(base, findProxy);
  const call = createCaller({ http, limiter, redactor, clock, httpTimeoutMs, closing });
  return ADAPTERS[generation].create({ call, credentials, redactor, clock });
}
