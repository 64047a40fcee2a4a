import type { Day, Month, SiegKind, TaxId } from '../domain';
import type { SiegGeneration } from '../../shared/sieg-generations';

/** SIEG's party filters: one per call; none means the whole account. */
export const SIEG_ROLES = ['issuer', 'recipient', 'sender', 'taker'] as const;
export type SiegRole = (typeof SIEG_ROLES)[number];
export interface PartyFilter {
  readonly role: SiegRole;
  readonly taxId: TaxId;
}

/** Days, both ends included. `issue` filters by issue date, `upload` by the moment the XML entered SIEG's vault. */
export interface SiegWindow {
  readonly by: 'issue' | 'upload';
  readonly from: Day;
  readonly to: Day;
}

export interface CountQuery {
  readonly window: SiegWindow;
  readonly party?: PartyFilter;
}
/** By kind; null where SIEG gave no number: unknown is not zero. */
export type Counts = Readonly<Record<SiegKind, number | null>>;

export interface PageQuery {
  readonly kind: SiegKind;
  readonly window: SiegWindow;
  readonly party?: PartyFilter;
  /** Offset in files within one pass. */
  readonly skip: number;
  /** At most `capabilities.maxTake`. */
  readonly take: number;
  /** Also return event files in the same page. */
  readonly events: boolean;
}

/** One file of an answer, decoded to XML bytes; or the raw text that could not be decoded, kept. */
export interface SiegFile {
  readonly name: string | null;
  readonly bytes: Uint8Array;
  /** Null when the bytes are decoded XML; else why they are not (the bytes are then what came). */
  readonly problem: 'not-base64' | 'too-large' | 'too-deep' | 'empty' | 'archive-broken' | null;
}

export interface Page {
  readonly files: readonly SiegFile[];
  /** True when SIEG said in so many words that there is nothing (its 404 text); false for a plain empty list. */
  readonly saidNothing: boolean;
}

export interface EventQuery {
  readonly kind: SiegKind;
  /** Dates of the event itself. */
  readonly from: Day;
  readonly to: Day;
  readonly eventType?: string;
  readonly party?: PartyFilter;
  readonly skip: number;
  readonly take: number;
}

/** Events of one document, by its key; `skip` pages through a document with more of them than `capabilities.maxTake`. */
export interface EventsOfQuery {
  readonly kind: SiegKind;
  readonly key: string;
  /** Default: events of every type. */
  readonly eventType?: string;
  /** Offset in event files; default 0. */
  readonly skip?: number;
}

export interface DocumentQuery {
  readonly kind: SiegKind;
  readonly key: string;
  readonly events: boolean;
}

export interface ReportQuery {
  readonly taxId: TaxId;
  readonly kind: SiegKind;
  readonly month: Month;
}
export interface ReportRow {
  readonly key: string;
  readonly issueDay: Day | null;
  readonly roles: readonly SiegRole[];
}
export interface Report {
  /** The .xlsx as it came, to be filed beside the documents. */
  readonly bytes: Uint8Array;
  readonly rows: readonly ReportRow[];
  /** Rows that could not be used, with their number in the sheet and the reason in Portuguese. */
  readonly badRows: readonly { readonly row: number; readonly reason: string }[];
}

export interface ProbeResult {
  readonly ok: boolean;
  readonly generation: SiegGeneration;
  readonly status: number | null;
  readonly milliseconds: number;
  /** What answered, in Portuguese. */
  readonly words: string;
  readonly counts: Counts | null;
}

export interface SiegCapabilities {
  readonly reports: boolean;
  readonly maxTake: number;
  /** Longest window of a page query, in days. */
  readonly maxWindowDays: number;
}

/** The endpoints that share one rate limit. */
export const SIEG_BUCKETS = ['page', 'count', 'document', 'events', 'report', 'token'] as const;
export type SiegBucket = (typeof SIEG_BUCKETS)[number];

/** Buckets with the same `share` share one limit. */
export interface BucketLimit {
  readonly share: string;
  readonly perMinute: number;
}
export type SiegLimits = Readonly<Record<SiegBucket, BucketLimit>>;

/**
 * The SIEG API, whichever generation. Every method makes ONE attempt (the caller retries by failure class), waits for the
 * key-wide limiter first, and throws MaloteError with a SIEG_* code; the error never holds the key or a URL with it.
 */
export interface SiegApi {
  readonly generation: SiegGeneration;
  readonly capabilities: SiegCapabilities;
  count(query: CountQuery, signal: AbortSignal): Promise<Counts>;
  page(query: PageQuery, signal: AbortSignal): Promise<Page>;
  /** Files of one document (and its events when asked); empty when SIEG does not have it. */
  document(query: DocumentQuery, signal: AbortSignal): Promise<readonly SiegFile[]>;
  events(query: EventQuery, signal: AbortSignal): Promise<Page>;
  /** The events of one document, at most `capabilities.maxTake` of them; none when SIEG has no event of it, or does not know the key. */
  eventsOf(query: EventsOfQuery, signal: AbortSignal): Promise<Page>;
  /** Null when SIEG says there is nothing to report. Throws SIEG_UNSUPPORTED where the generation has no reports. */
  report(query: ReportQuery, signal: AbortSignal): Promise<Report | null>;
  /** Never throws for what SIEG answers: says it in words. */
  probe(signal: AbortSignal): Promise<ProbeResult>;
  /** Requests per minute that the limiter allows for a bucket: what the ETA is made of. */
  requestsPerMinute(bucket: SiegBucket): number;
}

export interface SiegCredentials {
  /** As the portal hands it out; may be percent-encoded. */
  readonly apiKey: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
}
