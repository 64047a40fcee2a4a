import { decodeAccessKey, hasValidCheckDigit, modelNamed } from '../domain';
import { keyInId } from './keys';

export type Family = 'nfe' | 'cte' | 'mdfe' | 'cfe' | 'keyed' | 'event' | 'summary' | 'voided' | 'nfse';

/** What an element of this local name holds: the family that reads it and the `inf…` element that proves it is not a namesake. */
export interface Layout {
  readonly family: Family;
  readonly inf: string | null;
}

function layouts(family: Family, inf: string | null, names: readonly string[]): (readonly [string, Layout])[] {
  return names.map((name) => [name, { family, inf }] as const);
}

/** Elements that hold one document, summary or voided range. The outermost one in a file is the unit that is read. */
export const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ...layouts('nfe', 'infNFe', ['nfeProc', 'procNFe', 'NFe']),
  ...layouts('cte', 'infCte', ['cteProc', 'procCTe', 'CTe']),
  ...layouts('cte', 'infCte', [
    'cteOSProc',
    'procCTeOS',
    'CTeOS',
    'cteSimpProc',
    'procCTeSimp',
    'CTeSimp',
    'GTVeProc',
    'procGTVe',
    'GTVe',
  ]),
  ...layouts('mdfe', 'infMDFe', ['mdfeProc', 'procMDFe', 'MDFe']),
  ...layouts('cfe', 'infCFe', ['CFe', 'CFeCanc']),
  ...layouts('summary', null, ['resNFe', 'resCTe', 'resEvento']),
  ...layouts('voided', 'infInut', ['procInutNFe', 'ProcInutNFe', 'inutNFe', 'procInutCTe', 'ProcInutCTe', 'inutCTe']),
  ...layouts('nfse', 'infNFSe', ['NFSe']),
]);

const EVENT: Layout = { family: 'event', inf: 'infEvento' };
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
