/** Who of the parties of a document has sold and who has bought, by the rules of `engine/domain/direction.ts`. */
export type DirectionRule = 'goods' | 'retail' | 'freight' | 'manifest' | 'service' | 'supply';

/** A family of fiscal documents, filed under its own folder. */
interface DocumentKindRow {
  readonly direction: DirectionRule;
  /** What SIEG does with it; null where it is not one of SIEG's own kinds. Numbers and report types stand in `engine/sieg/wire.ts`. */
  readonly sieg: {
    /** The event types by which cancellations are asked for by their own date; null asks for all types, an empty list never asks. */
    readonly cancelledBy: readonly (string | null)[];
    /** The office has always kept its reports beside the documents: at the closing, those of every company. */
    readonly isReportKept: boolean;
  } | null;
}

/**
 * The families of fiscal documents that Malote files, named as the folders on disk are. CT-e OS, CT-e simplified and GTV-e are CTe.
 * Those that SIEG hands out come first, in SIEG's own numbering (1 NFe … 5 CFe).
 */
const KINDS = {
  NFe: { direction: 'goods', sieg: { cancelledBy: ['110111'], isReportKept: true } },
  CTe: { direction: 'freight', sieg: { cancelledBy: ['110111'], isReportKept: true } },
  NFSe: { direction: 'service', sieg: { cancelledBy: [null], isReportKept: false } },
  NFCe: { direction: 'retail', sieg: { cancelledBy: ['110111', '110112'], isReportKept: false } },
  CFe: { direction: 'retail', sieg: { cancelledBy: [], isReportKept: false } },
  MDFe: { direction: 'manifest', sieg: null },
  NFCom: { direction: 'supply', sieg: null },
  BPe: { direction: 'supply', sieg: null },
  NF3e: { direction: 'supply', sieg: null },
  NFAg: { direction: 'supply', sieg: null },
  NFGas: { direction: 'supply', sieg: null },
  DCe: { direction: 'supply', sieg: null },
  /** A document with an access key of a model that is not in `DOCUMENT_MODELS`. */
  Outros: { direction: 'supply', sieg: null },
} as const satisfies Readonly<Record<string, DocumentKindRow>>;

export type DocumentKind = keyof typeof KINDS;

/** What the electronic documents with an access key are told apart by: positions 21 and 22 of the key, and `ide/mod`. */
interface DocumentModelRow {
  readonly model: string;
  /** The family it is filed under. */
  readonly kind: DocumentKind;
  /** Whose codes its events use (`engine/domain/events.ts`): the same number means different things in different projects. */
  readonly events: string;
  /** The element by which an event names a document of this model. */
  readonly keyElement: string;
  /** Its issuers number their series without leaving out a number, unless they void it: a gap is asked about. */
  readonly isNumberedOn: boolean;
}

/**
 * Every model that is known by name. A further one is a row here; its layout is read by what all models share
 * (`fiscal/read-keyed.ts`). 75 and 76 are taken from public implementations of their layouts of 2026, not from a manual.
 */
export const DOCUMENT_MODELS = [
  { model: '55', kind: 'NFe', events: 'NFe', keyElement: 'chNFe', isNumberedOn: true },
  { model: '65', kind: 'NFCe', events: 'NFe', keyElement: 'chNFe', isNumberedOn: true },
  { model: '57', kind: 'CTe', events: 'CTe', keyElement: 'chCTe', isNumberedOn: true },
  { model: '67', kind: 'CTe', events: 'CTe', keyElement: 'chCTe', isNumberedOn: true },
  { model: '64', kind: 'CTe', events: 'CTe', keyElement: 'chCTe', isNumberedOn: false },
  { model: '58', kind: 'MDFe', events: 'MDFe', keyElement: 'chMDFe', isNumberedOn: true },
  { model: '59', kind: 'CFe', events: 'CFe', keyElement: 'chCFe', isNumberedOn: true },
  { model: '62', kind: 'NFCom', events: 'NFCom', keyElement: 'chNFCom', isNumberedOn: false },
  { model: '63', kind: 'BPe', events: 'BPe', keyElement: 'chBPe', isNumberedOn: false },
  { model: '66', kind: 'NF3e', events: 'common', keyElement: 'chNF3e', isNumberedOn: false },
  { model: '75', kind: 'NFAg', events: 'common', keyElement: 'chNFAg', isNumberedOn: false },
  { model: '76', kind: 'NFGas', events: 'common', keyElement: 'chNFGas', isNumberedOn: false },
  { model: '99', kind: 'DCe', events: 'common', keyElement: 'chDCe', isNumberedOn: false },
] as const satisfies readonly DocumentModelRow[];

/** Whose codes the events of some model use. */
export type ModelEvents = (typeof DOCUMENT_MODELS)[number]['events'];

export const OTHER_KIND = 'Outros' satisfies DocumentKind;

export const DOCUMENT_KINDS = Object.keys(KINDS) as [DocumentKind, ...DocumentKind[]];

/** The kinds that SIEG hands out, by their own names. */
export type SiegKind = {
  [Kind in DocumentKind]: (typeof KINDS)[Kind]['sieg'] extends null ? never : Kind;
}[DocumentKind];

/** A kind by its name; null for what is none, such as another folder's name. */
export function documentKind(name: string | null): DocumentKind | null {
  return DOCUMENT_KINDS.find((kind) => kind === name) ?? null;
}

const ROWS: Readonly<Record<DocumentKind, DocumentKindRow>> = KINDS;

export function directionRule(kind: DocumentKind): DirectionRule {
  return ROWS[kind].direction;
}

export function isSiegKind(kind: string): kind is SiegKind {
  const known = documentKind(kind);
  return known !== null && ROWS[known].sieg !== null;
}

/** In SIEG's own numbering. */
export const SIEG_KINDS = DOCUMENT_KINDS.filter(isSiegKind) as [SiegKind, ...SiegKind[]];

/** The event types of a kind's cancellations (see the row). */
export function cancelledBy(kind: SiegKind): readonly (string | null)[] {
  return KINDS[kind].sieg.cancelledBy;
}

/** The kinds whose reports the office keeps of every company. */
export const KEPT_KINDS: readonly SiegKind[] = SIEG_KINDS.filter((kind) => KINDS[kind].sieg.isReportKept);

type Described = (typeof DOCUMENT_MODELS)[number];
const BY_MODEL: ReadonlyMap<string, Described> = new Map(DOCUMENT_MODELS.map((row) => [row.model, row]));

/** The row of a model; undefined for one that is not known by name. */
export function modelNamed(model: string): Described | undefined {
  return BY_MODEL.get(model);
}

/** The family of a model with an access key. */
export function kindOfModel(model: string): DocumentKind {
  return BY_MODEL.get(model)?.kind ?? OTHER_KIND;
}

/** Models whose numbers are asked about where a series leaves some out. */
export const NUMBERED_MODELS: readonly string[] = DOCUMENT_MODELS.filter(({ isNumberedOn }) => isNumberedOn).map(
  ({ model }) => model,
);
