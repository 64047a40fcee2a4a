import { broken, type Budget } from './limits';
import { cellValue } from './cell';
import type { Attributes, ElementHandler } from './read-xml';
import { TextCollector } from './strings';
import type { CellValue, SheetRow } from './types';
import { spreadsheetsMessages } from '../../shared/messages/pt-BR/spreadsheets';

/** XFD, the last column that the format has. */
const LAST_COLUMN = 16_383;
const [ROW, CELL, FIELD] = [2, 3, 4];

/** The column of `BC12`, from 0; null for what is no reference. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]{1,3}(?=\d)/i.exec(reference ?? '')?.[0].toUpperCase();
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/**
 * Puts the rows of a worksheet's `sheetData` together; nothing else of the sheet (validations, tables, comments, styles) is looked at.
 * Elements are known by where they stand, so that a prefix makes no difference. A cell costs the same wherever it stands.
 */
export class RowBuilder implements ElementHandler {
  #rows: SheetRow[] = [];
  #inData = false;
  #number = 0;
  #hidden = false;
  #cells = new Map<number, CellValue>();
  #column = -1;
  #type = '';
  #formula = false;
  #value: string | null = null;
  #inline: string | null = null;
  #field = '';
  readonly #collector = new TextCollector();

  constructor(
    private readonly strings: readonly string[],
    private readonly budget: Budget,
  ) {}

  /** The rows that are complete and were not taken yet. */
  take(): readonly SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attributes: Attributes, depth: number): void {
    if (depth === 1) this.#inData = name === 'sheetData';
    else if (!this.#inData) return;
    else if (depth === ROW && name === 'row') this.#openRow(attributes);
    else if (depth === CELL && name === 'c') this.#openCell(attributes);
    else if (depth === FIELD) this.#openField(name);
    else if (depth > FIELD && this.#field === 'is') this.#collector.open(name, depth - FIELD);
  }

  close(name: string, depth: number): void {
    if (!this.#inData) return;
    this.#collector.close();
    if (depth === FIELD) this.#closeField();
    else if (depth === CELL && name === 'c') this.#closeCell();
    else if (depth === ROW && name === 'row') this.#closeRow();
  }

  text(text: string): void {
    if (this.#field === 'v') this.#value = (this.#value ?? '') + text;
    else if (this.#field === 'is') this.#collector.text(text);
  }

  #openRow({ r, hidden }: Attributes): void {
    this.budget.spend('rows');
    this.#number = r !== undefined && /^[1-9]\d{0,6}$/.test(r) ? Number(r) : this.#number + 1;
    this.#cells = new Map();
    this.#hidden = /^(?:1|true|on)$/.test(hidden ?? '');
    this.#column = -1;
  }

  #openCell({ r, t }: Attributes): void {
    this.budget.spend('cells');
    this.#column = columnOf(r) ?? this.#column + 1;
    if (this.#column > LAST_COLUMN) throw broken(spreadsheetsMessages.pastLastColumn(this.#number));
    this.#type = t ?? 'n';
    this.#formula = false;
    this.#value = null;
    this.#inline = null;
  }

  #openField(name: string): void {
    this.#field = name;
    if (name === 'v') this.#value ??= '';
    else if (name === 'f') this.#formula = true;
  }

  #closeField(): void {
    if (this.#field === 'is') this.#inline = this.#collector.take();
    this.#field = '';
  }

  #closeCell(): void {
    const raw = { type: this.#type, hasFormula: this.#formula, value: this.#value, inline: this.#inline };
    const value = cellValue(raw, this.strings);
    if (value !== '') this.#cells.set(this.#column, value);
  }

  #closeRow(): void {
    if (this.#cells.size === 0) return;
    this.#rows.push({ number: this.#number, cells: this.#cells, ...(this.#hidden && { hidden: true }) });
  }
}
