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

/** What identifies a municipal NFS-e, which has no key. */
export interface MunicipalNfse {
  /** IBGE code of the municipality. */
  readonly municipality: string;
  readonly provider: TaxId;
  readonly number: string;
  readonly verification?: string | null;
}

/** `NFSE:<ibge>:<cnpj>:<number without leading zeros>[:<verification code, capitals and digits only>]`. */
export function municipalNfseIdentity(note: MunicipalNfse): string {
  const number = note.number.trim().replace(/^0+(?=.)/, '');
  const code = asciiUpper(note.verification ?? '').replace(/[^0-9A-Z]/g, '');
  return `NFSE:${note.municipality}:${note.provider}:${number}${code === '' ? '' : `:${code}`}`;
}
