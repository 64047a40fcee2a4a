import { unescaped } from './strings';
import type { CellValue, FaultyCell } from './types';

/** What a cell's element says, before it is understood. */
export interface RawCell {
  /** `s` shared string, `inlineStr`, `str` result of a formula, `b`, `e`, `d`, `n` or none: a number. */
  readonly type: string;
  readonly hasFormula: boolean;
  /** Null when the cell has no `v`. */
  readonly value: string | null;
  /** Text of its `is`; null when it has none. */
  readonly inline: string | null;
}

/** What Excel lets a cell hold. */
const LONGEST_TEXT = 32_767;
const SHOWN_TEXT = 60;

/** Error values as Excel writes them, in English and in Portuguese; pasted as values and in CSV they are plain texts. */
const ERROR_TEXT =
  /^#(?:N\/A|N\/D|REF!|VALUE!|VALOR!|NAME\?|NOME\?|DIV\/0!|N[UÚ]M!|NULL!|NULO!|SPILL!|DESPEJAR!|CALC!|C[AÁ]LC!|FIELD!|CAMPO!|GETTING_DATA|BLOCKED!|CONNECT!|UNKNOWN!)$/iu;

export function faulty(fault: FaultyCell['fault'], text: string): FaultyCell {
  return { fault, text: text.slice(0, SHOWN_TEXT) };
}

/** A text of a cell, unless it says that something went wrong. */
export function textCell(text: string): CellValue {
  if (text.length > LONGEST_TEXT) return faulty('too-long', text);
  return ERROR_TEXT.test(text.trim()) ? faulty('error', text.trim()) : text;
}

function numberCell(text: string): CellValue {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return trimmed === '' ? '' : Number.isFinite(number) ? number : textCell(trimmed);
}

function sharedCell(value: string, strings: readonly string[]): CellValue {
  const text = /^\s*\d+\s*$/.test(value) ? strings[Number(value)] : undefined;
  return text === undefined ? faulty('unreadable', value) : textCell(text);
}

function typedCell(type: string, value: string, strings: readonly string[]): CellValue {
  if (type === 's') return sharedCell(value, strings);
  if (type === 'b') return value.trim() === '1' ? 'true' : value.trim() === '0' ? 'false' : value;
  if (type === 'e') return faulty('error', value);
  if (type === 'str' || type === 'd' || type === 'inlineStr') return textCell(unescaped(value));
  return numberCell(value);
}

/** The value of a cell; an empty text for one that holds nothing. */
export function cellValue(raw: RawCell, strings: readonly string[]): CellValue {
  const { type, hasFormula, value, inline } = raw;
  if (inline !== null && (type === 'inlineStr' || value === null)) return textCell(inline);
  // a formula whose result is the empty text says `t="str"` and has a `v`; one that was never calculated has neither
  const calculated = value !== null && (value !== '' || type === 'str');
  if (hasFormula && !calculated) return faulty('not-calculated', '');
  return value === null || (value === '' && type !== 'e') ? '' : typedCell(type, value, strings);
}
