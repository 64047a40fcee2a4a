import { once, type EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { breathe } from '../base';
import { printable, type Cell } from './cells';

/** How the numbers of a column are shown. Texts are texts in every column. `cents` are cents, shown as a sum of money. */
export type ColumnKind = 'text' | 'whole' | 'cents';

export interface Column {
  readonly title: string;
  /** In characters; default 16. */
  readonly width?: number;
  /** Default `text`. */
  readonly kind?: ColumnKind;
}

export interface Sheet {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** Rows of a sheet, titles included; what is more goes on in a further sheet. */
export const MAX_SHEET_ROWS = 1_048_576;
const MAX_CELL = 32_767;
const MAX_SHEET_NAME = 31;
const DEFAULT_WIDTH = 16;
/** Rows between two looks at what has not been compressed yet. */
const LOOK_EVERY = 500;

const TEXT: Partial<ExcelJS.Style> = { numFmt: '@', alignment: { vertical: 'top' } };
const NUMBERS: Readonly<Record<ColumnKind, Partial<ExcelJS.Style>>> = {
  text: { numFmt: '#,##0', alignment: { vertical: 'top', horizontal: 'left' } },
  whole: { numFmt: '#,##0', alignment: { vertical: 'top' } },
  cents: { numFmt: '#,##0.00', alignment: { vertical: 'top' } },
};
const TITLE: Partial<ExcelJS.Style> = {
  numFmt: '@',
  font: { bold: true },
  alignment: { vertical: 'middle', wrapText: true },
  fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE8EDF2' } },
  border: { bottom: { style: 'thin', color: { argb: 'FF8A97A6' } } },
};

/** A name that a workbook takes for a sheet and that none of `taken` (in lower case) is; it is added to them. */
export function sheetName(text: string, taken: Set<string> = new Set<string>()): string {
  const clean = printable(text)
    .replace(/[[\]:*?/\\\r\n\t]/gu, '_')
    .replace(/^[\s']+|[\s']+$/gu, '');
  const wanted = clean === '' || /^(?:history|histórico)$/iu.test(clean) ? `${clean}_` : clean;
  for (let n = 1; ; n += 1) {
    const suffix = n === 1 ? '' : ` (${String(n)})`;
    const name = cut(wanted, MAX_SHEET_NAME - suffix.length).replace(/[\s']+$/u, '') + suffix;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}

/** At most `limit` UTF-16 units, and no half of a pair. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = /[\uD800-\uDBFF]/.test(text.charAt(limit - 1)) ? limit - 1 : limit;
  return text.slice(0, end);
}

/** Workbooks read `_x0041_` as "A": such a text is written so that it is read as it stands. */
function workbookText(text: string): string {
  const escaped = printable(text)
    .replace(/\r\n?/g, '\n')
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_');
  return escaped.length <= MAX_CELL ? escaped : `${cut(escaped, MAX_CELL - 1)}…`;
}

function setCell(cell: ExcelJS.Cell, value: Cell, kind: ColumnKind): void {
  if (value === null) return;
  if (typeof value === 'string') {
    cell.value = workbookText(value);
    cell.style = TEXT;
  } else if (Number.isFinite(value)) {
    cell.value = kind === 'cents' ? value / 100 : value;
    cell.style = NUMBERS[kind];
  }
}

/** One sheet under way. */
class SheetWriter {
  readonly #sheet: ExcelJS.Worksheet;
  #rows = 0;

  constructor(
    workbook: ExcelJS.stream.xlsx.WorkbookWriter,
    name: string,
    private readonly columns: readonly Column[],
  ) {
    this.#sheet = workbook.addWorksheet(name, {
      views: [{ state: 'frozen', ySplit: 1 }],
      pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    });
    this.#sheet.columns = columns.map(({ width = DEFAULT_WIDTH }) => ({ width }));
    this.add(
      columns.map(({ title }) => title),
      TITLE,
    );
  }

  get full(): boolean {
    return this.#rows >= MAX_SHEET_ROWS;
  }

  add(values: readonly Cell[], style?: Partial<ExcelJS.Style>): void {
    this.#rows += 1;
    const row = this.#sheet.getRow(this.#rows);
    values.forEach((value, index) => {
      const cell = row.getCell(index + 1);
      setCell(cell, value, this.columns[index]?.kind ?? 'text');
      if (style !== undefined) cell.style = style;
    });
    row.commit();
  }

  /** Whether more than a little waits for the compressor. */
  get backlog(): EventEmitter | undefined {
    return backlogOf(this.#sheet);
  }

  end(): void {
    const last = Math.max(1, this.columns.length);
    this.#sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: this.#rows, column: last } };
    this.#sheet.commit();
  }
}

/** A stream of the compressor's own making, older than Node's present ones: it tells of its backlog here alone. */
interface OldStream extends EventEmitter {
  readonly _writableState?: { readonly needDrain?: boolean };
}

/**
 * exceljs writes to its compressor without looking back, so what the compressor has not taken yet grows in memory. Its pipes are no part
 * of its types; without them nothing is waited for, and a test of this file would tell.
 */
function backlogOf(sheet: ExcelJS.Worksheet): EventEmitter | undefined {
  const { stream } = sheet as ExcelJS.Worksheet & { readonly stream?: { readonly pipes?: readonly OldStream[] } };
  return stream?.pipes?.find(({ _writableState }) => _writableState?.needDrain === true);
}

/**
 * Writes a workbook row by row, in memory that does not grow with the rows: texts as texts and never formulas, numbers as numbers, a title
 * row that stays in sight and filters. Ends `output`.
 * @throws the output's error, or the signal's reason
 */
export async function writeWorkbook(output: Writable, sheets: Iterable<Sheet>, signal?: AbortSignal): Promise<void> {
  const broken = new Promise<never>((_, reject) => output.once('error', reject));
  // whoever waits below is told; before that nobody is, and the process must not end of it
  broken.catch(() => undefined);
  // by who writes one alone: every start of the program would parse a megabyte for it
  const { default: WorkbookWriter } = await import('exceljs/lib/stream/xlsx/workbook-writer.js');
  const workbook = new WorkbookWriter({
    stream: output,
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 6 } },
  });
  workbook.creator = 'Malote';
  const taken = new Set<string>();
  for (const sheet of sheets) await Promise.race([writeSheet(workbook, sheet, taken, signal), broken]);
  await Promise.race([workbook.commit(), broken]);
}

async function writeSheet(
  workbook: ExcelJS.stream.xlsx.WorkbookWriter,
  { name, columns, rows }: Sheet,
  taken: Set<string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  let writer = new SheetWriter(workbook, sheetName(name, taken), columns);
  let written = 0;
  for await (const row of rows) {
    if (writer.full) {
      writer.end();
      writer = new SheetWriter(workbook, sheetName(name, taken), columns);
    }
    writer.add(row);
    written += 1;
    if (written % LOOK_EVERY === 0) await lookUp(writer.backlog, signal);
  }
  writer.end();
}

/** Lets the disk take what is written, or others their turn. @throws the signal's reason */
async function lookUp(backlog: EventEmitter | undefined, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (backlog === undefined) await breathe();
  else await once(backlog, 'drain', signal === undefined ? {} : { signal });
}
