import { fit, padLeft, padRight, widthOf } from './width';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** May be cut to fit the terminal; at most one column of a table. */
  readonly flexible?: boolean;
}

const GAP = '  ';
const NARROWEST_FLEXIBLE = 12;

/** A table without frames: a title row, then the rows, no wider than `columns` if the flexible column can give way. */
export function renderTable(head: readonly Column[], rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = widthsOf(head, rows, columns);
  const line = (cells: readonly string[]): string =>
    head
      .map(({ align }, index) => {
        const width = widths[index] ?? 0;
        const cell = cells[index] ?? '';
        const fitted = widthOf(cell) > width ? fit(cell, width) : cell;
        return align === 'right' ? padLeft(fitted, width) : padRight(fitted, width);
      })
      .join(GAP)
      .trimEnd();
  return [line(head.map(({ title }) => title)), ...rows.map(line)];
}

function widthsOf(head: readonly Column[], rows: readonly (readonly string[])[], columns: number): number[] {
  const widths = head.map(({ title }, index) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const flexible = head.findIndex((column) => column.flexible === true);
  const excess = widths.reduce((a, b) => a + b, 0) + GAP.length * (head.length - 1) - columns;
  if (flexible >= 0 && excess > 0) widths[flexible] = Math.max(NARROWEST_FLEXIBLE, (widths[flexible] ?? 0) - excess);
  return widths;
}

/** One line of a list of facts: what it is, its value, and what to know about it. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  readonly note?: string;
}

/** The label of a fact that is a part of the one above it. */
export function partOf(label: string): string {
  return `  ${label}`;
}

/** Facts under one another, the values aligned to the right. */
export function renderFacts(facts: readonly Fact[]): string[] {
  const labels = Math.max(0, ...facts.map(({ label }) => widthOf(label)));
  const values = Math.max(0, ...facts.map(({ value }) => widthOf(value)));
  return facts.map(({ label, value, note }) =>
    `${padRight(label, labels)}   ${padLeft(value, values)}${note === undefined ? '' : `   ${note}`}`.trimEnd(),
  );
}

/** Labels and longer texts side by side, both aligned to the left. */
export function renderPairs(pairs: readonly (readonly [string, string])[]): string[] {
  const labels = Math.max(0, ...pairs.map(([label]) => widthOf(label)));
  return pairs.map(([label, text]) => `${padRight(label, labels)}   ${text}`);
}
