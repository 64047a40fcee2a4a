/** The families of fiscal documents that Malote files, named as the folders on disk are. CT-e OS and CT-e simplified are CTe. */
export const DOCUMENT_KINDS = ['NFe', 'CTe', 'NFSe', 'NFCe', 'CFe', 'MDFe'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** The kinds that SIEG hands out; the order is SIEG's own numbering (1 NFe … 5 CFe). */
export const SIEG_KINDS = ['NFe', 'CTe', 'NFSe', 'NFCe', 'CFe'] as const;
export type SiegKind = (typeof SIEG_KINDS)[number];

/** A calendar month, `YYYY-MM`. */
export type Month = string;
/** A calendar day as written in the document, `YYYY-MM-DD`, never shifted by a time zone. */
export type Day = string;
/** Digits (and, since July 2026, capitals) of a CNPJ (14) or CPF (11), without punctuation. Never a number. */
export type TaxId = string;
/** SHA-256 in 64 lower-case hexadecimal digits. */
export type Sha256 = string;

/** In which part of a document a taxpayer stands. */
export const PARTY_ROLES = [
  'issuer',
  'recipient',
  'taker',
  'sender',
  'shipper',
  'receiver',
  'carrier',
  'contractor',
  'provider',
  'intermediary',
  'pickup',
  'deliveryPlace',
  'authorised',
] as const;
export type PartyRole = (typeof PARTY_ROLES)[number];

export interface Party {
  readonly role: PartyRole;
  readonly taxId: TaxId;
}

/** Direction of a document for one company. `third-party`, `participant`, `issued`, `contracted` have no folder of their own. */
export type Direction =
  'inbound' | 'outbound' | 'reference' | 'third-party' | 'participant' | 'issued' | 'contracted' | 'unknown';
