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

/** A sheet that holds something and was not used. */
export interface LeftOutSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Whether it has the columns of a list of companies: clients may be missing because of it. */
  readonly isList: boolean;
}

/** A number of a few digits that is a tax id only with the zeros that a spreadsheet takes away: its check digits agree, and a person must know. */
export interface PaddedCell {
  readonly row: number;
  readonly written: string;
  readonly taxId: TaxId;
}

export interface CompanyList {
  readonly companies: readonly Company[];
  readonly badRows: readonly BadCompanyRow[];
  /** Among the companies. */
  readonly padded: readonly PaddedCell[];
  /** How many of the companies stand in rows that are hidden; left out where there are none. */
  readonly hiddenRows?: number;
  /** File or address it came from (an address without its query string). */
  readonly source: string;
  /** The sheet that the companies were taken from; null for a CSV. */
  readonly sheet: string | null;
  readonly leftOut: readonly LeftOutSheet[];
}
