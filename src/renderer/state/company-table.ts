import type { CompanyLine } from '../../shared/ipc/state';
import { searchable } from '../format/companies';

export const COMPANY_COLUMNS = [
  'folder',
  'phase',
  'progress',
  'nfe',
  'cte',
  'other',
  'archived',
  'delivered',
  'gaps',
  'ratePerMinute',
  'etaSeconds',
] as const;
export type CompanyColumn = (typeof COMPANY_COLUMNS)[number];
export type CompanyPhase = CompanyLine['phase'];

/** What is under way, then what wants a look, the gravest first, then what is settled. */
export const COMPANY_PHASES = [
  'waiting',
  'capturing',
  'comparing',
  'delivering',
  'aside',
  'gaps',
  'open',
  'none-unexplained',
  'none-announced',
  'complete',
] as const satisfies readonly CompanyPhase[];

export interface TableView {
  readonly query: string;
  /** Null: all phases. */
  readonly phase: CompanyPhase | null;
  readonly sort: { readonly column: CompanyColumn; readonly descending: boolean };
}

export const INITIAL_VIEW: TableView = { query: '', phase: null, sort: { column: 'folder', descending: false } };

/**
 * The rows that a view shows, in its order. They come in the order of their folders, and equal ones stay in it; rows without a value
 * stand last in both directions. The rows themselves are handed through: one that has not changed is the same object as before.
 */
export function visibleCompanies(companies: readonly CompanyLine[], view: TableView): readonly CompanyLine[] {
  const words = searchable(view.query).split(' ').filter(Boolean);
  const kept = companies.filter(
    (row) => (view.phase === null || row.phase === view.phase) && words.every((word) => searchText(row).includes(word)),
  );
  const { column, descending } = view.sort;
  if (column === 'folder') return descending ? kept.reverse() : kept;
  return kept.sort((a, b) => compare(valueOf(a, column), valueOf(b, column), descending));
}

/** The sort after a press on a column's header: numbers begin with the greatest, words with A; a second press turns it round. */
export function nextSort(sort: TableView['sort'], column: CompanyColumn): TableView['sort'] {
  const beginsDescending = column !== 'folder' && column !== 'phase';
  return { column, descending: sort.column === column ? !sort.descending : beginsDescending };
}

/** How many companies stand in each phase. */
export function countPhases(companies: readonly CompanyLine[]): Readonly<Record<CompanyPhase, number>> {
  const counts = Object.fromEntries(COMPANY_PHASES.map((phase) => [phase, 0])) as Record<CompanyPhase, number>;
  for (const { phase } of companies) counts[phase] += 1;
  return counts;
}

function compare(left: number | null, right: number | null, descending: boolean): number {
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return descending ? right - left : left - right;
}

function valueOf(row: CompanyLine, column: Exclude<CompanyColumn, 'folder'>): number | null {
  return column === 'phase' ? COMPANY_PHASES.indexOf(row.phase) : row[column];
}

const texts = new WeakMap<CompanyLine, string>();

/** Folder and CNPJ or CPF, as a search sees them. */
function searchText(row: CompanyLine): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const text = searchable(`${row.folder} ${row.taxId}`);
  texts.set(row, text);
  return text;
}
