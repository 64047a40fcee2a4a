import type { DeadModes } from '../dead';
import type { QuirkName, QuirkSet } from '../quirks';
import type { Generation } from './call';
import type { SimulatorCredentials } from './gate';
import type { Limits } from './limits';

/** One request that arrived. Never holds the key, the token or a query string. */
export interface RequestRecord {
  /** When it arrived, in milliseconds since 1970. */
  readonly time: number;
  readonly generation: Generation;
  /** Path without the query string, e.g. `/BaixarXmls` or `/api/v1/baixar-xmls`. */
  readonly endpoint: string;
  /** The JSON body; null when there was none. */
  readonly body: unknown;
  readonly status: number;
  /** XML files in the answer. */
  readonly files: number;
  /** The quirk that the request met, if any. */
  readonly quirk: QuirkName | null;
}

export interface SimulatorOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  readonly quirks: QuirkSet;
  /** Waits and limit windows are divided by it; 1 when absent. */
  readonly speed?: number;
  /** False lets any number of calls through. */
  readonly enforceLimits?: boolean;
  readonly limits?: Partial<Limits>;
  readonly credentials?: SimulatorCredentials;
  /** Share of pages that each transient quirk befalls. */
  readonly quirkRate?: number;
  /** First Skip that the quirk `deep-empty` empties; 10,500 when absent. */
  readonly deepEmptyAt?: number;
  /** Share of the month's documents that the quirk `late-arrivals` holds back; 0.01 when absent. */
  readonly lateShare?: number;
  /** True: what is late, or comes again, waits for `settleLateArrivals`, however much is asked. */
  readonly lateUntilSettled?: boolean;
  /** What never works; nothing when absent. */
  readonly dead?: DeadModes;
  /** The present, for documents that arrive late; the machine's clock when absent. */
  readonly now?: () => number;
  readonly log?: (record: RequestRecord) => void;
}
