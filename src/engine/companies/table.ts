import { openSpreadsheet, readCsv, type CellValue, type SheetRow } from '../spreadsheets';
import { withSwallowedLines } from './swallowed-lines';

/** A sheet of a workbook, or a whole CSV. */
export interface Table {
  /** Null for a CSV. */
  readonly sheet: string | null;
  readonly hidden: boolean;
  /** The rows that hold anything, some at a time. */
  rows(): AsyncGenerator<readonly SheetRow[]>;
}

/** The cell as people read it. */
export function cellText(value: CellValue | undefined): string {
  if (value === undefined) return '';
  const text = typeof value === 'object' ? value.text : String(value);
  return text.replace(/\s+/gu, ' ').trim();
}

/** A cell that holds a fault is not blank, even where nothing of it can be shown. */
export function isBlankRow(row: SheetRow): boolean {
  for (const cell of row.cells.values()) if (typeof cell === 'object' || cellText(cell) !== '') return false;
  return true;
}

/** The tables of an .xlsx, in its order. @throws SPREADSHEET_BROKEN, SPREADSHEET_TOO_LARGE, CANCELLED */
export async function tablesOfXlsx(bytes: Uint8Array, signal?: AbortSignal): Promise<Table[]> {
  const book = await openSpreadsheet(bytes, { signal });
  return book.sheets.map((sheet) => ({ sheet: sheet.name, hidden: sheet.hidden, rows: () => book.rows(sheet) }));
}

export function tableOfCsv(bytes: Uint8Array, signal?: AbortSignal): Table {
  return { sheet: null, hidden: false, rows: () => withSwallowedLines(readCsv(bytes, { signal })) };
}
