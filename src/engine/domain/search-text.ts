import { parseCents } from './money';

/** What a person may mean by the text in a search box. */
export interface SearchTerms {
  /** As typed, without blanks around it. */
  readonly text: string;
  /** Without the blanks, dots, slashes and dashes that people put into keys, numbers and tax ids; null where that changes nothing. */
  readonly bare: string | null;
  /** The amounts that it may be, in cents: "1.500" is R$ 1.500,00 to a reader and R$ 1,50 to a machine. */
  readonly cents: readonly bigint[];
}

const PUNCTUATION = /[\s./-]/g;
/** What of a key, number or tax id is left without its punctuation. */
const BARE = /^[0-9A-Z]{3,}$/i;
const THOUSANDS = /^\d{1,3}(?:\.\d{3})+$/;

/** @returns null for a text of nothing but blanks: everything is wanted */
export function searchTerms(typed: string): SearchTerms | null {
  const text = typed.trim();
  if (text === '') return null;
  const bare = text.replace(PUNCTUATION, '');
  return { text, bare: bare !== text && BARE.test(bare) ? bare : null, cents: centsOf(text) };
}

function centsOf(text: string): bigint[] {
  const amount = text.replace(/^R\$/i, '').replace(/\s/g, '');
  const readings = [parseCents(amount), THOUSANDS.test(amount) ? parseCents(`${amount},00`) : null];
  return [...new Set(readings.filter((one) => one !== null))];
}

/** Text as a search by words sees it: without case and accents. */
export function foldText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
