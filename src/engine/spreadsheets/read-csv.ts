import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { isMaloteError, MaloteError } from '../../shared/errors';
import { decodeText } from '../base';
import { textCell } from './cell';
import { broken, Budget, type SheetLimits } from './limits';
import type { CellValue, SheetRow } from './types';
import { spreadsheetsMessages } from '../../shared/messages/pt-BR/spreadsheets';

export interface CsvOptions {
  readonly signal?: AbortSignal | undefined;
  readonly limits?: Pick<SheetLimits, 'rows' | 'cells'>;
}

const CSV_LIMITS = { inflatedBytes: Number.MAX_SAFE_INTEGER, strings: 0, rows: 150_000, cells: 2_000_000 };
const LONGEST_LINE = 256 * 1024;
const HEAD = 64 * 1024;
const PIECE = 64 * 1024;
const BATCH = 500;
const LINE_END = 0x0a;

/** The separator that a first line `sep=;` names, or the one that occurs most in the first lines. */
function separatorOf(text: string): string {
  const head = text.slice(0, HEAD);
  const named = /^sep=(.)\r?\n/i.exec(head)?.[1];
  if (named !== undefined) return named;
  const lines = head.split('\n', 20).join('\n');
  const count = (separator: string): number => lines.split(separator).length;
  return [';', '\t', ','].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** A line that never ends is no line of a list: it is refused before its separators are looked at. @throws SPREADSHEET_BROKEN */
function refuseEndless(bytes: Buffer): void {
  for (let from = 0, line = 1; from < bytes.length; line += 1) {
    const end = bytes.indexOf(LINE_END, from);
    const length = (end < 0 ? bytes.length : end) - from;
    if (length > LONGEST_LINE) throw broken(spreadsheetsMessages.endlessLine(line));
    if (end < 0) return;
    from = end + 1;
  }
}

function* pieces(bytes: Buffer, signal: AbortSignal | undefined): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (signal?.aborted === true) throw new MaloteError('CANCELLED');
    yield bytes.subarray(at, at + PIECE);
  }
}

/** `="0123"` is how programs keep Excel from making a number of a text; an apostrophe is how people do. */
function plainText(cell: string): string {
  const quoted = /^\s*="([^"]*)"\s*$/.exec(cell);
  return quoted?.[1] ?? cell.replace(/^'(?=\d)/, '');
}

function rowOf(cells: readonly string[], number: number): SheetRow {
  const filled = new Map<number, CellValue>();
  cells.forEach((cell, column) => {
    if (cell !== '') filled.set(column, textCell(plainText(cell)));
  });
  return { number, cells: filled };
}

function asBroken(error: unknown): MaloteError {
  if (isMaloteError(error)) return error;
  const code = error instanceof CsvError ? error.code : '';
  const line = error instanceof Error ? (/\bline (\d+)/i.exec(error.message)?.[1] ?? '') : '';
  if (code === 'CSV_QUOTE_NOT_CLOSED') return broken(spreadsheetsMessages.quotesNotClosed(line), error);
  if (code === 'CSV_MAX_RECORD_SIZE') return broken(spreadsheetsMessages.endlessRecord(line), error);
  return broken(spreadsheetsMessages.noCsv, error);
}

/**
 * A CSV in UTF-8, UTF-16 or windows-1252, separated by `;`, tab or comma, with or without quotes: rows of texts, some at a time.
 * @throws SPREADSHEET_BROKEN for quotes that nobody closes and for lines without end, SPREADSHEET_TOO_LARGE, CANCELLED
 */
export async function* readCsv(bytes: Uint8Array, options: CsvOptions = {}): AsyncGenerator<readonly SheetRow[]> {
  const budget = new Budget({ ...CSV_LIMITS, ...options.limits });
  const text = decodeText(bytes);
  const encoded = Buffer.from(text, 'utf8');
  refuseEndless(encoded);
  const parser = parse({
    delimiter: separatorOf(text),
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_LINE,
  });
  const source = Readable.from(pieces(encoded, options.signal));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let number = 0;
  let batch: SheetRow[] = [];
  try {
    for await (const record of parser) {
      const cells = record as readonly string[];
      number += 1;
      budget.spend('rows');
      budget.spend('cells', cells.length);
      const row = rowOf(cells, number);
      if (row.cells.size > 0) batch.push(row);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (error) {
    throw asBroken(error);
  } finally {
    source.destroy();
  }
  yield batch;
}
