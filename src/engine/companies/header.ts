import { cellText, isBlankRow } from './grid';
import type { Grid, GridRow } from './grid';

export type Column = 'taxId' | 'treatedName' | 'name' | 'code';

/** Where the columns stand (from 0), with their titles as written. */
export interface Header {
  readonly row: number;
  readonly columns: Readonly<Partial<Record<Column, number>>>;
  readonly titles: readonly string[];
}

/** Titles without case, accents, blanks and punctuation. */
const TITLES: Readonly<Record<Column, ReadonlySet<string>>> = {
  taxId: new Set(['cnpjcpf', 'cpfcnpj', 'cnpj', 'cnpjoucpf', 'cpfoucnpj', 'cpf']),
  treatedName: new Set(['nometratado']),
  name: new Set(['nome', 'empresa', 'razaosocial', 'nomeempresa', 'nomedaempresa', 'cliente']),
  code: new Set(['codigo', 'cod', 'codigoempresa', 'codigodaempresa']),
};

const COLUMNS = Object.keys(TITLES) as Column[];

/** Titles, logos and blank rows may stand above the header, but not a whole page of them. */
const ROWS_TO_SEARCH = 50;

function plainTitle(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

function headerOf(row: GridRow): Header | null {
  const titles = row.cells.map(cellText);
  const plain = titles.map(plainTitle);
  const found: Partial<Record<Column, number>> = {};
  for (const column of COLUMNS) {
    const index = plain.findIndex((title) => TITLES[column].has(title));
    if (index >= 0) found[column] = index;
  }
  const hasName = found.treatedName !== undefined || found.name !== undefined;
  return found.taxId !== undefined && hasName ? { row: row.number, columns: found, titles } : null;
}

/** The first row of the sheet that names a CNPJ column and a name column, or null. */
export function findHeader(grid: Grid): Header | null {
  for (const row of grid.filter((candidate) => !isBlankRow(candidate)).slice(0, ROWS_TO_SEARCH)) {
    const header = headerOf(row);
    if (header !== null) return header;
  }
  return null;
}
