import { asciiUpper } from './ascii';
import { mod11FromRight } from './check-digit';
import type { Month } from './kinds';
import { isMonth } from './period';

/** Shape of an access key since the alphanumeric CNPJ (XSD type TChNFe, package of 2026). Test upper-cased text. */
export const ACCESS_KEY_PATTERN = /^\d{6}[0-9A-Z]{12}\d{26}$/;

const SAT_MODEL = '59';

/** What an access key says. Numbers are decimal texts without leading zeros; `issuer` and `random` stand as in the key. */
export interface AccessKeyParts {
  /** IBGE code of the state, "35". */
  readonly state: string;
  /** Month of issue; the key carries two digits of the year. */
  readonly month: Month;
  /** 14 characters: a CNPJ, or a CPF with three zeros before it. */
  readonly issuer: string;
  readonly model: string;
  /** Null for CF-e (59), which has `satSerial` instead. */
  readonly series: string | null;
  readonly number: string;
  /** tpEmis; null for CF-e. */
  readonly emissionType: string | null;
  /** Serial number of the SAT equipment (9 digits, as in the key); only for CF-e. */
  readonly satSerial: string | null;
  /** cNF, cCT …: 8 digits, 6 for CF-e. */
  readonly random: string;
  readonly checkDigit: number;
}

/** What `encodeAccessKey` needs: as decoded, but the check digit is computed and absent parts may be left out. */
export interface AccessKeyFields {
  readonly state: string;
  readonly month: Month;
  /** CNPJ (14) or CPF (11). */
  readonly issuer: string;
  readonly model: string;
  readonly series?: string | number | null;
  readonly number: string | number;
  readonly emissionType?: string | number | null;
  readonly satSerial?: string | number | null;
  readonly random: string | number;
}

/** Whether the text has the shape of an access key; says nothing of its check digit. */
export function isAccessKey(text: string): boolean {
  return ACCESS_KEY_PATTERN.test(text);
}

/** Check digit (0–9) for the first 43 characters of an access key. */
export function accessKeyCheckDigit(first43: string): number {
  return mod11FromRight(first43);
}

/** Whether the text is an access key whose last character is the right check digit. */
export function hasValidCheckDigit(key: string): boolean {
  return isAccessKey(key) && accessKeyCheckDigit(key.slice(0, 43)) === Number(key[43]);
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '');
}

/**
 * The parts of an access key, or null when the text is not one or its month is not a month. The check digit is reported, not
 * checked. For models 62 and 66 the tail (emission type, random) is laid out differently and is not to be relied on.
 */
export function decodeAccessKey(key: string): AccessKeyParts | null {
  const month = `20${key.slice(2, 4)}-${key.slice(4, 6)}`;
  if (!isAccessKey(key) || !isMonth(month)) return null;
  const model = key.slice(20, 22);
  const head = { state: key.slice(0, 2), month, issuer: key.slice(6, 20), model, checkDigit: Number(key[43]) };
  if (model === SAT_MODEL) {
    const tail = { number: withoutZeros(key.slice(31, 37)), random: key.slice(37, 43) };
    return { ...head, ...tail, series: null, emissionType: null, satSerial: key.slice(22, 31) };
  }
  return {
    ...head,
    series: withoutZeros(key.slice(22, 25)),
    number: withoutZeros(key.slice(25, 34)),
    emissionType: key.slice(34, 35),
    satSerial: null,
    random: key.slice(35, 43),
  };
}

function padded(value: string | number | null | undefined, width: number, name: string): string {
  const text = String(value ?? '').padStart(width, '0');
  if (text.length !== width) throw new RangeError(`access key: ${name} does not fit in ${String(width)} characters`);
  return text;
}

/**
 * Writes an access key with its check digit, in the CF-e layout for model 59 and in the common one otherwise.
 * @throws RangeError when a part does not fit; the result always satisfies `hasValidCheckDigit`.
 */
export function encodeAccessKey(fields: AccessKeyFields): string {
  const { state, month, issuer, model } = fields;
  const head = `${padded(state, 2, 'state')}${month.slice(2, 4)}${month.slice(5, 7)}${padded(issuer, 14, 'issuer')}${padded(model, 2, 'model')}`;
  const tail =
    model === SAT_MODEL
      ? padded(fields.satSerial, 9, 'satSerial') +
        padded(fields.number, 6, 'number') +
        padded(fields.random, 6, 'random')
      : padded(fields.series, 3, 'series') +
        padded(fields.number, 9, 'number') +
        padded(fields.emissionType ?? 1, 1, 'emissionType') +
        padded(fields.random, 8, 'random');
  const first43 = head + tail;
  const key = `${first43}${String(accessKeyCheckDigit(first43))}`;
  if (!isAccessKey(key)) throw new RangeError('access key: a part holds a character that a key cannot hold');
  return key;
}

const KEY_IN_TEXT = /(?<!\d)\d{6}[0-9A-Z]{12}\d{26}(?!\d)/g;

/**
 * The distinct access keys that stand in a text (a file name, a broken file), in order of appearance. A key may follow letters
 * ("NFe3526…") but not digits, so that a longer number (a national NFS-e key, the Id of an event) is not cut into a false key.
 * Shape only: filter with `hasValidCheckDigit` when it matters.
 */
export function findAccessKeys(text: string): string[] {
  return [...new Set(asciiUpper(text).match(KEY_IN_TEXT) ?? [])];
}
