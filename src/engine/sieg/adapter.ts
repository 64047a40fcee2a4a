import type { OnLeave } from './caller';
import type { CountQuery, Counts, SiegApi } from './port';

/** What a generation of the API has to bring; the rest of the port is the same for all. */
export interface Adapter extends Pick<
  SiegApi,
  'generation' | 'capabilities' | 'page' | 'document' | 'events' | 'eventsOf' | 'report'
> {
  count(query: CountQuery, signal: AbortSignal, onLeave?: OnLeave): Promise<Counts>;
}
