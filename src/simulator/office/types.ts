import type { Day, Month, Party, SiegKind, TaxId } from '../../engine/domain';

/** A client company of the demonstration office. Everything about it is invented. */
export interface SimCompany {
  readonly taxId: TaxId;
  readonly name: string;
  /** "0001": position in the office's list. */
  readonly code: string;
  /** What the workbook calls `Nome Tratado`, e.g. `0001_COMERCIO_EXEMPLO_LTDA`; some hold accents, a slash or a trailing dot. */
  readonly folder: string;
}

/** What is known of a document without its XML, which is rendered from this when it is asked for. */
export interface SimDocument {
  readonly type: 'document';
  /** The key, or `NFS:<key>` for a national NFS-e. */
  readonly identity: string;
  /** 44 characters, 50 for a national NFS-e. */
  readonly key: string;
  readonly kind: SiegKind;
  /** "55", "65", "57", "59" or "NFSe-nac". */
  readonly model: string;
  readonly series: string;
  readonly number: string;
  /** As the document writes it, with -03:00. */
  readonly issuedAt: string;
  readonly issueDay: Day;
  readonly month: Month;
  /** When it entered SIEG's vault, in milliseconds since 1970. */
  readonly uploadedAt: number;
  readonly parties: readonly Party[];
  readonly operation: '0' | '1' | null;
  /** CT-e: which group pays the freight, "0".."4". */
  readonly takerPointer: string | null;
  readonly totalCents: number;
  /** Seed of everything in the XML that is not listed here. */
  readonly seed: number;
}

export interface SimEvent {
  readonly type: 'event';
  /** `<model>:<key>:<type>:<sequence>`. */
  readonly identity: string;
  readonly document: SimDocument;
  /** "110111", "210210", …; "e101101" for a national NFS-e. */
  readonly eventType: string;
  readonly sequence: number;
  /** cStat of the answer; null for a national NFS-e, whose events have none. */
  readonly status: string | null;
  readonly cancels: boolean;
  readonly author: TaxId;
  readonly issuedAt: string;
  readonly day: Day;
  readonly uploadedAt: number;
  readonly seed: number;
}

export type SimFile = SimDocument | SimEvent;

/** What a program that does everything right ends up with for a month. */
export interface Expected {
  readonly month: Month;
  /** Identities of the documents issued in the month. */
  readonly documents: Readonly<Record<SiegKind, ReadonlySet<string>>>;
  /** Identities of the events dated in the month, those of the previous month's documents included. */
  readonly events: ReadonlySet<string>;
  /** Identities of the documents with an effective cancellation dated in the month, whatever their own month. */
  readonly cancelled: ReadonlySet<string>;
  /** Documents of the month in which each company stands, in any role. */
  readonly byCompany: ReadonlyMap<TaxId, ReadonlySet<string>>;
}
