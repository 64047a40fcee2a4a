import { MaloteError } from '../../shared/errors';
import type { ErrorCode } from '../../shared/errors';
import { readCsv } from './csv';
import { isBlankRow } from './grid';
import type { Grid } from './grid';
import { findHeader } from './header';
import { readRows } from './rows';
import { sniff } from './sniff';
import type { FileKind } from './sniff';
import { shownSource } from './source';
import type { CompanyList } from './types';
import { MAX_UNPACKED_BYTES, readXlsx, unpackedSize } from './xlsx';

const REFUSED: Readonly<Partial<Record<FileKind, ErrorCode>>> = {
  empty: 'COMPANIES_EMPTY',
  encrypted: 'COMPANIES_ENCRYPTED',
  xls: 'COMPANIES_OLD_XLS',
  html: 'COMPANIES_LOGIN_REQUIRED',
};

function corrupt(source: string, reason: string, cause?: unknown): MaloteError {
  return new MaloteError('COMPANIES_CORRUPT', { source, reason }, { cause });
}

async function readZipped(bytes: Uint8Array, source: string): Promise<Grid[]> {
  try {
    if (unpackedSize(bytes) > MAX_UNPACKED_BYTES) {
      const limitMb = MAX_UNPACKED_BYTES / 1024 / 1024;
      throw new MaloteError('COMPANIES_TOO_BIG', { source, limitMb });
    }
    const grids = await readXlsx(bytes);
    if (grids.length === 0) throw corrupt(source, 'não há abas de planilha .xlsx dentro dele');
    return grids;
  } catch (error) {
    if (error instanceof MaloteError) throw error;
    throw corrupt(source, 'o arquivo está danificado ou incompleto', error);
  }
}

function readGrids(bytes: Uint8Array, source: string): Promise<Grid[]> | Grid[] {
  const kind = sniff(bytes);
  const code = REFUSED[kind];
  if (code !== undefined) throw new MaloteError(code, { source });
  if (kind === 'binary') throw corrupt(source, 'não é um arquivo .xlsx nem .csv');
  return kind === 'xlsx' ? readZipped(bytes, source) : [readCsv(bytes)];
}

/**
 * The companies of a workbook (.xlsx, or CSV in UTF-8 or Windows-1252). The header may stand in any row near the top of any
 * sheet: `CnpjCpf` or `CNPJ`, with `Nome Tratado` or `Nome` (and `Código`), in any case, with or without accents.
 * Rows that cannot be used are listed with their number and reason; the others count.
 * @param source path or address, for messages; its query string is left out.
 * @throws COMPANIES_EMPTY, COMPANIES_ENCRYPTED, COMPANIES_OLD_XLS, COMPANIES_LOGIN_REQUIRED (a web page), COMPANIES_CORRUPT,
 * COMPANIES_TOO_BIG, COMPANIES_NO_HEADER.
 */
export async function readWorkbook(bytes: Uint8Array, source: string): Promise<CompanyList> {
  const shown = shownSource(source);
  const grids = await readGrids(bytes, shown);
  for (const grid of grids) {
    const header = findHeader(grid);
    if (header !== null) return { ...readRows(grid, header), source: shown };
  }
  const isEmpty = grids.every((grid) => grid.every(isBlankRow));
  throw new MaloteError(isEmpty ? 'COMPANIES_EMPTY' : 'COMPANIES_NO_HEADER', { source: shown });
}
