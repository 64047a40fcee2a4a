import { MaloteError } from '../../shared/errors';
import type { Work } from './types';
import { spreadsheetsMessages } from '../../shared/messages/pt-BR/spreadsheets';

export interface SheetLimits {
  /** Of all parts that are opened, together. */
  readonly inflatedBytes: number;
  /** `row` elements, empty ones too. */
  readonly rows: number;
  /** `c` elements, empty ones too. */
  readonly cells: number;
  readonly strings: number;
}

/** A workbook of people: a list of a thousand companies is a hundredth of this, and all of it is read in less than two seconds. */
export const PEOPLE_LIMITS: SheetLimits = {
  inflatedBytes: 16 * 1024 * 1024,
  rows: 1_048_576,
  cells: 2_000_000,
  strings: 1_000_000,
};

/** A report that a machine wrote: a month of a large company, with a row for each product. */
export const REPORT_LIMITS: SheetLimits = {
  inflatedBytes: 256 * 1024 * 1024,
  rows: 4_000_000,
  cells: 20_000_000,
  strings: 4_000_000,
};

/** Counts the work of reading and ends it at the limit. */
export class Budget implements Work {
  inflatedBytes = 0;
  rows = 0;
  cells = 0;
  strings = 0;

  constructor(private readonly limits: SheetLimits) {}

  /** @throws SPREADSHEET_TOO_LARGE */
  spend(what: keyof Work, amount = 1): void {
    this[what] += amount;
    const limit = this.limits[what];
    if (this[what] > limit)
      throw new MaloteError('SPREADSHEET_TOO_LARGE', { limit: spreadsheetsMessages.tooMuch[what](limit) });
  }
}

export function broken(reason: string, cause?: unknown): MaloteError {
  return new MaloteError('SPREADSHEET_BROKEN', { reason }, { cause });
}
