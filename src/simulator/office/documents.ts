import {
  encodeAccessKey,
  encodeNationalNfseKey,
  lastDay,
  nationalNfseIdentity,
  type Month,
  type SiegKind,
  type TaxId,
} from '../../engine/domain';
import { identityOf, isMunicipal, municipalNote, municipalNumber, type MunicipalOptions } from './municipal';
import { placeOf, SAT_STATE } from './names';
import { billCast, castFor, isNumeric, issuerCast, type Cast, type Society } from './parties';
import { hash32, hashFraction, Random } from './random';
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
/**
 * NFCom (communication) and NF3e (electricity). Nobody documents under which kind SIEG hands them out; here, and only here, it is
 * decided that it is NFe: they share its key, its roles and its month.
 */
const BILL_MODELS = ['62', '66'] as const;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** One document in this many is issued at 23:30 of the last day, which a program that thinks in UTC files a month late. */
const LAST_MINUTE_EVERY = 97;

/** A document that may still be changed while the office is being built. */
export type Draft = { -readonly [Field in keyof SimDocument]: SimDocument[Field] };

/** What kinds of documents an office has beside the usual. */
export interface Assortment {
  /** Only these kinds, in their usual proportion; all when absent. */
  readonly kinds?: readonly SiegKind[];
  /** NFS-e of cities; all are national when absent. */
  readonly municipal?: MunicipalOptions;
  /** Share of the NFe that are bills for communication (model 62) or electricity (66); none when absent. */
  readonly bills?: number;
}

/** Makes the documents of an office one after the other; the same calls always give the same documents. */
export class DocumentFactory {
  readonly #seed: number;
  readonly #society: Society;
  readonly #assortment: Assortment;
  readonly #shares: readonly (readonly [SiegKind, number])[];
  readonly #numbers = new Map<string, number>();
  readonly #identities = new Set<string>();
  #made = 0;

  constructor(seed: number, society: Society, assortment: Assortment = {}) {
    this.#seed = seed;
    this.#society = society;
    this.#assortment = assortment;
    this.#shares = sharesOf(assortment.kinds);
  }

  /** A document of a kind drawn by lot in which `owner` stands. */
  make(owner: TaxId, month: Month): Draft {
    const seed = hash32(this.#seed, 'document', this.#made);
    const random = new Random(seed);
    const drawn = random.weighted(this.#shares);
    const kind = drawn === 'CFe' && !isNumeric(owner) ? 'NFCe' : drawn;
    const bill = kind === 'NFe' && hashFraction(seed, 'bill') < (this.#assortment.bills ?? 0);
    const cast = bill ? billCast(random, this.#society, owner) : castFor(kind, random, this.#society, owner);
    return this.#complete({ kind, model: bill ? billModel(seed) : MODELS[kind], cast, month, seed }, random);
  }

  /** A document that `owner` issues. */
  makeIssued(kind: 'CTe' | 'NFe', owner: TaxId, month: Month): Draft {
    const seed = hash32(this.#seed, 'document', this.#made);
    const random = new Random(seed);
    const cast = issuerCast(kind, random, this.#society, owner);
    return this.#complete({ kind, model: MODELS[kind], cast, month, seed }, random);
  }

  #complete(undated: Omit<Facts, 'issuedAt'>, random: Random): Draft {
    const { kind, model, cast, month, seed } = undated;
    const facts = { ...undated, issuedAt: issueTime(this.#made++, month, random) };
    const { municipal } = this.#assortment;
    if (kind === 'NFSe' && municipal && isMunicipal(municipal, seed)) return this.#municipal(facts, municipal, random);
    const series = kind === 'CFe' ? `9${String(hash32('sat', cast.issuer)).padStart(8, '0').slice(0, 8)}` : '1';
    const number = this.#nextNumber(cast.issuer, model);
    const key = this.#newKey(kind, { issuer: cast.issuer, month, series, number, model }, random);
    const identity = kind === 'NFSe' ? nationalNfseIdentity(key) : key;
    return draft(facts, { identity, key, series, number: String(number) }, random);
  }

  #municipal(facts: Facts, options: MunicipalOptions, random: Random): Draft {
    const { cast, issuedAt, month, seed } = facts;
    const note = municipalNote(options, cast.issuer, issuedAt, seed);
    const sequence = this.#nextNumber(cast.issuer, 'NFSe-mun');
    const number = municipalNumber(note.city, sequence, month.slice(0, 4));
    const identity = identityOf(note.city, cast.issuer, number);
    const named = draft({ ...facts, model: 'NFSe-mun' }, { identity, key: '', series: '', number }, random);
    return { ...named, municipal: note };
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

/** What is settled before a document has a name. */
interface Facts {
  readonly kind: SiegKind;
  readonly model: string;
  readonly cast: Cast;
  readonly month: Month;
  readonly seed: number;
  readonly issuedAt: string;
}

type Naming = Pick<SimDocument, 'identity' | 'key' | 'series' | 'number'>;

function draft({ kind, model, cast, month, seed, issuedAt }: Facts, naming: Naming, random: Random): Draft {
  return {
    type: 'document',
    ...naming,
    kind,
    model,
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

function billModel(seed: number): string {
  return new Random(hash32(seed, 'bill model')).pick(BILL_MODELS);
}

function sharesOf(kinds: readonly SiegKind[] | undefined): readonly (readonly [SiegKind, number])[] {
  if (kinds === undefined) return KIND_SHARES;
  const wanted = KIND_SHARES.filter(([kind]) => kinds.includes(kind));
  const total = wanted.reduce((sum, [, share]) => sum + share, 0);
  return wanted.map(([kind, share]) => [kind, share / total]);
}

interface KeyParts {
  readonly issuer: TaxId;
  readonly month: Month;
  readonly series: string;
  readonly number: number;
  readonly model: string;
}

function writeKey(kind: SiegKind, parts: KeyParts, random: Random): string {
  const { issuer, month, series, number, model } = parts;
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
    model,
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
