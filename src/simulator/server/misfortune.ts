import { hash32, hashFraction } from '../office';
import type { QuirkName, QuirkSet } from '../quirks';

/** What kind of request may suffer: pages from everything, other data calls only from what can befall any call. */
export type Exposure = 'page' | 'other' | 'none';

const ANY_CALL = ['rate-limit', 'server-error', 'gateway-timeout', 'reset'] as const;
const TRANSIENT: Readonly<Record<Exposure, readonly QuirkName[]>> = {
  page: [...ANY_CALL, 'empty-pages', 'broken-xml'],
  other: ANY_CALL,
  none: [],
};
/** Share of pages that each transient quirk befalls: with all of them a good client asks about 13 % more. */
export const DEFAULT_QUIRK_RATE = 0.018;
const OTHER_CALLS = 0.5;
const SECOND_TRY = 0.15;

/**
 * Decides which request suffers, from the seed, the request and how often it was asked, and from nothing else. No transient quirk
 * outlives the second try of a request.
 */
export class Misfortune {
  readonly #seed: number;
  readonly #quirks: QuirkSet;
  readonly #rate: number;
  readonly #asked = new Map<string, number>();

  constructor(seed: number, quirks: QuirkSet, rate: number) {
    this.#seed = seed;
    this.#quirks = quirks;
    this.#rate = rate;
  }

  /** The quirk that this request meets now, if any; counts the asking. */
  strike(fingerprint: string, exposure: Exposure): QuirkName | null {
    const asked = this.#asked.get(fingerprint) ?? 0;
    this.#asked.set(fingerprint, asked + 1);
    const tries = hashFraction(this.#seed, 'tries', fingerprint) < SECOND_TRY ? 2 : 1;
    return asked < tries ? this.#fate(fingerprint, exposure) : null;
  }

  #fate(fingerprint: string, exposure: Exposure): QuirkName | null {
    const rate = exposure === 'page' ? this.#rate : this.#rate * OTHER_CALLS;
    const candidates = TRANSIENT[exposure].filter((quirk) => this.#quirks.has(quirk));
    const drawn = hashFraction(this.#seed, 'fate', fingerprint);
    return candidates[Math.floor(drawn / Math.max(rate, Number.MIN_VALUE))] ?? null;
  }

  /** A lasting choice between `count` forms for this request: how an empty answer is worded, how a list is encoded. */
  form(fingerprint: string, purpose: string, count: number): number {
    return hash32(this.#seed, purpose, fingerprint) % count;
  }

  /** Whether a v1 page that begins in this block of 50 files is too heavy for more than 20 at a time. */
  isHeavy(pass: string, skip: number): boolean {
    if (!this.#quirks.has('gateway-timeout')) return false;
    return hashFraction(this.#seed, 'heavy', pass, Math.floor(skip / 50)) < this.#rate / 3;
  }

  has(quirk: QuirkName): boolean {
    return this.#quirks.has(quirk);
  }

  reset(): void {
    this.#asked.clear();
  }
}
