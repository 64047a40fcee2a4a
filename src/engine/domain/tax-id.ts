import { asciiUpper } from './ascii';
import { characterValue, digitFromSum } from './check-digit';
import type { TaxId } from './kinds';

const CNPJ_SHAPE = /^[0-9A-Z]{12}\d{2}$/;
const CPF_SHAPE = /^\d{11}$/;
const CNPJ_WEIGHTS = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];

function weighted(text: string, weights: readonly number[]): number {
  let sum = 0;
  weights.forEach((weight, index) => (sum += characterValue(text.charAt(index)) * weight));
  return sum;
}

/** The two check digits for the first 12 characters of a CNPJ, numeric or alphanumeric (IN RFB 2.229/2024). */
export function cnpjCheckDigits(first12: string): string {
  const first = digitFromSum(weighted(first12, CNPJ_WEIGHTS.slice(1)));
  const second = digitFromSum(weighted(`${first12}${String(first)}`, CNPJ_WEIGHTS));
  return `${String(first)}${String(second)}`;
}

/** The two check digits for the first 9 digits of a CPF. */
export function cpfCheckDigits(first9: string): string {
  const first = digitFromSum(weighted(first9, [10, 9, 8, 7, 6, 5, 4, 3, 2]));
  const second = digitFromSum(weighted(`${first9}${String(first)}`, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
  return `${String(first)}${String(second)}`;
}

function allEqual(text: string): boolean {
  return /^(.)\1*$/.test(text);
}

/** Whether the text is a CNPJ: 14 upper-case characters, right check digits, not one character repeated. */
export function isCnpj(text: string): boolean {
  return CNPJ_SHAPE.test(text) && !allEqual(text) && cnpjCheckDigits(text.slice(0, 12)) === text.slice(12);
}

/** Whether the text is a CPF: 11 digits, right check digits, not one digit repeated. */
export function isCpf(text: string): boolean {
  return CPF_SHAPE.test(text) && !allEqual(text) && cpfCheckDigits(text.slice(0, 9)) === text.slice(9);
}

/** Spreadsheets write long numbers as "1,1222333000181E+13": exact when every digit is there, otherwise lost. */
function fromScientific(text: string): string | null {
  const parts = /^(\d)(?:[.,](\d+))?E\+?(\d{1,2})$/.exec(text);
  if (!parts) return text;
  const exponent = Number(parts[3]);
  const fraction = (parts[2] ?? '').replace(/0+$/, '');
  const digits = `${parts[1] ?? ''}${fraction}`;
  return fraction.length > exponent || fraction.length < 8 ? null : digits.padEnd(exponent + 1, '0');
}

function textOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  if (typeof value === 'bigint') return value > 0n ? String(value) : null;
  if (typeof value !== 'string') return null;
  return fromScientific(asciiUpper(value.trim()).replace(/^(\d+)[.,]0$/, '$1'));
}

/** Chooses between the two readings of a text of digits that has lost its leading zeros, by their check digits. */
function fromDigits(digits: string): TaxId | null {
  if (digits.length > 14 || /^0*$/.test(digits)) return null;
  if (digits.length >= 12) return digits.padStart(14, '0');
  const cpf = digits.padStart(11, '0');
  const cnpj = digits.padStart(14, '0');
  const fullCpf = digits.length === 11;
  if (fullCpf && isCpf(cpf)) return cpf;
  if (isCnpj(cnpj)) return cnpj;
  return fullCpf || isCpf(cpf) ? cpf : null;
}

/**
 * A CNPJ (14 characters) or CPF (11 digits) from whatever a workbook, a form or a document holds: numbers, punctuation,
 * "11222333000181.0", lost leading zeros, small letters. Null when it cannot be one (too long, letters in a short text, zeros only,
 * digits lost to scientific notation).
 *
 * A text of 12 to 14 characters is a CNPJ. A text of 11 digits is a CPF, unless only its reading as a CNPJ without three zeros has
 * right check digits. Shorter texts need right check digits. Complete texts are normalised by shape only, since documents in the
 * wild carry wrong digits: ask `isCnpj` or `isCpf` when it matters.
 */
export function normaliseTaxId(value: unknown): TaxId | null {
  const text = textOf(value)?.replace(/[\s./\\-]/g, '');
  if (text === undefined || text === '' || !/^[0-9A-Z]+$/.test(text)) return null;
  if (/^\d+$/.test(text)) return fromDigits(text);
  return CNPJ_SHAPE.test(text) && !allEqual(text) ? text : null;
}

/** Whether two tax ids belong to the same company: same first 8 characters of a CNPJ, or the same CPF. */
export function sameRoot(a: TaxId, b: TaxId): boolean {
  if (a.length === 14 && b.length === 14) return a.slice(0, 8) === b.slice(0, 8);
  return a === b;
}

/** "11.222.333/0001-81" or "123.456.789-09"; a text that is neither is returned unchanged. */
export function formatTaxId(id: TaxId): string {
  if (CNPJ_SHAPE.test(id)) {
    return `${id.slice(0, 2)}.${id.slice(2, 5)}.${id.slice(5, 8)}/${id.slice(8, 12)}-${id.slice(12)}`;
  }
  return CPF_SHAPE.test(id) ? `${id.slice(0, 3)}.${id.slice(3, 6)}.${id.slice(6, 9)}-${id.slice(9)}` : id;
}
