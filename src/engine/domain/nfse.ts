import { isAccessKey } from './access-key';
import { asciiUpper } from './ascii';
import { mod11FromRight } from './check-digit';
import type { Month, TaxId } from './kinds';
import { isMonth } from './period';

/** Key of the national NFS-e. The layout 1.01 still says 50 digits; capitals in the CNPJ are tolerated for what comes after. */
export const NATIONAL_NFSE_KEY_PATTERN = /^\d{9}[0-9A-Z]{12}\d{29}$/;

export interface NationalNfseKeyParts {
  /** IBGE code of the municipality, 7 digits. */
  readonly municipality: string;
  /** "1" issued by the municipality, "2" by the national system. */
  readonly generator: string;
  /** Issuer as a CNPJ (14) or CPF (11). */
  readonly issuer: TaxId;
  readonly number: string;
  readonly month: Month;
  /** 9 random digits, as in the key. */
  readonly random: string;
}

export function isNationalNfseKey(text: string): boolean {
  return NATIONAL_NFSE_KEY_PATTERN.test(text);
}

export function nationalNfseCheckDigit(first49: string): number {
  return mod11FromRight(first49);
}

export function hasValidNationalNfseCheckDigit(key: string): boolean {
  return isNationalNfseKey(key) && nationalNfseCheckDigit(key.slice(0, 49)) === Number(key[49]);
}

/** The parts of a national key, or null when the text is not one or its month is not a month. */
export function decodeNationalNfseKey(key: string): NationalNfseKeyParts | null {
  const month = `20${key.slice(36, 38)}-${key.slice(38, 40)}`;
  if (!isNationalNfseKey(key) || !isMonth(month)) return null;
  const registration = key.slice(9, 23);
  return {
    municipality: key.slice(0, 7),
    generator: key.slice(7, 8),
    issuer: key[8] === '1' ? registration.slice(3) : registration,
    number: key.slice(23, 36).replace(/^0+(?=\d)/, ''),
    month,
    random: key.slice(40, 49),
  };
}

/** Writes a national key with its check digit. @throws RangeError when a part does not fit. */
export function encodeNationalNfseKey(parts: NationalNfseKeyParts): string {
  const kind = parts.issuer.length === 11 ? '1' : '2';
  const first49 =
    parts.municipality +
    parts.generator +
    kind +
    parts.issuer.padStart(14, '0') +
    parts.number.padStart(13, '0') +
    parts.month.slice(2, 4) +
    parts.month.slice(5, 7) +
    parts.random.padStart(9, '0');
  const key = `${first49}${String(nationalNfseCheckDigit(first49))}`;
  if (!isNationalNfseKey(key)) throw new RangeError('national NFS-e key: a part does not fit');
  return key;
}

/** Identity of a national NFS-e in the ledger. */
export function nationalNfseIdentity(key: string): string {
  return `NFS:${key}`;
}

/** The key by which SIEG knows a document; null for what has none: a municipal note, or a file that nobody could read. */
export function keyOfIdentity(identity: string): string | null {
  const key = identity.startsWith('NFS:') ? identity.slice(4) : identity;
  return isAccessKey(key) || isNationalNfseKey(key) ? key : null;
}

/** What identifies a municipal NFS-e, which has no key: municipality, issuer and number. */
export interface MunicipalNfse {
  /** IBGE code of the issuing municipality; null when the note does not state it. */
  readonly municipality: string | null;
  /** What the note states instead, and no table resolves: "tom:8541", "name:BAURU/SP". */
  readonly hint: string | null;
  /** The issuer's municipal registration, which stands in for a municipality that is not stated. */
  readonly registration: string | null;
  /** Null when the note does not state it: then its code takes part. */
  readonly issuer: TaxId | null;
  readonly number: string;
  readonly verification: string | null;
}

/** The verification code as it is compared: capitals and digits only; null when there is none. */
export function comparableCode(code: string | null): string | null {
  const comparable = asciiUpper(code ?? '').replace(/[^0-9A-Z]/g, '');
  return comparable === '' ? null : comparable;
}

function placeToken({ municipality, hint, registration }: MunicipalNfse): string {
  if (municipality !== null) return municipality;
  if (hint !== null)
    return `~${asciiUpper(hint)
      .replace(/^NAME:/, '')
      .replace(/[^0-9A-Z]+/g, '')}`;
  return `IM${asciiUpper(registration ?? '').replace(/[^0-9A-Z]/g, '')}`;
}

/**
 * `NFSE:<place>:<issuer>:<number without leading zeros>`. The place is the IBGE code; `~TOM8541` or `~BAURUSP` where only that is
 * stated; `IM<municipal registration>` where nothing is. Without an issuer it is `NFSE:<place>:-:<number>:<code>`, which is incomplete.
 */
export function municipalNfseIdentity(note: MunicipalNfse): string {
  const number = note.number.trim().replace(/^0+(?=.)/, '');
  const place = placeToken(note);
  if (note.issuer !== null) return `NFSE:${place}:${note.issuer}:${number}`;
  return `NFSE:${place}:-:${number}:${comparableCode(note.verification) ?? ''}`;
}

/** What a municipal identity says of its note. */
export interface MunicipalNfseParts {
  /** Null when the identity is not by an IBGE code. */
  readonly municipality: string | null;
  readonly issuer: TaxId | null;
  readonly number: string;
}

/** The parts of a municipal identity; null for any other. */
export function decodeMunicipalNfseIdentity(identity: string): MunicipalNfseParts | null {
  const [prefix, place = '', issuer = '', number] = identity.split(':');
  if (prefix !== 'NFSE' || number === undefined) return null;
  return { municipality: /^\d{7}$/.test(place) ? place : null, issuer: issuer === '-' ? null : issuer, number };
}
