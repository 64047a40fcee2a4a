import type { TaxId } from '../domain';

/** One client company of the office, as its workbook names it. */
export interface Company {
  readonly taxId: TaxId;
  /** `0001_NOME_TRATADO`: code and name, sanitised; the name of its folder on disk. */
  readonly folder: string;
  readonly code: string | null;
  readonly name: string;
}

export interface BadCompanyRow {
  /** Row number as the spreadsheet program shows it (the header is 1). */
  readonly row: number;
  /** Why it could not be used, in Portuguese. */
  readonly reason: string;
  /** What the row held, for the person who mends the workbook. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface CompanyList {
  readonly companies: readonly Company[];
  readonly badRows: readonly BadCompanyRow[];
  /** File or address it came from (an address without its query string). */
  readonly source: string;
}
