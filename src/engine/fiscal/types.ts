import type { ErrorCode } from '../../shared/errors';
import type { Day, DocumentKind, Month, Party, TaxId } from '../domain';

/** Something worth telling an auditor about a document that does not stop its filing. */
export interface Finding {
  readonly code: string;
  readonly severity: 'info' | 'warning' | 'error';
  /** One sentence in Portuguese. */
  readonly message: string;
}

/** What had to be tolerated to read the bytes (BOM removed, NUL cut, encoding guessed …); the stored original is untouched. */
export interface Repair {
  readonly code: string;
  readonly message: string;
}

export interface Protocol {
  /** cStat of infProt, e.g. "100". */
  readonly status: string;
  readonly number: string | null;
  readonly at: string | null;
  /** digVal of infProt. */
  readonly digest: string | null;
}

export interface FiscalDocument {
  readonly type: 'document';
  /** Access key (44), `NFS:<50>`, `NFSE:<place>:<issuer>:<number>` (municipal), or `RAW:<sha256>` for a layout not read. */
  readonly identity: string;
  readonly accessKey: string | null;
  readonly kind: DocumentKind;
  /** "55", "65", "57", "67", "58", "59"; "NFSe-nac" for the national NFS-e; "NFSe-mun" for a municipal one that was read; "NFSe" for unread layouts. */
  readonly model: string;
  /** `processed` carries an authorisation protocol (national NFS-e and CF-e count as processed), `bare` does not, `unread` is a known but unread layout. */
  readonly form: 'processed' | 'bare' | 'unread';
  readonly number: string | null;
  readonly series: string | null;
  /** The date as the document writes it. */
  readonly issuedAt: string | null;
  readonly issueDay: Day | null;
  readonly month: Month | null;
  /** tpNF: "0" inbound, "1" outbound, from the issuer's point of view. */
  readonly operation: '0' | '1' | null;
  /** finNFe or tpCTe as written. */
  readonly purpose: string | null;
  readonly parties: readonly Party[];
  /** CT-e: which group pays the freight ("0".."4", "toma" for CT-e OS), as written. */
  readonly takerPointer: string | null;
  readonly totalCents: bigint | null;
  readonly totalText: string | null;
  readonly protocol: Protocol | null;
  /** DigestValue of the signature. */
  readonly digest: string | null;
  /** tpAmb: "1" production, "2" homologation (no fiscal value). */
  readonly environment: string | null;
  /** Identity of the document that this one replaces (NFS-e chSubstda), if any. */
  readonly replaces: string | null;
  /** What only a municipal NFS-e says; absent for every other model. */
  readonly municipal?: MunicipalFacts;
  /** Of an unread layout: the names of its first elements, so that a reader can be written. */
  readonly shape?: string;
  readonly findings: readonly Finding[];
  /**
   * The bytes that hold exactly this document: the whole file when it holds only this one, else its slice of it. A municipal note of a
   * list keeps what stands around the list (namespaces, the header that names its issuer); only the other notes are cut out.
   */
  readonly bytes: Uint8Array;
}

/** What a municipal NFS-e says besides; what is not stated is null, nothing is derived (../shared/domain/nfse-municipal.md). */
export interface MunicipalFacts {
  /** Family whose structure the note has: "abrasf2", "saopaulo", "ipm" … */
  readonly layout: string;
  /** IBGE code of the issuing municipality. */
  readonly municipality: string | null;
  readonly municipalityFrom: 'generator' | 'layout' | 'issuer-address' | 'tom' | 'name' | 'none';
  /** "tom:8541", "name:BAURU/SP": how it is stated where it is not by its IBGE code. */
  readonly hint: string | null;
  /** The issuer's municipal registration. */
  readonly registration: string | null;
  readonly verification: string | null;
  readonly taker: TaxId | null;
  readonly competence: string | null;
  readonly competenceMonth: Month | null;
  readonly netCents: bigint | null;
  readonly issWithheld: boolean | null;
  /** This copy says that the note was cancelled; the date as written. */
  readonly cancelled: { readonly at: string | null } | null;
  /** Number of the note that replaced this one, "" when it is not said; null when this copy says nothing of it. */
  readonly replacedBy: string | null;
  /** Number of the note that this one replaces. */
  readonly replacesNumber: string | null;
  readonly rpsNumber: string | null;
  readonly rpsSeries: string | null;
}

export interface FiscalEvent {
  readonly type: 'event';
  /** `<model>:<key>:<type>:<sequence>`. */
  readonly identity: string;
  readonly kind: DocumentKind;
  /** Model taken from the referenced key, e.g. "55"; "NFSe-nac" for national NFS-e. */
  readonly model: string;
  /** Identity of the document that the event speaks of. */
  readonly documentIdentity: string;
  readonly eventType: string;
  readonly sequence: number;
  /** cStat of retEvento; null when the file is only a request. */
  readonly status: string | null;
  readonly author: TaxId | null;
  readonly issuedAt: string | null;
  readonly protocolNumber: string | null;
  readonly findings: readonly Finding[];
  readonly bytes: Uint8Array;
}

/** resNFe, resEvento, resCTe …: word of a document, not the document. */
export interface FiscalSummary {
  readonly type: 'summary';
  readonly documentIdentity: string;
  readonly kind: DocumentKind;
  readonly model: string;
  /** cSitNFe (1 authorised, 2 denied, 3 cancelled) where there is one. */
  readonly situation: string | null;
  readonly issuer: TaxId | null;
  readonly issuedAt: string | null;
  readonly eventType: string | null;
  readonly bytes: Uint8Array;
}

/** A range of numbers declared unused (procInutNFe …). */
export interface FiscalVoidedRange {
  readonly type: 'voided-range';
  readonly kind: DocumentKind;
  readonly model: string;
  readonly issuer: TaxId | null;
  readonly series: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly status: string | null;
  readonly bytes: Uint8Array;
}

export type FiscalItem = FiscalDocument | FiscalEvent | FiscalSummary | FiscalVoidedRange;

/** A part of the file that was not read, and why; `keyHint` is an access key seen in the bytes, good enough to ask SIEG for a sound copy. */
export interface FiscalRefusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly keyHint: string | null;
  readonly bytes: Uint8Array;
}

export interface FiscalReading {
  readonly items: readonly FiscalItem[];
  readonly refusals: readonly FiscalRefusal[];
  readonly repairs: readonly Repair[];
}
