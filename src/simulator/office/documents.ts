import {
  encodeAccessKey,
  encodeNationalNfseKey,
  lastDay,
  nationalNfseIdentity,
  type Month,
  type SiegKind,
  type TaxId,
} from '../../engine/domain';
import { placeOf, SAT_STATE } from './names';
import { castFor, isNumeric, issuerCast, type Cast, type Society } from './parties';
import { hash32, Random } from './random';
import { brasiliaText } from './time';
import type { SimDocument } from './types';

const KIND_SHARES: readonly (readonly [SiegKind, number])[] = [
  ['NFe', 0.55],
  ['CTe', 0.25],
  ['NFCe', 0.08],
  ['CFe', 0.04],
  ['NFSe', 0.08],
];
const MODELS: Readonly<Record<SiegKind, string>> = { NFe: '55', CTe: '57', NFSe: 'NFSe-nac', NFCe: '65', CFe: '59' };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** One document in this many is issued at 23:30 of the last day, which a program that thinks in UTC files a month late. */
const LAST_MINUTE_EVERY = 97;

/** A document that may still be changed while the office is being built. */
export type Draft = { -readonly [Field in keyof SimDocument]: SimDocument[Field] };

/** Makes the documents of an office one after the other; the same calls always give the same documents. */
export class DocumentFactory {
  readonly #seed: number;
  readonly #society: Society;
  readonly #numbers = new Map<string, number>();
  readonly #identities = new Set<string>();
  #made = 0;

  constructor(seed: number, society: Society) {
    this.#seed = seed;
    this.#society = society;
  }

  /** A document of a kind drawn by lot in which `owner` stands. */
  make(owner: TaxId, month: Month): Draft {
    const seed = hash32(this.#seed, 'document', this.#made);
    const random = new Random(seed);
    const drawn = random.weighted(KIND_SHARES);
    const kind = drawn === 'CFe' && !isNumeric(owner) ? 'NFCe' : drawn;
    return this.#complete(kind, castFor(kind, random, this.#society, owner), month, seed, random);
  }

  /** A document that `owner` issues. */
  makeIssued(kind: 'CTe' | 'NFe', owner: TaxId, month: Month): Draft {
    const seed = hash32(this.#seed, 'document', this.#made);
    const random = new Random(seed);
    return this.#complete(kind, issuerCast(kind, random, this.#society, owner), month, seed, random);
  }

  #complete(kind: SiegKind, cast: Cast, month: Month, seed: number, random: Random): Draft {
    const issuedAt = issueTime(this.#made++, month, random);
    const model = MODELS[kind];
    const series = kind === 'CFe' ? `9${String(hash32('sat', cast.issuer)).padStart(8, '0').slice(0, 8)}` : '1';
    const number = this.#nextNumber(cast.issuer, model);
    const key = this.#newKey(kind, { issuer: cast.issuer, month, series, number }, random);
    return {
      type: 'document',
      identity: kind === 'NFSe' ? nationalNfseIdentity(key) : key,
      key,
      kind,
      model,
      series,
      number: String(number),
      issuedAt,
      issueDay: issuedAt.slice(0, 10),
      month,
      uploadedAt: Date.parse(issuedAt) + uploadDelay(random),
      parties: cast.parties,
      operation: cast.operation,
      takerPointer: cast.takerPointer,
      totalCents: Math.round(1_000 + random.fraction() ** 3 * 2_500_000),
      seed,
    };
  }

  #nextNumber(issuer: TaxId, model: string): number {
    const sequence = `${issuer} ${model}`;
    const number = (this.#numbers.get(sequence) ?? hash32(this.#seed, 'first number', sequence) % 90_000) + 1;
    this.#numbers.set(sequence, number);
    return number;
  }

  #newKey(kind: SiegKind, parts: KeyParts, random: Random): string {
    for (;;) {
      const key = writeKey(kind, parts, random);
      if (this.#identities.has(key)) continue;
      this.#identities.add(key);
      return key;
    }
  }
}

interface KeyParts {
  readonly issuer: TaxId;
  readonly month: Month;
  readonly series: string;
  readonly number: number;
}

function writeKey(kind: SiegKind, parts: KeyParts, random: Random): string {
  const { issuer, month, series, number } = parts;
  const place = placeOf(issuer);
  if (kind === 'NFSe') {
    return encodeNationalNfseKey({
      municipality: place.city,
      generator: '2',
      issuer,
      number: String(number),
      month,
      random: random.digits(9),
    });
  }
  if (kind === 'CFe') {
    return encodeAccessKey({
      state: SAT_STATE,
      month,
      issuer,
      model: '59',
      satSerial: series,
      number,
      random: random.digits(6),
    });
  }
  return encodeAccessKey({
    state: place.state,
    month,
    issuer,
    model: MODELS[kind],
    series,
    number,
    random: random.digits(8),
  });
}

function issueTime(index: number, month: Month, random: Random): string {
  const last = lastDay(month);
  if (index % LAST_MINUTE_EVERY === LAST_MINUTE_EVERY - 1) return `${last}T23:30:00-03:00`;
  const day = random.integer(1, Number(last.slice(8)));
  const midnight = Date.parse(`${month}-${String(day).padStart(2, '0')}T00:00:00-03:00`);
  return brasiliaText(midnight + random.integer(6 * 3_600, 23 * 3_600 - 1) * 1_000);
}

/** Most documents reach the vault within hours, one in ten only days later. */
function uploadDelay(random: Random): number {
  return 5 * MINUTE + (random.chance(0.1) ? random.integer(24, 80) * HOUR : random.integer(0, 6 * 60) * MINUTE);
}
