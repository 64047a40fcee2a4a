import type { SheetRow } from '../spreadsheets';
import { cellText } from './table';
import { columnRank, type Column } from './titles';

/** Where the columns stand (from 0), with their titles as written. */
export interface Header {
  readonly row: number;
  readonly columns: Readonly<Partial<Record<Column, number>>>;
  readonly titles: ReadonlyMap<number, string>;
}

const COLUMNS: readonly Column[] = ['taxId', 'treatedName', 'name', 'code'];

/** Of several columns that could be meant, the one whose title says it most plainly; of equal ones, the first. */
function bestColumn(titles: ReadonlyMap<number, string>, column: Column): number | undefined {
  let best: { index: number; rank: number } | undefined;
  for (const [index, title] of titles) {
    const rank = columnRank(title, column);
    if (rank !== null && (best === undefined || rank < best.rank)) best = { index, rank };
  }
  return best?.index;
}

function titlesOf(row: SheetRow): Map<number, string> {
  const inOrder = [...row.cells].sort(([one], [other]) => one - other);
  return new Map(inOrder.map(([index, cell]) => [index, cellText(cell)]));
}

/** The columns that a row names, whether or not they are enough. */
function columnsIn(titles: ReadonlyMap<number, string>): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {};
  for (const column of COLUMNS) {
    const index = bestColumn(titles, column);
    if (index !== undefined) found[column] = index;
  }
  return found;
}

/** The header, if this row names a CNPJ column and a name column; else null. */
export function headerOf(row: SheetRow): Header | null {
  const titles = titlesOf(row);
  const columns = columnsIn(titles);
  const hasName = columns.treatedName !== undefined || columns.name !== undefined;
  return columns.taxId !== undefined && hasName ? { row: row.number, columns, titles } : null;
}

/** How many titles of a row are told where no header was found. */
const TOLD_TITLES = 12;

/** The row that was most likely meant as the header, by its titles: the one that names a column, else the first with several texts. */
export function likelyTitles(rows: readonly SheetRow[]): readonly string[] {
  const texts = rows.map((row) => titlesOf(row));
  const naming = texts.find((titles) => Object.keys(columnsIn(titles)).length > 0);
  const several = texts.find((titles) => [...titles.values()].filter((title) => /\p{L}/u.test(title)).length > 1);
  return [...(naming ?? several ?? texts[0] ?? new Map<number, string>()).values()]
    .filter((title) => title !== '')
    .slice(0, TOLD_TITLES);
}
