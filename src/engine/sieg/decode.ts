import { gunzipSync } from 'node:zlib';
import { untrusted } from '../base';
import { readArchive, type ArchiveLimits } from './decode-archive';
import type { SiegFile } from './port';

export interface DecodeLimits extends ArchiveLimits {
  /** Largest single item, before and after each unpacking. */
  readonly maxItemBytes: number;
  /** Wrappings (base64, gzip, JSON string, archive) around one XML. */
  readonly maxDepth: number;
}

export const DECODE_LIMITS: DecodeLimits = {
  maxItemBytes: 64 * 1_048_576,
  maxEntries: 5_000,
  maxTotalBytes: 256 * 1_048_576,
  maxRatio: 200,
  maxDepth: 6,
};

/** What all items of one answer may still unpack to. */
export interface UnpackBudget {
  bytes: number;
}

export const newBudget = (limits: DecodeLimits = DECODE_LIMITS): UnpackBudget => ({ bytes: limits.maxTotalBytes });

/** Within what is left; what was unpacked is gone from it. */
function charged(budget: UnpackBudget, bytes: Uint8Array | Problem): Uint8Array | Problem {
  if (typeof bytes === 'string') return bytes;
  budget.bytes -= bytes.length;
  return budget.bytes < 0 ? 'too-large' : bytes;
}

type Problem = NonNullable<SiegFile['problem']>;
interface Step {
  readonly bytes: Uint8Array;
  readonly name: string | null;
  readonly depth: number;
  /** An archive inside an archive is not opened. */
  readonly insideArchive: boolean;
  readonly budget: UnpackBudget;
}

/**
 * One item of an answer, however it is wrapped: archive, gzip, XML, JSON string or base64, in any order that was ever met.
 * Never throws: what cannot be decoded comes back as it came, with its problem. An archive gives one file per entry.
 * @param budget shared by the items of one answer: many small ones must not unpack to what no single one may
 */
export function decodeItem(
  item: Uint8Array | string,
  name: string | null = null,
  limits: DecodeLimits = DECODE_LIMITS,
  budget: UnpackBudget = newBudget(limits),
): SiegFile[] {
  const came = typeof item === 'string' ? Buffer.from(item, 'utf8') : item;
  return untrusted(
    () => decode({ bytes: came, name, depth: 0, insideArchive: false, budget }, came, limits),
    () => [{ name, bytes: came, problem: 'archive-broken' }],
  );
}

/** `came` is what is kept when decoding fails: the item itself, or its entry of the archive. */
function decode(step: Step, came: Uint8Array, limits: DecodeLimits): SiegFile[] {
  const { bytes, name } = step;
  const fail = (problem: Problem): SiegFile[] => [{ name, bytes: came, problem }];
  if (isBlank(bytes)) return fail('empty');
  if (bytes.length > limits.maxItemBytes && !isArchive(bytes)) return fail('too-large');
  if (isXml(bytes)) return [{ name, bytes, problem: null }];
  if (step.depth >= limits.maxDepth) return fail('too-deep');
  if (isArchive(bytes)) return step.insideArchive ? fail('too-deep') : decodeArchive(step, came, limits);
  const inner = isGzip(bytes) ? gunzip(bytes, limits.maxItemBytes, step.budget) : unwrapText(bytes);
  return typeof inner === 'string'
    ? fail(inner)
    : decode({ ...step, bytes: inner, depth: step.depth + 1 }, came, limits);
}

function decodeArchive(step: Step, came: Uint8Array, limits: DecodeLimits): SiegFile[] {
  const maxTotalBytes = Math.min(limits.maxTotalBytes, Math.max(0, step.budget.bytes));
  const reading = readArchive(step.bytes, { ...limits, maxTotalBytes });
  if ('problem' in reading) return [{ name: step.name, bytes: came, problem: reading.problem }];
  for (const { bytes } of reading.entries) step.budget.bytes -= bytes?.length ?? 0;
  return reading.entries.flatMap(({ name, bytes, packed }) =>
    bytes === null
      ? [{ name, bytes: packed, problem: 'archive-broken' as const }]
      : decode({ ...step, bytes, name, depth: step.depth + 1, insideArchive: true }, bytes, limits),
  );
}

/** `PK\x03\x04`, or `PK\x05\x06` for an archive without entries. */
export function isArchive(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function gunzip(bytes: Uint8Array, most: number, budget: UnpackBudget): Uint8Array | Problem {
  const maxOutputLength = Math.min(most, budget.bytes);
  if (maxOutputLength <= 0) return 'too-large';
  try {
    return charged(budget, gunzipSync(bytes, { maxOutputLength }));
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'archive-broken';
  }
}

/** Whether the first visible character is `<`, behind a byte order mark, NUL bytes (UTF-16) and white space. */
export function isXml(bytes: Uint8Array): boolean {
  return firstVisible(bytes) === 0x3c;
}

function isBlank(bytes: Uint8Array): boolean {
  return firstVisible(bytes) === null;
}

function firstVisible(bytes: Uint8Array): number | null {
  const invisible = [0x00, 0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf, 0xff, 0xfe];
  return bytes.find((byte) => !invisible.includes(byte)) ?? null;
}

function unwrapText(bytes: Uint8Array): Uint8Array | Problem {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').trim();
  if (text.startsWith('"')) return unquote(bytes);
  return fromBase64(text) ?? 'not-base64';
}

function unquote(bytes: Uint8Array): Uint8Array | Problem {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'string' ? Buffer.from(value, 'utf8') : 'not-base64';
  } catch {
    return 'not-base64';
  }
}

/** Base64 in either alphabet, with or without padding and line breaks; null when the text is anything else. */
export function fromBase64(text: string): Uint8Array | null {
  return unbroken(text) ?? unbroken(text.replace(/\s+/g, ''));
}

/** Node skips what is no base64, so that whatever has another letter in it gives too few bytes: that is known without looking at each. */
function unbroken(text: string): Uint8Array | null {
  const digits = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  if (digits < 4 || digits % 4 === 1) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === Math.floor((digits * 3) / 4) ? bytes : null;
}
