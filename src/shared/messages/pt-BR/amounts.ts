import { numberFormat } from './numbers';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;
const STEP = 1_024;

const oneDigit = numberFormat({ maximumFractionDigits: 1 });
const wholeNumber = numberFormat({ maximumFractionDigits: 0 });

/** Below ten with one digit after the comma, above without: "9,4", "312". */
function shortly(value: number): string {
  return (value < 9.95 ? oneDigit : wholeNumber)(value);
}

/** Bytes as the system's file manager says them: 812 → "812 B", 1_288_490_189 → "1,2 GB". */
export function size(bytes: number): string {
  let [value, unit] = [Math.max(0, bytes), 0];
  while (value >= STEP && unit < UNITS.length - 1) [value, unit] = [value / STEP, unit + 1];
  return `${shortly(value)} ${UNITS[unit] ?? ''}`;
}

const DECIMAL_UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;
const DECIMAL_STEP = 1_000;

/** Bytes in decimal units, as a terminal says them: 950 → "950 bytes", 1_234_567 → "1,2 MB". */
export function decimalSize(bytes: number): string {
  let [value, unit] = [bytes, 0];
  while (value >= DECIMAL_STEP && unit < DECIMAL_UNITS.length - 1) [value, unit] = [value / DECIMAL_STEP, unit + 1];
  return `${oneDigit(value)} ${DECIMAL_UNITS[unit] ?? ''}`;
}

/** Milliseconds: 0.4 → "< 1 ms", 12.4 → "12 ms", 1_340 → "1,3 s". */
export function latency(milliseconds: number): string {
  if (milliseconds < 1) return '< 1 ms';
  if (milliseconds < 999.5) return `${wholeNumber(milliseconds)} ms`;
  return `${shortly(milliseconds / 1_000)} s`;
}

/** Files of a second, with their noun: "0,4 arquivo", "85 arquivos". */
export function speed(perSecond: number): string {
  return `${shortly(perSecond)} ${perSecond < 2 ? 'arquivo' : 'arquivos'}`;
}

const reais = numberFormat({ style: 'currency', currency: 'BRL' });

/** Cents → "R$ 1.234,56". */
export function money(cents: number): string {
  return reais(cents / 100);
}

const twoDigits = numberFormat({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Cents → "1.234,56", where the currency stands elsewhere. */
export function plainMoney(cents: number): string {
  return twoDigits(cents / 100);
}
