import { decodeAccessKey, hasValidCheckDigit, modelNamed } from '../domain';
import { keyInId } from './keys';
import { readCfe } from './read-cfe';
import { readCte } from './read-cte';
import { readEvent } from './read-event';
import { readKeyed } from './read-keyed';
import { readMdfe } from './read-mdfe';
import { readNfe } from './read-nfe';
import { readNfse } from './read-nfse';
import { readSummary } from './read-summary';
import { readVoided } from './read-voided';
import type { FiscalItem } from './types';
import type { ParsedUnit } from './unit';

/** What is written by one layout, and who reads it. */
interface FamilyRow {
  /** The `inf…` element that proves that an element is not a namesake; null: nothing does. */
  readonly inf: string | null;
  readonly read: (unit: ParsedUnit) => FiscalItem;
  /** Some senders put the events of such a document inside it. */
  readonly holdsEvents: boolean;
  /** Elements that hold one document, summary or voided range. The outermost one in a file is the unit that is read. */
  readonly elements: readonly string[];
}

/** A further layout is a row here, and its reader a file of its own. */
const FAMILIES = {
  nfe: { inf: 'infNFe', read: readNfe, holdsEvents: true, elements: ['nfeProc', 'procNFe', 'NFe'] },
  cte: {
    inf: 'infCte',
    read: readCte,
    holdsEvents: true,
    elements: [
      ...['cteProc', 'procCTe', 'CTe', 'cteOSProc', 'procCTeOS', 'CTeOS'],
      ...['cteSimpProc', 'procCTeSimp', 'CTeSimp', 'GTVeProc', 'procGTVe', 'GTVe'],
    ],
  },
  mdfe: { inf: 'infMDFe', read: readMdfe, holdsEvents: true, elements: ['mdfeProc', 'procMDFe', 'MDFe'] },
  cfe: { inf: 'infCFe', read: readCfe, holdsEvents: false, elements: ['CFe', 'CFeCanc'] },
  summary: { inf: null, read: readSummary, holdsEvents: false, elements: ['resNFe', 'resCTe', 'resEvento'] },
  voided: {
    inf: 'infInut',
    read: readVoided,
    holdsEvents: false,
    elements: ['procInutNFe', 'ProcInutNFe', 'inutNFe', 'procInutCTe', 'ProcInutCTe', 'inutCTe'],
  },
  nfse: { inf: 'infNFSe', read: readNfse, holdsEvents: false, elements: ['NFSe'] },
  /** Of any model, by its body (`bodyLayout`); and events, by the pattern of their names. */
  keyed: { inf: null, read: readKeyed, holdsEvents: true, elements: [] },
  event: { inf: 'infEvento', read: readEvent, holdsEvents: false, elements: [] },
} as const satisfies Readonly<Record<string, FamilyRow>>;

export type Family = keyof typeof FAMILIES;

/** What an element holds: the family that reads it and the `inf…` element that proves it is not a namesake. */
export interface Layout {
  readonly family: Family;
  readonly inf: string | null;
}

/** Reads a unit of this family. @throws MaloteError FISCAL_* */
export function readAs(family: Family, unit: ParsedUnit): FiscalItem {
  return FAMILIES[family].read(unit);
}

/** Whether an event may stand inside a document of this family. */
export function holdsEvents(family: Family): boolean {
  return FAMILIES[family].holdsEvents;
}

/** By the name of the element. */
const LAYOUTS: ReadonlyMap<string, Layout> = new Map(
  (Object.keys(FAMILIES) as Family[]).flatMap((family) => {
    const { inf, elements } = FAMILIES[family];
    return elements.map((name) => [name, { family, inf }] as const);
  }),
);

const EVENT: Layout = { family: 'event', inf: FAMILIES.event.inf };
/** The cancellations of before the events (NF-e 1.10 and 2.00, CT-e 1.04). */
const OLD_CANCELLATION: Layout = { family: 'event', inf: 'infCanc' };
/** Every project names them after itself (`procEventoNFCom`), and some senders after none (`procEvento`). */
const EVENT_NAME = /^(?:procEvento|evento|retEvento)(?:[A-Z][A-Za-z0-9]*)?$/;
const OLD_CANCELLATION_NAME = /^(?:procCanc|ProcCanc|canc|retCanc)[A-Z][A-Za-z0-9]*$/;

/** The layout of an element of this name; undefined when it holds nothing by itself. */
export function layoutOf(name: string): Layout | undefined {
  const named = LAYOUTS.get(name);
  if (named !== undefined) return named;
  if (EVENT_NAME.test(name)) return EVENT;
  return OLD_CANCELLATION_NAME.test(name) ? OLD_CANCELLATION : undefined;
}

/** `InfNfse` is the body of the ABRASF layouts of municipal NFS-e. */
export const MUNICIPAL_BODY = 'InfNfse';

const EVENT_BODIES: ReadonlyMap<string, Layout> = new Map([
  ['infEvento', EVENT],
  ['infCanc', OLD_CANCELLATION],
]);

/** Elements that are counted while scanning, besides the bodies of keyed documents. */
export const BODIES: ReadonlySet<string> = new Set([
  MUNICIPAL_BODY,
  ...EVENT_BODIES.keys(),
  ...[...LAYOUTS.values()].flatMap((layout) => (layout.inf === null ? [] : [layout.inf])),
]);

/** An element of the documents' own parts that carries their key in its Id and is no body. */
const NO_BODY: ReadonlySet<string> = new Set(['infProt']);
const ID = /\sId\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const LONGEST_ID = 1024;

/**
 * The layout whose body this element is, told from its own start tag, for what stands in an envelope that is not known: an event, or a
 * document of any model whose `inf…` element carries an access key as its Id.
 */
export function bodyLayout(name: string, tag: string): Layout | undefined {
  const event = EVENT_BODIES.get(name);
  if (event !== undefined || !/^inf[A-Z]/.test(name) || NO_BODY.has(name)) return event;
  const [, double, single] = ID.exec(tag.slice(0, LONGEST_ID)) ?? [];
  const key = keyInId(name, double ?? single ?? '');
  return key !== null && speaksAsKey(key) ? { family: 'keyed', inf: name } : undefined;
}

/** Municipal layouts have Ids of as many digits: a key of no known model must be right in every part. */
function speaksAsKey(key: string): boolean {
  return modelNamed(key.slice(20, 22)) !== undefined || (decodeAccessKey(key) !== null && hasValidCheckDigit(key));
}
