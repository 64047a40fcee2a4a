import { asciiUpper } from '../../domain';
import type { Place } from './draft';
import { IBGE_MUNICIPALITIES } from './ibge-municipalities';
import { bare } from './values';

/** Which municipality issued a note, and how that is known. */
export interface Municipality {
  /** IBGE code, 7 digits; null when the note does not state it, or states it in a way that no table here resolves. */
  readonly code: string | null;
  readonly from: 'generator' | 'layout' | 'issuer-address' | 'tom' | 'name' | 'none';
  /** What is stated where `code` is null: "tom:8541", "name:BAURU/SP". */
  readonly hint: string | null;
}

/**
 * Municipality codes of the Receita Federal (TOM) that are certain; the cities of the layouts that state nothing else (IPM, DSF), and
 * the capitals. A code that is not here stays a hint: a note is then told apart by it, and joined to its city by a copy that states it.
 */
const TOM: Readonly<Record<string, string>> = {
  '3': '1100205',
  '139': '1200401',
  '255': '1302603',
  '301': '1400100',
  '427': '1501402',
  '605': '1600303',
  '921': '2111300',
  '1219': '2211001',
  '1389': '2304400',
  '1761': '2408102',
  '2051': '2507507',
  '2531': '2611606',
  '2785': '2704302',
  '3105': '2800308',
  '3849': '2927408',
  '4123': '3106200',
  '5403': '3170206',
  '5705': '3205309',
  '5869': '3303500',
  '6001': '3304557',
  '6291': '3509502',
  '6789': '3534401',
  '7107': '3550308',
  '7145': '3552205',
  '7535': '4106902',
  '8105': '4205407',
  '8801': '4314902',
  '9051': '5002704',
  '9067': '5103403',
  '9373': '5208707',
  '9701': '5300108',
  '9733': '1721000',
};

const STATES = new Set(Object.values(IBGE_MUNICIPALITIES).map(([state]) => state));

/** A code of IBGE: 7 digits, the first two a state. Anything else ("0", "82", "0025300") states nothing. */
export function ibgeCode(written: string | null | undefined): string | null {
  const code = written?.trim() ?? '';
  return /^\d{7}$/.test(code) && STATES.has(code.slice(0, 2)) ? code : null;
}

function key(name: string): string {
  return bare(name).replace(/[^a-z0-9]/g, '');
}

const byName = new Map<string, ReadonlyMap<string, string>>();

function namesOf(state: string): ReadonlyMap<string, string> {
  const known = byName.get(state);
  if (known !== undefined) return known;
  const [digits = '', list = ''] = IBGE_MUNICIPALITIES[state] ?? [];
  const names = list.split('|').filter((each) => each !== '');
  const map = new Map(names.map((each) => [key(each.slice(5)), `${digits}${each.slice(0, 5)}`]));
  byName.set(state, map);
  return map;
}

/** IBGE code of a city by its name and state, accents and capitals aside; null when IBGE has no such municipality. */
export function codeOfCity(city: string, state: string): string | null {
  const uf = asciiUpper(state.trim());
  return Object.hasOwn(IBGE_MUNICIPALITIES, uf) ? (namesOf(uf).get(key(city)) ?? null) : null;
}

function tomOf(written: string | null | undefined): string | null {
  const digits = /^\d{1,5}$/.test(written?.trim() ?? '') ? (written ?? '').trim().replace(/^0+/, '') : '';
  return digits === '' ? null : digits;
}

/** The first that holds: generator, the layout's only city, the issuer's address, a TOM code, the city's name. */
export function municipalityOf(place: Place): Municipality {
  const stated = [
    ['generator', ibgeCode(place.generator)],
    ['layout', place.only ?? null],
    ['issuer-address', ibgeCode(place.address)],
  ] as const;
  for (const [from, code] of stated) if (code !== null) return { code, from, hint: null };
  const tom = tomOf(place.tom);
  const { city, state } = place;
  const named = city && state ? codeOfCity(city, state) : null;
  if (tom !== null && (TOM[tom] !== undefined || named === null)) {
    return { code: TOM[tom] ?? null, from: 'tom', hint: `tom:${tom}` };
  }
  if (!city || !state) return { code: null, from: 'none', hint: null };
  return { code: named, from: 'name', hint: `name:${asciiUpper(bare(city))}/${asciiUpper(state.trim())}` };
}
