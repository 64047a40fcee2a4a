import { untrustedInTime } from '../base';
import { MaloteError, isMaloteError, type ErrorCode } from '../../shared/errors';
import { asChosen, glanceAt, glanceAtOther, type Chosen, type Glance } from './choose-table';
import { RowReader, type ReadList } from './rows';
import { sniff, type FileKind } from './sniff';
import { shownSource } from './source';
import { tableOfCsv, tablesOfXlsx, type Table } from './table';
import type { CompanyList, LeftOutSheet } from './types';
import { companiesMessages } from '../../shared/messages/pt-BR/companies';

const REFUSED: Readonly<Partial<Record<FileKind, ErrorCode>>> = {
  empty: 'COMPANIES_EMPTY',
  encrypted: 'COMPANIES_ENCRYPTED',
  xls: 'COMPANIES_OLD_XLS',
  html: 'COMPANIES_HTML',
};

export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
}

function corrupt(source: string, reason: string, cause?: unknown): MaloteError {
  return new MaloteError('COMPANIES_CORRUPT', { source, reason }, { cause });
}

/** What the reader of spreadsheets says, in the words of a list of companies. */
function asCompaniesError(error: unknown, source: string): unknown {
  if (!isMaloteError(error)) return error;
  if (error.code === 'SPREADSHEET_BROKEN') return corrupt(source, String(error.details['reason']), error);
  if (error.code !== 'SPREADSHEET_TOO_LARGE') return error;
  return new MaloteError('COMPANIES_TOO_LONG', { source, limit: error.details['limit'] ?? '' }, { cause: error });
}

async function tablesOf(bytes: Uint8Array, source: string, signal?: AbortSignal): Promise<Table[]> {
  const kind = sniff(bytes);
  const code = REFUSED[kind];
  if (code !== undefined) throw new MaloteError(code, { source });
  if (kind === 'binary') throw corrupt(source, companiesMessages.noTable);
  return kind === 'xlsx' ? await tablesOfXlsx(bytes, signal) : [tableOfCsv(bytes, signal)];
}

function quoted(names: readonly (string | null)[]): string {
  return names.map((name) => `"${name ?? ''}"`).join(', ');
}

/** Names the titles that were found, and a hidden sheet that would do if it were shown. */
function noHeader(glances: readonly Glance[], source: string): MaloteError {
  if (glances.every(({ blank }) => blank)) return new MaloteError('COMPANIES_EMPTY', { source });
  const hidden = glances.filter(({ header }) => header !== null).map(({ table }) => table.sheet);
  const titles = [...new Set(glances.flatMap((glance) => glance.titles))].slice(0, 12);
  const found = titles.length === 0 ? companiesMessages.noTitles : quoted(titles);
  const note = hidden.length === 0 ? '' : companiesMessages.hiddenOnly(quoted(hidden));
  const isCsv = glances.every(({ table }) => table.sheet === null);
  const where = companiesMessages.where[isCsv ? 'csv' : 'xlsx'];
  return new MaloteError('COMPANIES_NO_HEADER', { source, where, found, note });
}

function leftOut(glances: readonly Glance[], used: Table): LeftOutSheet[] {
  return glances
    .filter(({ table, blank }) => table !== used && !blank)
    .map(({ table, header }) => ({ name: table.sheet ?? '', hidden: table.hidden, isList: header !== null }));
}

async function listOf({ table, header }: Chosen): Promise<ReadList> {
  const reader = new RowReader(header);
  for await (const rows of table.rows()) reader.add(rows);
  return reader.list();
}

/** The table to use is found and read first: what the others hold can then only decide how they are named. */
async function readTables(bytes: Uint8Array, source: string, signal?: AbortSignal): Promise<CompanyList> {
  const tables = await tablesOf(bytes, source, signal);
  const seen = new Map<Table, Glance>();
  let chosen: Chosen | null = null;
  for (const table of tables.filter(({ hidden }) => !hidden)) {
    const glance = await glanceAt(table);
    seen.set(table, glance);
    chosen = asChosen(glance);
    if (chosen !== null) break;
  }
  const list = chosen === null ? null : await listOf(chosen);
  for (const table of tables) if (!seen.has(table)) seen.set(table, await glanceAtOther(table));
  const glances = tables.flatMap((table) => seen.get(table) ?? []);
  if (chosen === null || list === null) throw noHeader(glances, source);
  return { ...list, source, sheet: chosen.table.sheet, leftOut: leftOut(glances, chosen.table) };
}

/**
 * The companies of a workbook (.xlsx, or CSV in UTF-8, UTF-16 or Windows-1252). They are taken from the first visible sheet that has a
 * header, in any row near its top: a column of CNPJ or CPF, with `Nome Tratado` or a name (and a code), as offices write them. Other
 * sheets that hold anything are named, never mixed in. Rows that cannot be used are listed with their number and reason.
 * @param source path or address, for messages; its query string is left out.
 * @throws COMPANIES_EMPTY, COMPANIES_ENCRYPTED, COMPANIES_OLD_XLS, COMPANIES_HTML (a web page), COMPANIES_CORRUPT,
 * COMPANIES_TOO_LONG, COMPANIES_NO_HEADER, CANCELLED.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  source: string,
  { signal }: ReadOptions = {},
): Promise<CompanyList> {
  const shown = shownSource(source);
  try {
    return await untrustedInTime(
      () => readTables(bytes, shown, signal),
      signal,
      (cause) => {
        throw corrupt(shown, companiesMessages.noSpreadsheet, cause);
      },
    );
  } catch (error) {
    throw asCompaniesError(error, shown);
  }
}
