import { legacyFileMessages } from '../../../shared/messages/pt-BR/legacy-import';
import {
  decodeAccessKey,
  DOCUMENT_KINDS,
  isMonth,
  modelNamed,
  normaliseTaxId,
  type DocumentKind,
  type Month,
  type TaxId,
} from '../../domain';

/** The old system ran in Brasília time, without saying so. */
const OFFSET = '-03:00';

const ISO = /^(\d{4}-\d{2}-\d{2})[T _](\d{2})[:h-]?(\d{2})[:m-]?(\d{2})(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?/;
const COMPACT = /(?<!\d)(20\d{2})(\d{2})(\d{2})[_T-]?(\d{2})(\d{2})(\d{2})(?!\d)/;
const EPOCH = /(?<!\d)(1\d{9})(?:\.\d+|(\d{3}))?(?!\d)/;

function isoOf(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** The instant that a text of the old system names ("2025-08-28 20:05:00", "20250828_200500", seconds since 1970); null for none. */
export function instantOf(value: string | number): string | null {
  const text = String(value);
  const iso = ISO.exec(text);
  if (iso !== null) {
    const [, day = '', hour = '', minute = '', second = '', fraction = '0', zone = OFFSET] = iso;
    const offset = /^[+-]\d{4}$/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
    return isoOf(`${day}T${hour}:${minute}:${second}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`);
  }
  const compact = COMPACT.exec(text);
  if (compact !== null) {
    const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] = compact;
    return isoOf(`${year}-${month}-${day}T${hour}:${minute}:${second}${OFFSET}`);
  }
  const epoch = EPOCH.exec(text);
  return epoch === null ? null : new Date(Number(epoch[1]) * 1000).toISOString();
}

/** "08-2025" or "2025-08" → "2025-08"; null for anything else. */
export function monthNamed(text: string): Month | null {
  const reversed = /^(\d{2})-(\d{4})$/.exec(text);
  const month = reversed === null ? text : `${reversed[2] ?? ''}-${reversed[1] ?? ''}`;
  return isMonth(month) ? month : null;
}

/** "NFe", "nfe" … as Malote names it; null for anything else. */
export function kindNamed(text: string): DocumentKind | null {
  const wanted = text.replace('-', '').toLowerCase();
  return DOCUMENT_KINDS.find((kind) => kind.toLowerCase() === wanted) ?? null;
}

/** A whole CNPJ or CPF; never a shorter number that might be one. */
export function taxIdNamed(text: string): TaxId | null {
  return text.replace(/[^0-9A-Za-z]/g, '').length < 11 ? null : normaliseTaxId(text);
}

/** What an access key itself says of its document. */
export function keyFacts(key: string): { readonly kind: DocumentKind | null; readonly month: Month | null } {
  const parts = decodeAccessKey(key);
  return parts === null
    ? { kind: null, month: null }
    : { kind: modelNamed(parts.model)?.kind ?? null, month: parts.month };
}

/** At most this many are named in one sentence. */
const NAMED = 3;

/** Keys that cannot be: counted and named, never recorded. Null when there are none. */
export function badKeysProblem(keys: ReadonlySet<string>): string | null {
  return keys.size === 0 ? null : legacyFileMessages.badKeys(keys.size, [...keys].slice(0, NAMED));
}

const UTF16 = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
] as const;

/** The value of a JSON file as Python or PowerShell may have written it. @throws SyntaxError */
export function parseJson(bytes: Uint8Array): unknown {
  const encoding = UTF16.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2] ?? 'utf-8';
  return JSON.parse(new TextDecoder(encoding).decode(bytes)) as unknown;
}
