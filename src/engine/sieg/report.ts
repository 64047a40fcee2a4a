import { asciiUpper, hasValidCheckDigit, isAccessKey, normaliseTaxId, type TaxId } from '../domain';
import { isMaloteError, MaloteError } from '../../shared/errors';
import {
  isFaulty,
  openSpreadsheet,
  REPORT_LIMITS,
  type CellValue,
  type SheetRow,
  type Spreadsheet,
} from '../spreadsheets';
import { untrustedInTime } from '../base';
import { fromBase64, isArchive } from './decode';
import type { Report, ReportQuery, ReportRow, SiegRole } from './port';
import { dayOfCell, findColumns, type ReportColumns } from './report-columns';
import { siegMessages } from '../../shared/messages/pt-BR/sieg';

interface BadRow {
  readonly row: number;
  readonly reason: string;
}

/** The header is expected within the first rows; titles may stand above it. */
const HEADER_ROWS = 10;
/** Days between the two epochs from which workbooks count their dates. */
const FROM_1904 = 1_462;

/**
 * Reads SIEG's .xlsx of the documents in which a taxpayer appears. A document on several rows (one per product) is one row here. Every
 * sheet with a column of keys counts: what does not fit on one sheet goes on on the next.
 * @param packed the spreadsheet, or its base64.
 * @throws SIEG_REPORT_UNREADABLE when it is no spreadsheet or has no column of keys; CANCELLED.
 */
export async function readReport(
  packed: Uint8Array | string,
  query: ReportQuery,
  signal?: AbortSignal,
): Promise<Report> {
  const bytes = spreadsheetOf(packed);
  const read = async (): Promise<Report> => {
    const book = await openSpreadsheet(bytes, { signal, limits: REPORT_LIMITS });
    return { bytes, ...(await readSheets(book, query)) };
  };
  try {
    return await untrustedInTime(read, signal, (cause) => {
      throw unreadable(siegMessages.report.unreadable, cause);
    });
  } catch (error) {
    if (isMaloteError(error, 'SPREADSHEET_BROKEN')) throw unreadable(siegMessages.report.broken);
    if (isMaloteError(error, 'SPREADSHEET_TOO_LARGE')) throw unreadable(siegMessages.report.tooLarge);
    throw error;
  }
}

function unreadable(reason: string, cause?: unknown): MaloteError {
  return new MaloteError('SIEG_REPORT_UNREADABLE', { reason }, { cause });
}

function spreadsheetOf(packed: Uint8Array | string): Uint8Array {
  const bytes = typeof packed === 'string' ? fromBase64(packed.trim()) : packed;
  if (bytes === null || !isArchive(bytes)) throw unreadable(siegMessages.report.noSpreadsheet);
  return bytes;
}

async function readSheets(book: Spreadsheet, query: ReportQuery): Promise<Pick<Report, 'rows' | 'badRows'>> {
  const rows = new ReportRows(query, book.from1904);
  let found = false;
  for (const sheet of book.sheets) {
    let columns: ReportColumns | null = null;
    for await (const batch of book.rows(sheet)) {
      for (const row of batch) {
        if (columns !== null) rows.add(row, columns);
        else if (row.number <= HEADER_ROWS) columns = findColumns(headersOf(row));
      }
      if (columns === null && (batch.at(-1)?.number ?? 0) > HEADER_ROWS) break;
    }
    found ||= columns !== null;
  }
  if (!found) throw unreadable(siegMessages.report.noKeys);
  return rows.all();
}

/** Titles by column, an empty text where there is none. */
function headersOf({ cells }: SheetRow): string[] {
  const last = Math.min(MOST_COLUMNS, Math.max(-1, ...cells.keys()) + 1);
  return Array.from({ length: last }, (_, column) => textOf(cells.get(column)) ?? '');
}

/** More than any report has; a cell far to the right is not looked at. */
const MOST_COLUMNS = 500;

class ReportRows {
  readonly #rows = new Map<string, ReportRow>();
  readonly #badRows: BadRow[] = [];

  constructor(
    private readonly query: ReportQuery,
    private readonly from1904: boolean,
  ) {}

  add(row: SheetRow, columns: ReportColumns): void {
    if (isBlank(row)) return;
    const key = keyOf(cellAt(row, columns.key), this.query);
    if ('reason' in key) {
      this.#badRows.push({ row: row.number, reason: key.reason });
      return;
    }
    const issueDay = columns.date === null ? null : dayOfCell(this.#date(cellAt(row, columns.date)));
    const roles = rolesIn(row, columns, this.query.taxId);
    this.#rows.set(key.key, merge(this.#rows.get(key.key), { key: key.key, issueDay, roles }));
  }

  all(): Pick<Report, 'rows' | 'badRows'> {
    return { rows: [...this.#rows.values()], badRows: this.#badRows };
  }

  #date(cell: CellValue | undefined): CellValue | undefined {
    return this.from1904 && typeof cell === 'number' ? cell + FROM_1904 : cell;
  }
}

/** Columns are counted from 1. */
function cellAt(row: SheetRow, column: number): CellValue | undefined {
  return row.cells.get(column - 1);
}

function isBlank({ cells }: SheetRow): boolean {
  for (const cell of cells.values()) if (isFaulty(cell) || textOf(cell) !== '') return false;
  return true;
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
function keyOf(cell: CellValue | undefined, query: ReportQuery): { key: string } | { reason: string } {
  if (isFaulty(cell))
    return {
      reason: cell.fault === 'error' ? siegMessages.report.keyFault(cell.text) : siegMessages.report.keyUnreadable,
    };
  if (typeof cell === 'number') return { reason: siegMessages.report.keyAsNumber };
  const text = (textOf(cell) ?? '').replace(/\s+/g, '').replace(/^'/, '');
  if (text === '') return { reason: siegMessages.report.keyEmpty };
  if (query.kind === 'NFSe') return { key: text.replace(/^NFS(?=\d{50}$)/i, '') };
  const key = asciiUpper(text.replace(/^(?:NFe|CTe|CFe)/i, ''));
  if (/^\d[.,]\d+E\+?\d+$/i.test(text)) return { reason: siegMessages.report.keyScientific };
  if (!isAccessKey(key)) return { reason: siegMessages.report.keyNoKey(key.length) };
  return hasValidCheckDigit(key) ? { key } : { reason: siegMessages.report.keyDigit };
}

function rolesIn(row: SheetRow, columns: ReportColumns, taxId: TaxId): SiegRole[] {
  return columns.parties.filter(({ column }) => isTaxId(cellAt(row, column), taxId)).map(({ role }) => role);
}

/** Compared without leading zeros, which a number cell has lost. */
function isTaxId(value: CellValue | undefined, taxId: TaxId): boolean {
  const normalised = normaliseTaxId(value);
  if (normalised !== null) return withoutZeros(normalised) === withoutZeros(taxId);
  return typeof value === 'string' && withoutZeros(asciiUpper(value).replace(/[^\dA-Z]/g, '')) === withoutZeros(taxId);
}

function withoutZeros(text: string): string {
  return text.replace(/^0+/, '');
}

function textOf(cell: CellValue | undefined): string | null {
  return cell === undefined || isFaulty(cell) ? null : String(cell).trim();
}
