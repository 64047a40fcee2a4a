import type { ErrorCode } from '../../shared/errors';
import type { Clock } from '../base';
import type { Caller, OnLeave } from './caller';
import type { PlainCredentials } from './credentials';
import type { BucketLimit, CountQuery, Counts, SiegApi, SiegBucket } from './port';
import type { Redactor } from './redact';

/** What a generation of the API has to bring; the rest of the port is the same for all. */
export interface Adapter extends Pick<
  SiegApi,
  'generation' | 'capabilities' | 'page' | 'document' | 'events' | 'eventsOf' | 'report'
> {
  count(query: CountQuery, signal: AbortSignal, onLeave?: OnLeave): Promise<Counts>;
}

export interface AdapterOptions {
  readonly call: Caller;
  readonly credentials: PlainCredentials;
  readonly redactor: Redactor;
  readonly clock: Clock;
}

/** How a generation of the API is spoken. */
export interface GenerationAdapter {
  readonly create: (options: AdapterOptions) => Adapter;
  /** What SIEG allows a key there. @param requestsPerMinute the setting, for a contract with other limits */
  readonly limitOf: (bucket: SiegBucket, requestsPerMinute: number | undefined) => BucketLimit;
  /** What a failed trial of the connection may mean there, after the sentence of the code itself. */
  readonly hints: Partial<Readonly<Record<ErrorCode, string>>>;
}
