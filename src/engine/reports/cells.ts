/** What a cell of a table for people may hold. A text stays a text whatever it looks like; null is an empty cell. */
export type Cell = string | number | null;

/** Characters that no XML, and so no workbook, can hold, and halves of surrogate pairs. */
const UNPRINTABLE = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F\uFFFE\uFFFF\p{Cs}]/gu;
/** Spreadsheets take these for the beginning of a formula, some also in their full width and after blanks. */
const LIVE = /^[\s\p{Cf}\p{Cc}\uFFFD]*[=+\-@＝＋－＠\t\r\n]/u;
const NEEDS_QUOTES = /[;"\t\r\n]|^\s|\s$/u;
const BOM = '\uFEFF';

/** The text with U+FFFD in place of what a file for people cannot hold. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD');
}

/**
 * A text for a cell of a CSV: one that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, also after blanks; tab, line break)
 * gets a leading apostrophe, so that it is shown and never computed.
 */
export function inertCsv(value: string): string {
  const text = printable(value);
  return LIVE.test(text) ? `'${text}` : text;
}

function csvCell(value: Cell): string {
  if (value === null) return '';
  // a number cannot be a formula; the comma is what a Brazilian spreadsheet reads
  if (typeof value === 'number') return Number.isFinite(value) ? String(value).replace('.', ',') : '';
  const text = inertCsv(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One line of a CSV as Brazilian spreadsheets open it: cells separated by `;`, inert, quoted where needed, ended by CRLF. */
export function csvLine(values: readonly Cell[]): string {
  return `${values.map(csvCell).join(';')}\r\n`;
}

/** A CSV in pieces: byte order mark, titles, then a line a row. */
export async function* csvText(
  titles: readonly string[],
  rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>,
): AsyncGenerator<string, void, undefined> {
  yield BOM + csvLine(titles);
  for await (const row of rows) yield csvLine(row);
}
