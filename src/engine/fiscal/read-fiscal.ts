import { isMaloteError, MaloteError, type ErrorCode } from '../../shared/errors';
import type { SiegKind } from '../domain';
import { CARRIED_DEPTH, carriedIn } from './carried';
import { decode, type Decoded } from './decode';
import { keyHint } from './keys';
import { readAs } from './layouts';
import { DEFAULT_LIMITS, type FiscalLimits } from './limits';
import { unpack, type Budget } from './packed';
import { parse, type ParseOptions, type ParsedText } from './parse';
import { isEventPair } from './read-event';
import { isMunicipalNamesake } from './read-nfse';
import { unreadNfse } from './read-unread';
import { readMunicipal } from './municipal';
import { recognise } from './recognise';
import { repair, type RepairCode } from './repairs';
import { sniff } from './sniff';
import { split, type Part, type Unit } from './split';
import type { XmlNode } from './tree';
import type { FiscalItem, FiscalReading, FiscalRefusal } from './types';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

/** Reads the text of a part: `parse`, or another reader that the tests hold against it. */
export type PartParser = (text: string, options: ParseOptions, part: Part) => ParsedText;

export interface FiscalOptions {
  /** Ceilings to change; `DEFAULT_LIMITS` for the rest. */
  readonly limits?: Partial<FiscalLimits>;
  /** SIEG handed the file out under this kind: a layout that nobody knows is then an unread note, not a stray file. */
  readonly handedOutAs?: SiegKind | undefined;
  readonly parser?: PartParser;
}

/** A distribution packs documents, never a distribution. */
const PACKED_DEPTH = 1;

/** How many times what is read was packed, and carried as the text of an element. */
interface Depth {
  readonly packed: number;
  readonly carried: number;
}

/** Collects what is found while a file is read. */
class Reading {
  readonly items: FiscalItem[] = [];
  readonly refusals: FiscalRefusal[] = [];
  readonly repairs = new Set<RepairCode>();
  readonly budget: Budget;

  constructor(
    readonly limits: FiscalLimits,
    readonly parser: PartParser,
    readonly handedOutAs: FiscalOptions['handedOutAs'],
  ) {
    this.budget = { bytes: limits.unpacked, documents: limits.documents };
  }

  /** Runs one step; a failure, whatever it is, becomes the refusal of these bytes. */
  attempt(bytes: Uint8Array, step: () => void): void {
    try {
      step();
    } catch (error) {
      const { code, message } = isMaloteError(error) ? error : new MaloteError('FISCAL_UNREADABLE');
      this.refusals.push({ code, message, keyHint: keyHint(bytes), bytes });
    }
  }

  refuse(bytes: Uint8Array, code: ErrorCode): void {
    this.attempt(bytes, () => {
      throw new MaloteError(code);
    });
  }

  result(): FiscalReading {
    return { items: this.items, refusals: this.refusals, repairs: [...this.repairs].map(repair) };
  }
}

function readUnit(reading: Reading, unit: Unit, node: XmlNode | MaloteError, kept: Uint8Array): void {
  reading.attempt(kept, () => {
    if (isMaloteError(node)) throw node;
    const { name, layout, bodies } = unit;
    reading.items.push(readAs(layout.family, { name, root: node, bytes: kept, bodies }));
  });
}

/** Whether these bytes hold, or carry in their turn, what is read by its own layout. */
function holdsNational(bytes: Uint8Array, limits: FiscalLimits, depth: number): boolean {
  if (depth >= CARRIED_DEPTH || bytes.length > limits.bytes || sniff(bytes) !== null) return false;
  return split(bytes, limits).parts.some((part) => {
    // what was cut off is refused by its key, not taken for a note of a town
    if (!part.complete) return keyHint(part.bytes) !== null;
    const { text } = decode(part.bytes);
    const [first] = part.units;
    if (first !== undefined) return !isMunicipalNamesake(first, text);
    return carriedIn(text, limits).some((inner) => holdsNational(inner, limits, depth + 1));
  });
}

/**
 * National documents that a wrapper (SOAP, asmx) carries as text, each as a file of its own: like what is packed, they are told by the
 * bytes that were carried. @returns false when there are none
 */
function readCarried(reading: Reading, text: string, depth: Depth): boolean {
  const { limits, budget } = reading;
  if (depth.carried >= CARRIED_DEPTH) return false;
  const documents = carriedIn(text, limits).filter((bytes) => holdsNational(bytes, limits, depth.carried + 1));
  for (const bytes of documents) {
    reading.attempt(bytes, () => {
      if (--budget.documents < 0)
        throw new MaloteError('FISCAL_TOO_COMPLEX', {
          limit: limits.documents,
          what: fiscalMessages.measures.documents,
        });
      budget.bytes -= bytes.length;
      if (budget.bytes < 0) throw new MaloteError('FISCAL_TOO_LARGE', { bytes: bytes.length, limit: limits.unpacked });
      readParts(reading, bytes, { ...depth, carried: depth.carried + 1 });
    });
  }
  return documents.length > 0;
}

/** What is no national document: municipal notes by their structure, what a wrapper carries, else whatever else the part is. */
function readForeign(reading: Reading, part: Part, kept: Uint8Array, { text, encoding }: Decoded, depth: Depth): void {
  // a part that is the whole file is told from its items by the very bytes that came
  const municipal = readMunicipal({ text, encoding, bytes: part.bytes, whole: kept }, reading.limits);
  reading.items.push(...municipal.items);
  if (municipal.items.length > 0 || readCarried(reading, text, depth)) return;
  const foreign = municipal.otherwise === 'unknown' ? recognise(part) : 'request';
  if (foreign === 'municipal' || (municipal.otherwise === 'unknown' && reading.handedOutAs === 'NFSe')) {
    reading.items.push(unreadNfse(kept, municipal.shape));
    return;
  }
  throw new MaloteError(foreign === 'request' ? 'FISCAL_NOT_A_DOCUMENT' : 'FISCAL_UNKNOWN_LAYOUT', { root: part.name });
}

/** Whether a unit is all that there is to file of a part: the only one, or the document that the others stand in. */
function isWhole({ units, name }: Part, unit: Unit): boolean {
  return units.length === 1 || (unit === units[0] && unit.element === 0 && unit.name === name);
}

/** A request and the answer to it, side by side in an envelope of no known name, are one event. */
function readPair(reading: Reading, part: Part, parsed: ParsedText, kept: Uint8Array): boolean {
  const [first, second, ...others] = part.units;
  if (first?.layout.family !== 'event' || second?.layout.family !== 'event' || others.length > 0) return false;
  if (typeof parsed.root === 'string' || !isEventPair(parsed.root)) return false;
  const unit = { ...first, name: part.name, bodies: first.bodies + second.bodies };
  readUnit(reading, unit, parsed.root, kept);
  return true;
}

/** Documents that a distribution hands out packed, each as an XML file of its own. */
function readPacked(reading: Reading, packed: readonly string[], part: Part, depth: Depth): void {
  if (depth.packed >= PACKED_DEPTH)
    throw new MaloteError('FISCAL_TOO_COMPLEX', { limit: PACKED_DEPTH, what: fiscalMessages.measures.packing });
  for (const text of packed) {
    reading.attempt(part.bytes, () =>
      readParts(reading, unpack(text, reading.limits, reading.budget), { ...depth, packed: depth.packed + 1 }),
    );
  }
}

/** @param kept the bytes that an item keeps when it is the only one of this part. */
function readPart(reading: Reading, part: Part, kept: Uint8Array, depth: Depth): void {
  reading.attempt(kept, () => {
    if (!part.complete) throw new MaloteError('FISCAL_TRUNCATED');
    const decoded = decode(part.bytes);
    const { text, repairs } = decoded;
    if (text.includes('\0')) throw new MaloteError('FISCAL_BINARY');
    const { units } = part;
    const options = { wanted: units, limits: reading.limits, lenient: units.length === 0 };
    const parsed = reading.parser(text, options, part);
    for (const code of [...repairs, ...parsed.repairs]) reading.repairs.add(code);
    if (parsed.packed.length > 0) readPacked(reading, parsed.packed, part, depth);
    const [first] = units;
    const foreign = first === undefined ? parsed.packed.length === 0 : isMunicipalNamesake(first, text);
    if (foreign) readForeign(reading, part, kept, decoded, depth);
    else if (!readPair(reading, part, parsed, kept)) {
      units.forEach((unit, index) => {
        const node = parsed.wanted[index] ?? new MaloteError('FISCAL_UNDECODABLE', { encoding: 'XML' });
        readUnit(reading, unit, node, isWhole(part, unit) && parsed.packed.length === 0 ? kept : unit.bytes);
      });
    }
  });
}

function readParts(reading: Reading, bytes: Uint8Array, depth: Depth): void {
  const refusal = sniff(bytes);
  if (refusal) throw new MaloteError(refusal);
  const { limits } = reading;
  if (bytes.length > limits.bytes)
    throw new MaloteError('FISCAL_TOO_LARGE', { bytes: bytes.length, limit: limits.bytes });
  const { parts, repairs } = split(bytes, limits);
  for (const code of repairs) reading.repairs.add(code);
  if (parts.length === 0) reading.refuse(bytes, 'FISCAL_EMPTY');
  for (const part of parts) readPart(reading, part, parts.length === 1 ? bytes : part.bytes, depth);
}

/**
 * Reads a file as it came (from SIEG, a folder, the old system) into its fiscal documents, events, summaries and voided ranges.
 *
 * Never throws for what a file may hold: what cannot be read becomes a refusal with its reason, the bytes, and an access key seen in
 * them. Inconsistencies of a readable document are findings, not refusals. What was tolerated (byte-order marks, stray text, wrong
 * encoding) is a repair; the bytes themselves are never altered. Every item holds a view of them, but for what a distribution
 * (`docZip`) had packed or a wrapper carried as text: its bytes are those.
 */
export function readFiscal(bytes: Uint8Array, options: FiscalOptions = {}): FiscalReading {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const reading = new Reading(limits, options.parser ?? parse, options.handedOutAs);
  reading.attempt(bytes, () => readParts(reading, bytes, { packed: 0, carried: 0 }));
  return reading.result();
}
