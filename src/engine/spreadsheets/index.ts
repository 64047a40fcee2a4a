/**
 * Tables that people and programs hand in, read: the sheets of an .xlsx row by row, and CSV. Bounded in time and memory whatever the
 * file, interruptible, and blind to everything that holds no rows. Nothing is written here.
 */
export { isFaulty } from './types';
export type { CellValue, FaultyCell, SheetInfo, SheetRow, Spreadsheet, Work } from './types';
export { PEOPLE_LIMITS, REPORT_LIMITS, type SheetLimits } from './limits';
export { openSpreadsheet, type OpenOptions } from './open-spreadsheet';
export { readCsv, type CsvOptions } from './read-csv';
