/** A cell as far as a list of companies needs it: formulas by their result, rich text by its text. */
export type CellValue = string | number;

export interface GridRow {
  /** As the spreadsheet program shows it, from 1. */
  readonly number: number;
  /** By column from 0; absent cells are empty texts. */
  readonly cells: readonly CellValue[];
}

/** One sheet of a workbook, or a whole CSV. Rows without cells may be missing. */
export type Grid = readonly GridRow[];

/** The cell as people read it. */
export function cellText(value: CellValue | undefined): string {
  return value === undefined ? '' : String(value).replace(/\s+/gu, ' ').trim();
}

export function isBlankRow(row: GridRow): boolean {
  return row.cells.every((cell) => cellText(cell) === '');
}
