/** What the electronic documents with an access key are told apart by: positions 21 and 22 of the key, and `ide/mod`. */
interface ModelDescriptor {
  readonly model: string;
  /** The family it is filed under, named as the folder on disk is. */
  readonly kind: string;
  /** Whose codes its events use (`events.ts`): the same number means different things in different projects. */
  readonly events: 'NFe' | 'CTe' | 'MDFe' | 'CFe' | 'NFSe' | 'BPe' | 'NFCom' | 'common';
  /** The element by which an event names a document of this model. */
  readonly keyElement: string;
}

/**
 * Every model that is known by name. A further one is a row here; its layout is read by what all models share
 * (`fiscal/read-keyed.ts`). 75 and 76 are taken from public implementations of their layouts of 2026, not from a manual.
 */
export const DOCUMENT_MODELS = [
  { model: '55', kind: 'NFe', events: 'NFe', keyElement: 'chNFe' },
  { model: '65', kind: 'NFCe', events: 'NFe', keyElement: 'chNFe' },
  { model: '57', kind: 'CTe', events: 'CTe', keyElement: 'chCTe' },
  { model: '67', kind: 'CTe', events: 'CTe', keyElement: 'chCTe' },
  { model: '64', kind: 'CTe', events: 'CTe', keyElement: 'chCTe' },
  { model: '58', kind: 'MDFe', events: 'MDFe', keyElement: 'chMDFe' },
  { model: '59', kind: 'CFe', events: 'CFe', keyElement: 'chCFe' },
  { model: '62', kind: 'NFCom', events: 'NFCom', keyElement: 'chNFCom' },
  { model: '63', kind: 'BPe', events: 'BPe', keyElement: 'chBPe' },
  { model: '66', kind: 'NF3e', events: 'common', keyElement: 'chNF3e' },
  { model: '75', kind: 'NFAg', events: 'common', keyElement: 'chNFAg' },
  { model: '76', kind: 'NFGas', events: 'common', keyElement: 'chNFGas' },
  { model: '99', kind: 'DCe', events: 'common', keyElement: 'chDCe' },
] as const satisfies readonly ModelDescriptor[];

/** A document with an access key of a model that is not in `DOCUMENT_MODELS`. */
export const OTHER_KIND = 'Outros';

/**
 * The families of fiscal documents that Malote files, named as the folders on disk are. CT-e OS, CT-e simplified and GTV-e are CTe.
 */
export const DOCUMENT_KINDS = [
  ...(['NFe', 'CTe', 'NFSe', 'NFCe', 'CFe', 'MDFe'] as const),
  ...(['NFCom', 'BPe', 'NF3e', 'NFAg', 'NFGas', 'DCe'] as const),
  OTHER_KIND,
] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** A kind by its name; null for what is none, such as another folder's name. */
export function documentKind(name: string | null): DocumentKind | null {
  return DOCUMENT_KINDS.find((kind) => kind === name) ?? null;
}

type Described = (typeof DOCUMENT_MODELS)[number] & { readonly kind: DocumentKind };
const BY_MODEL: ReadonlyMap<string, Described> = new Map(DOCUMENT_MODELS.map((row) => [row.model, row]));

/** The row of a model; undefined for one that is not known by name. */
export function modelNamed(model: string): Described | undefined {
  return BY_MODEL.get(model);
}

/** The family of a model with an access key. */
export function kindOfModel(model: string): DocumentKind {
  return BY_MODEL.get(model)?.kind ?? OTHER_KIND;
}

/** Models of one family, the usual one first. */
export function modelsOfKind(kind: DocumentKind): readonly string[] {
  return DOCUMENT_MODELS.filter((row) => row.kind === kind).map(({ model }) => model);
}

/** The kinds that SIEG hands out; the order is SIEG's own numbering (1 NFe … 5 CFe). */
export const SIEG_KINDS = ['NFe', 'CTe', 'NFSe', 'NFCe', 'CFe'] as const;
export type SiegKind = (typeof SIEG_KINDS)[number];

export function isSiegKind(kind: string): kind is SiegKind {
  return SIEG_KINDS.some((each) => each === kind);
}

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
