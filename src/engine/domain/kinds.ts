export {
  cancelledBy,
  directionRule,
  DOCUMENT_KINDS,
  DOCUMENT_MODELS,
  documentKind,
  isSiegKind,
  KEPT_KINDS,
  kindOfModel,
  modelNamed,
  NUMBERED_MODELS,
  OTHER_KIND,
  SIEG_KINDS,
  type DirectionRule,
  type DocumentKind,
  type ModelEvents,
  type SiegKind,
} from '../../shared/document-models';

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
