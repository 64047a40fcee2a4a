import { formatTaxId, isCnpj, isCpf, normaliseTaxId } from '../domain';
import type { TaxId } from '../domain';
import { safeName } from '../shares';
import { cellText, isBlankRow } from './grid';
import type { CellValue, Grid, GridRow } from './grid';
import type { Column, Header } from './header';
import type { BadCompanyRow, Company } from './types';

type Result<T> = { readonly value: T } | { readonly reason: string };

interface Seen {
  readonly taxIds: Map<TaxId, number>;
  /** By folder without case, as Windows compares. */
  readonly folders: Map<string, number>;
}

function cellAt(row: GridRow, header: Header, column: Column): CellValue | undefined {
  const index = header.columns[column];
  return index === undefined ? undefined : row.cells[index];
}

function taxIdOf(cell: CellValue | undefined): Result<TaxId> {
  if (cellText(cell) === '') return { reason: 'O CNPJ ou CPF está vazio.' };
  const taxId = normaliseTaxId(cell);
  if (taxId === null) return { reason: 'O CNPJ ou CPF não pode ser lido; escreva-o como texto, com todos os zeros.' };
  if (isCnpj(taxId) || isCpf(taxId)) return { value: taxId };
  const kind = taxId.length === 14 ? 'CNPJ' : 'CPF';
  return { reason: `O dígito verificador do ${kind} ${formatTaxId(taxId)} não confere.` };
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
function namingOf(row: GridRow, header: Header): Result<Naming> {
  const treated = cellText(cellAt(row, header, 'treatedName'));
  const plain = cellText(cellAt(row, header, 'name'));
  const code = paddedCode(cellText(cellAt(row, header, 'code')));
  if (treated === '' && plain === '') return { reason: 'O nome da empresa está vazio.' };
  if (treated === '') {
    return { value: { folder: safeName(code === null ? plain : `${code}_${plain}`), code, name: plain } };
  }
  const own = /^(\d+)[_\s-]+(.+)$/u.exec(treated);
  const name = plain === '' ? (own?.[2] ?? treated).replaceAll('_', ' ').trim() : plain;
  return { value: { folder: safeName(treated), code: code ?? own?.[1] ?? null, name } };
}

function companyOf(row: GridRow, header: Header, seen: Seen): Result<Company> {
  const taxId = taxIdOf(cellAt(row, header, 'taxId'));
  if ('reason' in taxId) return taxId;
  const naming = namingOf(row, header);
  if ('reason' in naming) return naming;
  const twin = seen.taxIds.get(taxId.value);
  if (twin !== undefined) {
    const kind = taxId.value.length === 14 ? 'CNPJ' : 'CPF';
    return { reason: `O ${kind} ${formatTaxId(taxId.value)} já está na linha ${String(twin)}.` };
  }
  const folderKey = naming.value.folder.toLowerCase();
  const neighbour = seen.folders.get(folderKey);
  if (neighbour !== undefined) {
    return { reason: `A pasta ${naming.value.folder} já pertence à empresa da linha ${String(neighbour)}.` };
  }
  seen.taxIds.set(taxId.value, row.number);
  seen.folders.set(folderKey, row.number);
  return { value: { taxId: taxId.value, ...naming.value } };
}

function shownCells(row: GridRow, header: Header): Record<string, string> {
  const pairs = row.cells.map((cell, index) => [header.titles[index] || `coluna ${String(index + 1)}`, cellText(cell)]);
  return Object.fromEntries(pairs.filter(([, text]) => text !== '')) as Record<string, string>;
}

/** Every row below the header, as a company or with the reason why it is none. Of two equal rows the first counts. */
export function readRows(grid: Grid, header: Header): { companies: Company[]; badRows: BadCompanyRow[] } {
  const seen: Seen = { taxIds: new Map(), folders: new Map() };
  const companies: Company[] = [];
  const badRows: BadCompanyRow[] = [];
  for (const row of grid) {
    if (row.number <= header.row || isBlankRow(row)) continue;
    const result = companyOf(row, header, seen);
    if ('value' in result) companies.push(result.value);
    else badRows.push({ row: row.number, reason: result.reason, cells: shownCells(row, header) });
  }
  return { companies, badRows };
}
