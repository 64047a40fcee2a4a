import { isMaloteError, MaloteError, type ErrorCode } from '../../shared/errors';
import { decode, type Decoded } from './decode';
import { keyHint } from './keys';
import type { Family } from './layouts';
import { DEFAULT_LIMITS, type FiscalLimits } from './limits';
import { assertWellFormed, parse } from './parse';
import { readCfe } from './read-cfe';
import { readCte } from './read-cte';
import { readEvent } from './read-event';
import { readMdfe } from './read-mdfe';
import { readNfe } from './read-nfe';
import { isMunicipalNamesake, readNfse } from './read-nfse';
import { readSummary } from './read-summary';
import { unreadNfse } from './read-unread';
import { readVoided } from './read-voided';
import { readMunicipal } from './municipal';
import { recognise } from './recognise';
import { repair, type RepairCode } from './repairs';
import { sniff } from './sniff';
import { split, type Part, type Unit } from './split';
import type { FiscalItem, FiscalReading, FiscalRefusal } from './types';
import type { ParsedUnit } from './unit';

export interface FiscalOptions {
  /** Ceilings to change; `DEFAULT_LIMITS` for the rest. */
  readonly limits?: Partial<FiscalLimits>;
  /** SIEG handed the file out under this kind: a layout that nobody knows is then an unread note, not a stray file. */
  readonly handedOutAs?: 'NFSe' | undefined;
}

interface ReadOptions {
  readonly limits: FiscalLimits;
  readonly handedOutAs: FiscalOptions['handedOutAs'];
}

const READERS: Readonly<Record<Family, (unit: ParsedUnit) => FiscalItem>> = {
  nfe: readNfe,
  cte: readCte,
  mdfe: readMdfe,
  cfe: readCfe,
  event: readEvent,
  summary: readSummary,
  voided: readVoided,
  nfse: readNfse,
};

/** Collects what is found while a file is read. */
class Reading {
  readonly items: FiscalItem[] = [];
  readonly refusals: FiscalRefusal[] = [];
  readonly repairs = new Set<RepairCode>();

  /** Runs one step; an expected failure becomes the refusal of these bytes. */
  attempt(bytes: Uint8Array, step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!isMaloteError(error)) throw error;
      this.refusals.push({ code: error.code, message: error.message, keyHint: keyHint(bytes), bytes });
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

function readUnit(reading: Reading, unit: Unit, kept: Uint8Array, text: string): void {
  reading.attempt(kept, () => {
    const root = parse(text, unit.name);
    reading.items.push(READERS[unit.layout.family]({ name: unit.name, root, bytes: kept, bodies: unit.bodies }));
  });
}

/** What is no national document: municipal notes by their structure, else whatever else the part is. */
function readForeign(reading: Reading, part: Part, kept: Uint8Array, decoded: Decoded, options: ReadOptions): void {
  const { text, encoding } = decoded;
  // a part that is the whole file is told from its items by the very bytes that came
  const municipal = readMunicipal({ text, encoding, bytes: part.bytes, whole: kept }, options.limits);
  reading.items.push(...municipal.items);
  if (municipal.items.length > 0) return;
  const foreign = municipal.otherwise === 'unknown' ? recognise(part) : 'request';
  if (foreign === 'municipal' || (municipal.otherwise === 'unknown' && options.handedOutAs === 'NFSe')) {
    reading.items.push(unreadNfse(kept, municipal.shape));
    return;
  }
  throw new MaloteError(foreign === 'request' ? 'FISCAL_NOT_A_DOCUMENT' : 'FISCAL_UNKNOWN_LAYOUT', { root: part.name });
}

/** @param kept the bytes that an item keeps when it is the only one of this part. */
function readPart(reading: Reading, part: Part, kept: Uint8Array, options: ReadOptions): void {
  reading.attempt(kept, () => {
    if (!part.complete) throw new MaloteError('FISCAL_TRUNCATED');
    const decoded = decode(part.bytes);
    const { text, repairs } = decoded;
    if (text.includes('\0')) throw new MaloteError('FISCAL_BINARY');
    assertWellFormed(text);
    for (const code of repairs) reading.repairs.add(code);
    const [first, ...others] = part.units;
    if (first === undefined || isMunicipalNamesake(first, text)) readForeign(reading, part, kept, decoded, options);
    else if (others.length === 0)
      readUnit(reading, first, kept, first.name === part.name ? text : decode(first.bytes).text);
    else for (const unit of part.units) readUnit(reading, unit, unit.bytes, decode(unit.bytes).text);
  });
}

function readParts(reading: Reading, bytes: Uint8Array, options: ReadOptions): void {
  const { parts, repairs } = split(bytes, options.limits);
  for (const code of repairs) reading.repairs.add(code);
  if (parts.length === 0) reading.refuse(bytes, 'FISCAL_EMPTY');
  for (const part of parts) readPart(reading, part, parts.length === 1 ? bytes : part.bytes, options);
}

/**
 * Reads a file as it came (from SIEG, a folder, the old system) into its fiscal documents, events, summaries and voided ranges.
 *
 * Never throws for what a file may hold: what cannot be read becomes a refusal with its reason, the bytes, and an access key seen in
 * them. Inconsistencies of a readable document are findings, not refusals. What was tolerated (byte-order marks, stray text, wrong
 * encoding) is a repair; the bytes themselves are never altered.
 */
export function readFiscal(bytes: Uint8Array, options: FiscalOptions = {}): FiscalReading {
  const reading = new Reading();
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  reading.attempt(bytes, () => {
    const refusal = sniff(bytes);
    if (refusal) throw new MaloteError(refusal);
    if (bytes.length > limits.bytes)
      throw new MaloteError('FISCAL_TOO_LARGE', { bytes: bytes.length, limit: limits.bytes });
    readParts(reading, bytes, { limits, handedOutAs: options.handedOutAs });
  });
  return reading.result();
}
