import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';

export type SheetCell = string | number | Date | null;

/** An .xlsx of one sheet. @param formats number formats by column, the first is 1 */
export async function writeSheet(
  name: string,
  rows: Iterable<readonly SheetCell[]>,
  formats: ReadonlyMap<number, string> = new Map(),
): Promise<Buffer> {
  const { default: WorkbookWriter } = await import('exceljs/lib/stream/xlsx/workbook-writer.js');
  const stream = new PassThrough();
  const written = buffer(stream);
  const workbook = new WorkbookWriter({ stream, useStyles: true, useSharedStrings: true });
  const sheet = workbook.addWorksheet(name);
  for (const [column, format] of formats) sheet.getColumn(column).numFmt = format;
  for (const row of rows) sheet.addRow([...row]).commit();
  await workbook.commit();
  return written;
}
