import { formatTaxId, isCnpj, isCpf, normaliseTaxId } from '../domain';
import type { TaxId } from '../domain';
import { safeName } from '../shares';
import { MaloteError } from '../../shared/errors';
import { plainWords } from '../../shared/plain-words';
import { isFaulty, type CellValue, type SheetRow } from '../spreadsheets';
import type { Header } from './header';
import { cellText, isBlankRow } from './table';
import type { Column } from './titles';
import type { BadCompanyRow, Company, CompanyList, PaddedCell } from './types';
import { companiesMessages } from '../../shared/messages/pt-BR/companies';

type Result<T> = { readonly value: T } | { readonly reason: string };

interface Seen {
  readonly taxIds: Map<TaxId, number>;
  /** By folder without case, as Windows compares. */
  readonly folders: Map<string, number>;
}

function cellAt(row: SheetRow, header: Header, column: Column): CellValue | undefined {
  const index = header.columns[column];
  return index === undefined ? undefined : row.cells.get(index);
}

/** Why a row cannot be used for what stands in its cells; null when it may be. Other columns than those used may hold errors. */
function faultIn(row: SheetRow, header: Header): string | null {
  const used = new Set(Object.values(header.columns));
  for (const [column, cell] of row.cells) {
    if (!isFaulty(cell) || !(used.has(column) || cell.fault === 'several-lines')) continue;
    const title = header.titles.get(column) || companiesMessages.ofColumn(column + 1);
    return companiesMessages.cell[cell.fault](`"${title}"`, cell.text);
  }
  return null;
}

/** What a cell shows, on one line: nothing that turns, joins or hides letters. */
function plainText(cell: CellValue | undefined): string {
  return plainWords(cellText(cell)).trim();
}

function taxIdOf(cell: CellValue | undefined): Result<TaxId> {
  if (plainText(cell) === '') return { reason: companiesMessages.emptyTaxId };
  const taxId = normaliseTaxId(cell);
  if (taxId === null) return { reason: companiesMessages.unreadableTaxId };
  if (isCnpj(taxId) || isCpf(taxId)) return { value: taxId };
  const kind = taxId.length === 14 ? 'CNPJ' : 'CPF';
  return { reason: companiesMessages.wrongDigit(kind, formatTaxId(taxId)) };
}

/** Codes of the office have four digits; a number cell has lost their zeros. */
function paddedCode(text: string): string | null {
  if (text === '') return null;
  return /^\d+$/.test(text) ? text.padStart(4, '0') : text;
}

interface Naming {
  readonly folder: string;
  readonly code: string | null;
  readonly name: string;
}

/** `0001_NOME_TRATADO` is the folder as it is; without it, code and name are put together in the same form. */
function namingOf(row: SheetRow, header: Header): Result<Naming> {
  const treated = plainText(cellAt(row, header, 'treatedName'));
  const plain = plainText(cellAt(row, header, 'name'));
  const code = paddedCode(plainText(cellAt(row, header, 'code')));
  if (treated === '' && plain === '') return { reason: companiesMessages.emptyName };
  if (treated === '') {
    return { value: { folder: safeName(code === null ? plain : `${code}_${plain}`), code, name: plain } };
  }
  const own = /^(\d+)[_\s-]+(.+)$/u.exec(treated);
  const name = plain === '' ? (own?.[2] ?? treated).replaceAll('_', ' ').trim() : plain;
  return { value: { folder: safeName(treated), code: code ?? own?.[1] ?? null, name } };
}

function companyOf(row: SheetRow, header: Header, seen: Seen): Result<Company> {
  const fault = faultIn(row, header);
  if (fault !== null) return { reason: fault };
  const taxId = taxIdOf(cellAt(row, header, 'taxId'));
  if ('reason' in taxId) return taxId;
  const naming = namingOf(row, header);
  if ('reason' in naming) return naming;
  const twin = seen.taxIds.get(taxId.value);
  if (twin !== undefined) {
    const kind = taxId.value.length === 14 ? 'CNPJ' : 'CPF';
    return { reason: companiesMessages.sameTaxId(kind, formatTaxId(taxId.value), twin) };
  }
  const folderKey = naming.value.folder.toLowerCase();
  const neighbour = seen.folders.get(folderKey);
  if (neighbour !== undefined) {
    return { reason: companiesMessages.sameFolder(naming.value.folder, neighbour) };
  }
  seen.taxIds.set(taxId.value, row.number);
  seen.folders.set(folderKey, row.number);
  return { value: { taxId: taxId.value, ...naming.value } };
}

/** Enough to know the row again; the columns of a workbook may be thousands. */
const SHOWN_CELLS = 20;

function shownCells(row: SheetRow, header: Header): Record<string, string> {
  const filled = [...row.cells].filter(([, cell]) => cellText(cell) !== '').sort(([one], [other]) => one - other);
  const pairs = filled
    .slice(0, SHOWN_CELLS)
    .map(([index, cell]) => [
      header.titles.get(index) || companiesMessages.column(index + 1),
      cellText(cell).slice(0, 200),
    ]);
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** Fewer digits than any tax id has. */
const SHORT = /^\d{1,10}$/;

/** More rows than any office has clients; what is longer is another kind of table. */
const LONGEST_LIST = 50_000;

export type ReadList = Pick<CompanyList, 'companies' | 'badRows' | 'padded' | 'hiddenRows'>;

/** Takes every row below the header, as a company or with the reason why it is none. Of two equal rows the first counts. */
export class RowReader {
  readonly #seen: Seen = { taxIds: new Map(), folders: new Map() };
  readonly #companies: Company[] = [];
  readonly #badRows: BadCompanyRow[] = [];
  readonly #padded: PaddedCell[] = [];
  #hiddenRows = 0;

  constructor(private readonly header: Header) {}

  /** @throws SPREADSHEET_TOO_LARGE */
  add(rows: readonly SheetRow[]): void {
    for (const row of rows) {
      if (row.number <= this.header.row || isBlankRow(row)) continue;
      this.#addRow(row);
    }
    if (this.#companies.length + this.#badRows.length <= LONGEST_LIST) return;
    throw new MaloteError('SPREADSHEET_TOO_LARGE', { limit: companiesMessages.tooManyRows(LONGEST_LIST) });
  }

  list(): ReadList {
    const hidden = this.#hiddenRows === 0 ? {} : { hiddenRows: this.#hiddenRows };
    return { companies: this.#companies, badRows: this.#badRows, padded: this.#padded, ...hidden };
  }

  #take(row: SheetRow, company: Company): void {
    this.#companies.push(company);
    if (row.hidden === true) this.#hiddenRows += 1;
    const written = cellText(cellAt(row, this.header, 'taxId'));
    if (SHORT.test(written)) this.#padded.push({ row: row.number, written, taxId: company.taxId });
  }

  #addRow(row: SheetRow): void {
    const result = companyOf(row, this.header, this.#seen);
    if ('value' in result) this.#take(row, result.value);
    else this.#badRows.push({ row: row.number, reason: result.reason, cells: shownCells(row, this.header) });
  }
}
