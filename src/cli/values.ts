import type { FindingCategory } from '../shared/ipc/audit';
import { documentKindSchema, type DocumentKindName } from '../shared/ipc/documents';
import { RECOVERABLE } from '../shared/audit-categories';
import { isMonth, normaliseTaxId, previousMonth, type Engine } from '../engine';
import { MaloteError } from '../shared/errors';
import { valueReasons } from '../shared/messages/pt-BR/terminal/usage';

/** Until this day of the month the office still works on the month before. */
const LAST_DAY_OF_PREVIOUS_MONTH = 10;

/** `YYYY-MM` of a moment, by the clock of this computer. */
function monthAt(now: Date): string {
  return `${String(now.getFullYear()).padStart(4, '0')}-${String(now.getMonth() + 1).padStart(2, '0')}`;
}

/** The month that ended last. */
export function lastCompleteMonth(now: Date): string {
  return previousMonth(monthAt(now));
}

/** The month that people mean when they name none: the previous one until the 10th, then the current one. */
export function defaultMonth(now: Date): string {
  return now.getDate() <= LAST_DAY_OF_PREVIOUS_MONTH ? lastCompleteMonth(now) : monthAt(now);
}

/** The month that people want to see when they name none: that of the last run, on which they are at work; before any, the one to be run. */
export function shownMonth(
  { live }: { readonly live: Pick<Engine['live'], 'latestMonth'> },
  asked: string | undefined,
  now: Date,
): string {
  return asked ?? live.latestMonth() ?? defaultMonth(now);
}

/** `YYYY-MM` from "2026-03" or "03/2026". @throws MaloteError CLI_VALUE_INVALID */
export function parseMonth(text: string): string {
  const brazilian = /^(\d{1,2})\/(\d{4})$/.exec(text.trim());
  const month = brazilian ? `${brazilian[2] ?? ''}-${(brazilian[1] ?? '').padStart(2, '0')}` : text.trim();
  if (!isMonth(month)) throw invalid('--month', text, valueReasons.month);
  return month;
}

/** Adds one month to those already given. @throws MaloteError CLI_VALUE_INVALID */
export function collectMonth(text: string, earlier: readonly string[] = []): readonly string[] {
  const month = parseMonth(text);
  return earlier.includes(month) ? earlier : [...earlier, month];
}

/** Adds one CNPJ or CPF, in any spelling, to those already given. @throws MaloteError CLI_VALUE_INVALID */
export function collectCompany(text: string, earlier: readonly string[] = []): readonly string[] {
  const taxId = normaliseTaxId(text);
  if (taxId === null) throw invalid('--company', text, valueReasons.taxId);
  return earlier.includes(taxId) ? earlier : [...earlier, taxId];
}

/** Adds one category of findings that a recovery mends. @throws MaloteError CLI_VALUE_INVALID */
export function collectRecoverable(text: string, earlier: readonly FindingCategory[] = []): readonly FindingCategory[] {
  const found = RECOVERABLE.find((category) => category === text.trim().toLowerCase());
  if (found === undefined) throw invalid('--category', text, valueReasons.choose(RECOVERABLE));
  return [...new Set([...earlier, found])];
}

/** Adds one kind of document, in any case, to those already given. @throws MaloteError CLI_VALUE_INVALID */
export function collectKind(text: string, earlier: readonly DocumentKindName[] = []): readonly DocumentKindName[] {
  const found = documentKindSchema.options.find((kind) => kind.toLowerCase() === text.trim().toLowerCase());
  if (found === undefined) throw invalid('--kind', text, valueReasons.choose(documentKindSchema.options));
  return [...new Set([...earlier, found])];
}

/** A parser of the number of something, or of the word for the last one. */
export function numberOrLatest(option: string): (text: string) => number | 'latest' {
  const parse = wholeNumber(option, 1, Number.MAX_SAFE_INTEGER);
  return (text) => (text.trim().toLowerCase() === 'latest' ? 'latest' : parse(text));
}

/** A parser of whole numbers within limits, both included. */
export function wholeNumber(option: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw invalid(option, text, valueReasons.wholeNumber(least, most));
  };
}

/** A parser of a value out of a list. */
export function oneOf<const T extends string>(option: string, allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const found = allowed.find((value) => value === text.trim().toLowerCase());
    if (found === undefined) throw invalid(option, text, valueReasons.choose(allowed));
    return found;
  };
}

export function invalid(option: string, value: string, reason: string): MaloteError {
  return new MaloteError('CLI_VALUE_INVALID', { option, value: value.slice(0, 60), reason });
}

const DOCUMENT_KEYS = [
  /^\d{6}[0-9A-Z]{12}\d{26}$/,
  /^(?:NFS:)?\d{9}[0-9A-Z]{12}\d{29}$/,
  /^NFSE:(?:[0-9A-Z/ ]+:){2,3}\d+$/,
  /^RAW:[0-9A-F]{64}$/,
] as const;

/** Whether the text is the key of a document, also typed in groups, or the identity of one without a key as the journal writes it. */
export function isDocumentKey(text: string): boolean {
  const plain = text.trim().toUpperCase();
  return DOCUMENT_KEYS.some((pattern) => pattern.test(plain) || pattern.test(plain.replace(/[\s.]/g, '')));
}
