import ExcelJS from 'exceljs';
import { asciiUpper, hasValidCheckDigit, isAccessKey, normaliseTaxId } from '../domain';
import type { TaxId } from '../domain';
import { MaloteError } from '../../shared/errors';
import { DECODE_LIMITS, fromBase64, isArchive } from './decode';
import { archiveProblem } from './decode-archive';
import { withPlainNames } from './plain-names';
import type { Report, ReportQuery, ReportRow, SiegRole } from './port';
import { dayOfCell, findColumns } from './report-columns';
import type { ReportColumns } from './report-columns';

interface BadRow {
  readonly row: number;
  readonly reason: string;
}

/** The header is expected within the first rows; titles may stand above it. */
const HEADER_ROWS = 10;

/**
 * Reads SIEG's .xlsx of the documents in which a taxpayer appears. A document on several rows (one per product) is one row here.
 * @param packed the spreadsheet, or its base64.
 * @throws SIEG_REPORT_UNREADABLE when it is no spreadsheet or has no column of keys.
 */
export async function readReport(packed: Uint8Array | string, query: ReportQuery): Promise<Report> {
  const bytes = spreadsheetOf(packed);
  const sheets = await sheetsOf(bytes);
  for (const sheet of sheets) {
    const header = findHeader(sheet);
    if (header !== null) return { bytes, ...readRows(sheet, header.row, header.columns, query) };
  }
  throw unreadable('a planilha não tem uma coluna de chaves');
}

function unreadable(reason: string): MaloteError {
  return new MaloteError('SIEG_REPORT_UNREADABLE', { reason });
}

function spreadsheetOf(packed: Uint8Array | string): Uint8Array {
  const bytes = typeof packed === 'string' ? fromBase64(packed.trim()) : packed;
  if (bytes === null || !isArchive(bytes)) throw unreadable('a resposta não é uma planilha');
  const problem = archiveProblem(bytes, DECODE_LIMITS);
  if (problem !== null)
    throw unreadable(problem === 'too-large' ? 'a planilha é grande demais' : 'a planilha veio quebrada');
  return bytes;
}

async function sheetsOf(bytes: Uint8Array): Promise<ExcelJS.Worksheet[]> {
  const workbook = new ExcelJS.Workbook();
  try {
    const { buffer, byteOffset, byteLength } = withPlainNames(bytes);
    await workbook.xlsx.load((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength));
    return workbook.worksheets;
  } catch {
    throw unreadable('a planilha veio quebrada');
  }
}

function findHeader(sheet: ExcelJS.Worksheet): { row: number; columns: ReportColumns } | null {
  for (let row = 1; row <= Math.min(HEADER_ROWS, sheet.rowCount); row += 1) {
    const headers = Array.from(
      { length: sheet.columnCount },
      (_, index) => textOf(sheet.getRow(row).getCell(index + 1).value) ?? '',
    );
    const columns = findColumns(headers);
    if (columns !== null) return { row, columns };
  }
  return null;
}

function readRows(
  sheet: ExcelJS.Worksheet,
  headerRow: number,
  columns: ReportColumns,
  query: ReportQuery,
): Pick<Report, 'rows' | 'badRows'> {
  const rows = new Map<string, ReportRow>();
  const badRows: BadRow[] = [];
  sheet.eachRow((row, number) => {
    if (number <= headerRow || isEmpty(row)) return;
    const key = keyOf(row.getCell(columns.key).value, query);
    if ('reason' in key) {
      badRows.push({ row: number, reason: key.reason });
      return;
    }
    const issueDay = columns.date === null ? null : dayOfCell(plainValue(row.getCell(columns.date).value));
    rows.set(key.key, merge(rows.get(key.key), { key: key.key, issueDay, roles: rolesIn(row, columns, query.taxId) }));
  });
  return { rows: [...rows.values()], badRows };
}

function isEmpty(row: ExcelJS.Row): boolean {
  return !Array.isArray(row.values) || row.values.every((value) => (textOf(value) ?? '') === '');
}

function merge(before: ReportRow | undefined, row: ReportRow): ReportRow {
  if (before === undefined) return row;
  return {
    key: row.key,
    issueDay: before.issueDay ?? row.issueDay,
    roles: [...new Set([...before.roles, ...row.roles])],
  };
}

/** The key as text. A key in a number cell has lost its last digits and cannot be mended. */
function keyOf(cell: ExcelJS.CellValue, query: ReportQuery): { key: string } | { reason: string } {
  const value = plainValue(cell);
  if (typeof value === 'number') return { reason: 'a chave está gravada como número e perdeu os últimos dígitos' };
  const text = (textOf(cell) ?? '').replace(/\s+/g, '').replace(/^'/, '');
  if (text === '') return { reason: 'a chave está vazia' };
  if (query.kind === 'NFSe') return { key: text.replace(/^NFS(?=\d{50}$)/i, '') };
  const key = asciiUpper(text.replace(/^(?:NFe|CTe|CFe)/i, ''));
  if (/^\d[.,]\d+E\+?\d+$/i.test(text))
    return { reason: 'a chave está em notação científica e perdeu os últimos dígitos' };
  if (!isAccessKey(key))
    return { reason: `a chave não tem a forma de uma chave de acesso (${String(key.length)} caracteres)` };
  return hasValidCheckDigit(key) ? { key } : { reason: 'o dígito verificador da chave não confere' };
}

function rolesIn(row: ExcelJS.Row, columns: ReportColumns, taxId: TaxId): SiegRole[] {
  return columns.parties.filter(({ column }) => isTaxId(row.getCell(column).value, taxId)).map(({ role }) => role);
}

/** Compared without leading zeros, which a number cell has lost. */
function isTaxId(cell: ExcelJS.CellValue, taxId: TaxId): boolean {
  const value = plainValue(cell);
  const normalised = normaliseTaxId(value);
  if (normalised !== null) return withoutZeros(normalised) === withoutZeros(taxId);
  return typeof value === 'string' && withoutZeros(asciiUpper(value).replace(/[^\dA-Z]/g, '')) === withoutZeros(taxId);
}

function withoutZeros(text: string): string {
  return text.replace(/^0+/, '');
}

/** The value behind formulas, links and formatted text. */
function plainValue(cell: ExcelJS.CellValue): string | number | Date | null {
  if (cell === null || cell === undefined || typeof cell === 'boolean') return null;
  if (typeof cell === 'string' || typeof cell === 'number' || cell instanceof Date) return cell;
  if ('richText' in cell) return cell.richText.map(({ text }) => text).join('');
  if ('hyperlink' in cell) return cell.text;
  if ('result' in cell) return plainValue(cell.result);
  return null;
}

function textOf(cell: ExcelJS.CellValue): string | null {
  const value = plainValue(cell);
  return value === null || value instanceof Date ? null : String(value).trim();
}
