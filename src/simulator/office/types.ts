import type { Day, Month, Party, SiegKind, TaxId } from '../../engine/domain';
import type { MunicipalNote } from './municipal';

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
  /** The key, `NFS:<key>` for a national NFS-e, or `NFSE:<IBGE>:<issuer>:<number>` for a municipal one. */
  readonly identity: string;
  /** 44 characters, 50 for a national NFS-e; empty for a municipal one, which has none. */
  readonly key: string;
  readonly kind: SiegKind;
  /** "55", "65", "57", "59", "62", "66", "NFSe-nac" or "NFSe-mun". */
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
  /** Only of a municipal NFS-e. */
  readonly municipal?: MunicipalNote;
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
  /** Identities of the documents issued in the month, but for the unread. */
  readonly documents: Readonly<Record<SiegKind, ReadonlySet<string>>>;
  /** Identities of the events dated in the month, those of the previous month's documents included. */
  readonly events: ReadonlySet<string>;
  /** Identities of the NFS-e in a layout that nobody knows: SIEG counts them, and nobody can tell them apart. */
  readonly unread: ReadonlySet<string>;
  /**
   * Identities of the documents with an effective cancellation dated in the month, whatever their own month; not of municipal NFS-e,
   * which say it themselves (`municipal.cancelledAt`).
   */
  readonly cancelled: ReadonlySet<string>;
  /** Documents of the month in which each company stands, in any role, but for the unread. */
  readonly byCompany: ReadonlyMap<TaxId, ReadonlySet<string>>;
}
