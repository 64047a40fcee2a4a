import type { TaxId } from '../../engine/domain';
import { hash32, hashFraction, Random } from './random';
import { brasiliaText } from './time';

/** Shapes of municipal NFS-e (docs/simulator.md); `unknown` is one that no reader can know. */
export type MunicipalLayout = 'abrasf1' | 'abrasf1-list' | 'abrasf2' | 'ginfes' | 'sao-paulo' | 'ipm' | 'unknown';

/** A city that writes its NFS-e itself. */
export interface Municipality {
  readonly layout: MunicipalLayout;
  /** Code of the IBGE, 7 digits. */
  readonly ibge: string;
  /** Code of the Receita Federal (TOM), 4 digits: what IPM writes in place of the other. */
  readonly tom: string;
  readonly name: string;
  readonly uf: string;
}

/** What is known of a municipal NFS-e beside what every document has. Its identity is municipality + issuer + number. */
export interface MunicipalNote {
  readonly city: Municipality;
  /** The verification code as the note writes it. */
  readonly code: string;
  /** When it was cancelled, `2026-08-20T10:00:00-03:00`; null: it is alive. A cancelled note says so itself: there is no event file. */
  readonly cancelledAt: string | null;
  /** Why SIEG hands it out a second time, with other bytes (quirk `served-again`); null: it does not. */
  readonly again: 'cancelled' | 'other-byte' | 'whitespace' | null;
  /** Whether this is the copy as it was handed out first, before `again`. */
  readonly first: boolean;
}

/** How the NFS-e of an office are shared out between the national layout and those of cities. */
export interface MunicipalOptions {
  /** Share of the NFS-e that are municipal, 0 to 1. */
  readonly share: number;
  /** Share of the municipal ones in a layout that nobody knows; none when absent. */
  readonly unknown?: number;
  /** Share that is cancelled; 0.05 when absent. */
  readonly cancelled?: number;
  /** Share of those still alive that SIEG hands out again with other bytes (quirk `served-again`); 0.06 when absent. */
  readonly again?: number;
}

const CANCELLED = 0.05;
const AGAIN = 0.06;
const HOUR = 3_600_000;

const CITIES: readonly Municipality[] = [
  { layout: 'abrasf1', ibge: '3106200', tom: '4123', name: 'Belo Horizonte', uf: 'MG' },
  { layout: 'abrasf1-list', ibge: '2927408', tom: '3849', name: 'Salvador', uf: 'BA' },
  { layout: 'abrasf2', ibge: '4106902', tom: '7535', name: 'Curitiba', uf: 'PR' },
  { layout: 'ginfes', ibge: '3547809', tom: '7057', name: 'Santo André', uf: 'SP' },
  { layout: 'sao-paulo', ibge: '3550308', tom: '7107', name: 'São Paulo', uf: 'SP' },
  { layout: 'ipm', ibge: '4205407', tom: '8105', name: 'Florianópolis', uf: 'SC' },
];
/** Its tags and its codes are invented, and it states no city. */
const UNKNOWN: Municipality = { layout: 'unknown', ibge: '3170206', tom: '5403', name: 'Uberlândia', uf: 'MG' };

/** Whether the document with this seed, an NFS-e, is a municipal one. */
export function isMunicipal({ share }: MunicipalOptions, seed: number): boolean {
  return hashFraction(seed, 'municipal') < share;
}

/** The city that always issues the NFS-e of this provider, and what becomes of this note. */
export function municipalNote(
  { unknown = 0, cancelled = CANCELLED, again = AGAIN }: MunicipalOptions,
  provider: TaxId,
  issuedAt: string,
  seed: number,
): MunicipalNote {
  const random = new Random(hash32(seed, 'municipal note'));
  const known = new Random(hash32('city of services', provider)).pick(CITIES);
  const city = random.chance(unknown) ? UNKNOWN : known;
  const code = codeOf(random);
  const first = false;
  if (random.chance(cancelled)) {
    const time = Date.parse(issuedAt) + random.integer(2, 200) * HOUR;
    return { city, code, cancelledAt: brasiliaText(time), again: 'cancelled', first };
  }
  const change = random.chance(0.5) ? 'other-byte' : 'whitespace';
  return { city, code, cancelledAt: null, again: random.chance(again) ? change : null, first };
}

function codeOf(random: Random): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'.split('');
  return Array.from({ length: 8 }, () => random.pick(letters)).join('');
}

/** `NFSE:<IBGE>:<issuer>:<number>`: what tells a municipal note from every other. */
export function identityOf({ ibge }: Municipality, issuer: TaxId, number: string): string {
  return `NFSE:${ibge}:${issuer}:${number}`;
}

/** Belo Horizonte's way: the year, then 11 digits. The other cities number from 1 on. */
export function municipalNumber({ layout }: Municipality, sequence: number, year: string): string {
  return layout === 'abrasf1' ? `${year}${String(sequence).padStart(11, '0')}` : String(sequence);
}

/** The copy of a note that was handed out before SIEG hands it out again: alive, and with other bytes. */
export function asFirstServed(note: MunicipalNote): MunicipalNote {
  return { ...note, cancelledAt: note.again === 'cancelled' ? null : note.cancelledAt, first: true };
}
