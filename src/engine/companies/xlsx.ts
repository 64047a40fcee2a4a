import ExcelJS from 'exceljs';
import { unzipSync } from 'fflate';
import type { CellValue, Grid, GridRow } from './grid';

/** A list of companies unpacks to a few MB; more than this is a bomb or not a list of companies. */
export const MAX_UNPACKED_BYTES = 200 * 1024 * 1024;

/** Sum of the sizes that the zip's directory declares. Throws for what is no zip. */
export function unpackedSize(bytes: Uint8Array): number {
  let total = 0;
  unzipSync(bytes, {
    filter: (entry) => {
      total += entry.originalSize;
      return false;
    },
  });
  return total;
}

function richText(parts: readonly { readonly text: string }[]): string {
  return parts.map((part) => part.text).join('');
}

/** exceljs declares a hyperlink's text as a string, but gives rich text when the cell has some. */
function textOfUnknown(text: unknown): string {
  if (typeof text === 'string') return text;
  const isRich = typeof text === 'object' && text !== null && 'richText' in text && Array.isArray(text.richText);
  return isRich ? richText(text.richText as { text: string }[]) : '';
}

function valueOf(value: ExcelJS.CellValue): CellValue {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Date) return value.toISOString();
  if ('richText' in value) return richText(value.richText);
  if ('hyperlink' in value) return textOfUnknown(value.text);
  if ('error' in value) return value.error;
  return 'result' in value ? valueOf(value.result) : '';
}

function rowOf(row: ExcelJS.Row, number: number): GridRow {
  const cells: CellValue[] = [];
  row.eachCell((cell, column) => {
    while (cells.length < column - 1) cells.push('');
    cells.push(valueOf(cell.value));
  });
  return { number, cells };
}

function gridOf(sheet: ExcelJS.Worksheet): Grid {
  const rows: GridRow[] = [];
  sheet.eachRow((row, number) => rows.push(rowOf(row, number)));
  return rows;
}

/** All sheets in the workbook's order, hidden ones too. Throws whatever exceljs throws for a damaged file. */
export async function readXlsx(bytes: Uint8Array): Promise<Grid[]> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  return workbook.worksheets.map(gridOf);
}
