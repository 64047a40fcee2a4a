import { isMaloteError } from '../../shared/errors';
import type { SheetRow } from '../spreadsheets';
import { headerOf, likelyTitles, type Header } from './header';
import { isBlankRow, type Table } from './table';

/** Titles, logos and blank rows may stand above the header, but not a whole page of them. */
const ROWS_TO_SEARCH = 50;

/** What the top of a table shows. */
export interface Glance {
  readonly table: Table;
  readonly header: Header | null;
  /** Nothing stands in it. */
  readonly blank: boolean;
  /** What looks most like a header, where none was found. */
  readonly titles: readonly string[];
}

/** Looks at the top of a table, no further than its header. */
export async function glanceAt(table: Table): Promise<Glance> {
  const seen: SheetRow[] = [];
  for await (const rows of table.rows()) {
    for (const row of rows) {
      if (isBlankRow(row)) continue;
      seen.push(row);
      const header = headerOf(row);
      if (header !== null) return { table, header, blank: false, titles: [] };
      if (seen.length === ROWS_TO_SEARCH) return { table, header: null, blank: false, titles: likelyTitles(seen) };
    }
  }
  return { table, header: null, blank: seen.length === 0, titles: likelyTitles(seen) };
}

export type Chosen = Glance & { readonly header: Header };

/** The table to take the companies from is the first visible one with a header. What its maker has hidden is never taken. */
export function asChosen(glance: Glance): Chosen | null {
  const { header } = glance;
  return header === null || glance.table.hidden ? null : { ...glance, header };
}

/** As `glanceAt`, of a table that will not be used: one that is too large to be looked at holds something, and is named. */
export async function glanceAtOther(table: Table): Promise<Glance> {
  try {
    return await glanceAt(table);
  } catch (error) {
    if (!isMaloteError(error, 'SPREADSHEET_TOO_LARGE')) throw error;
    return { table, header: null, blank: false, titles: [] };
  }
}
