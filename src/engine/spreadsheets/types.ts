/** A cell that says nothing that could be used; whoever needs it names its row. */
export interface FaultyCell {
  /**
   * `error`: a formula or a person wrote an error value; `not-calculated`: a formula that no program has calculated yet;
   * `too-long`: more text than a cell may hold; `unreadable`: it refers to what is not there; `several-lines`: quotes without a pair have
   * swallowed the lines that follow.
   */
  readonly fault: 'error' | 'not-calculated' | 'too-long' | 'unreadable' | 'several-lines';
  /** What stood there, shortened. */
  readonly text: string;
}

/** Formulas by their result, rich text by its text, dates by their serial number (ISO text where the file has that). */
export type CellValue = string | number | FaultyCell;

export interface SheetRow {
  /** As the spreadsheet program shows it, from 1. */
  readonly number: number;
  /** By column from 0; a cell that is not there is empty. */
  readonly cells: ReadonlyMap<number, CellValue>;
  /** A person, or a filter, has hidden it; left out of those that are shown. */
  readonly hidden?: true;
}

export interface SheetInfo {
  readonly name: string;
  /** Hidden by whoever made the workbook, in either way that Excel knows. */
  readonly hidden: boolean;
}

/** What has been done so far, counted: the measure that the limits hold. */
export interface Work {
  /** Of all parts that were opened. */
  readonly inflatedBytes: number;
  readonly rows: number;
  readonly cells: number;
  readonly strings: number;
}

/** A workbook that was opened: its sheets are known, none of their rows has been read yet. */
export interface Spreadsheet {
  /** In the workbook's order; charts are none. */
  readonly sheets: readonly SheetInfo[];
  /** Whether its dates count from 1904 instead of 1900. */
  readonly from1904: boolean;
  readonly work: Work;
  /**
   * The rows of a sheet that hold anything, some at a time; whoever has seen enough just stops.
   * @throws SPREADSHEET_BROKEN, SPREADSHEET_TOO_LARGE, CANCELLED
   */
  rows(sheet: SheetInfo): AsyncGenerator<readonly SheetRow[]>;
}

export function isFaulty(value: CellValue | undefined): value is FaultyCell {
  return typeof value === 'object';
}
