import ExcelJS from 'exceljs';
import { cnpjCheckDigits } from '../../src/engine/domain';
import { rawWorkbook, type RawCell, type RawOptions, type RawSheet } from './raw-workbook';
import { seededRandom } from './seeded-random';

/** A sheet that was made up, with what is true of it. */
export interface MadeSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Whether it has a header that names a CNPJ and a name. */
  readonly isList: boolean;
  readonly blank: boolean;
  /** Numbers of the rows below the header that hold anything, with the CNPJ of those that are companies, else null. */
  readonly truth: ReadonlyMap<number, string | null>;
}

export interface MadeWorkbook {
  readonly bytes: Uint8Array;
  readonly sheets: readonly MadeSheet[];
}

type Maker = 'hand' | 'exceljs';

interface Draft extends MadeSheet {
  readonly state: 'visible' | 'hidden' | 'veryHidden';
  readonly rows: Map<number, Map<number, RawCell>>;
}

const TAX_ID_TITLES = [
  'CNPJ',
  'CnpjCpf',
  'CNPJ da Empresa',
  'Nº CNPJ',
  'CPF/CNPJ',
  'c.n.p.j.',
  'CNPJ Matriz',
  ' Número  do CNPJ ',
];
const NAME_TITLES = [
  'Nome Tratado',
  'Nome',
  'Razão Social',
  'NOME FANTASIA',
  'Empresa',
  'Nome da Empresa',
  'razao social',
];
const OTHER_TITLES = [
  'Telefone',
  'Cidade',
  'Regime',
  'Inscrição Estadual',
  'Observações',
  'CPF do Sócio',
  'Honorários',
];
const NOTES = ['ok', 'ligar', 'R$ 1.200,00', '=x', '<b>&', 'ação – “aspas”', 'várias\nlinhas'];

class Dice {
  readonly #random: () => number;
  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }
  chance(part: number): boolean {
    return this.#random() < part;
  }
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

/** Numbers of companies that no other sheet or row of any workbook has. */
function cnpjOf(number: number): string {
  const first = String(10_000_000 + number).padStart(8, '0') + '0001';
  return first + cnpjCheckDigits(first);
}

function textCell(dice: Dice, text: string): RawCell {
  if (dice.chance(0.15)) return { formula: 'CONCATENATE(A1)', result: text };
  return { text, as: dice.of(['inline', 'shared', 'rich', 'inline-rich'] as const) };
}

function punctuated(cnpj: string): string {
  return cnpj.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
}

function taxIdCell(dice: Dice, cnpj: string): RawCell {
  if (dice.chance(0.3)) return { number: Number(cnpj) };
  if (dice.chance(0.1)) return { formula: 'VALUE(D1)', result: Number(cnpj) };
  return textCell(dice, dice.chance(0.5) ? cnpj : punctuated(cnpj));
}

/** Cells with which a row is no company, wherever the header has put its columns. */
function spoiled(dice: Dice): RawCell | null {
  return dice.of<RawCell | null>([
    null,
    { error: dice.of(['#N/A', '#REF!', '#VALUE!']), formula: 'VLOOKUP(1,A1:B2,2,0)' },
    { error: '#N/A' },
    { text: '#N/D' },
    { formula: 'A1' },
    { formula: 'A1', type: 'str' },
  ]);
}

function draftSheet(dice: Dice, name: string, serial: { next: number }, maker: Maker): Draft {
  const rows: Draft['rows'] = new Map();
  const truth = new Map<number, string | null>();
  const state = dice.chance(0.25) ? dice.of(['hidden', 'veryHidden'] as const) : 'visible';
  const kind = dice.of(['list', 'list', 'list', 'notes', 'blank'] as const);
  const put = (row: number, column: number, cell: RawCell | null): void => {
    if (cell === null) return;
    const cells = rows.get(row) ?? new Map<number, RawCell>();
    rows.set(
      row,
      new Map(
        [...cells, [column, cell]].sort(([one], [other]) => (one as number) - (other as number)) as [number, RawCell][],
      ),
    );
  };
  if (kind === 'notes')
    for (let row = 1; row <= 1 + dice.below(80); row += 1) put(row, dice.below(4), textCell(dice, dice.of(NOTES)));
  if (kind !== 'list')
    return { name, state, hidden: state !== 'visible', isList: false, blank: rows.size === 0, truth, rows };

  const wide = dice.chance(0.1) && maker === 'hand';
  const columns = wide ? [2, 900, 16_383] : [0, 1, 2, 3, 4].sort(() => dice.below(3) - 1);
  const [taxId = 0, named = 1, ...others] = columns;
  let row = 1 + dice.below(5);
  for (let title = 1; title < row; title += 1)
    if (dice.chance(0.5)) put(title, 0, textCell(dice, 'Relação de clientes'));
  put(row, taxId, textCell(dice, dice.of(TAX_ID_TITLES)));
  put(row, named, textCell(dice, dice.of(NAME_TITLES)));
  for (const column of others) put(row, column, textCell(dice, dice.of(OTHER_TITLES)));

  for (let left = dice.below(maker === 'hand' ? 120 : 25); left > 0; left -= 1) {
    row += dice.chance(0.1) ? 1 + dice.below(1_000) : 1;
    const number = serial.next++;
    const cnpj = cnpjOf(number);
    const bad = dice.chance(0.2);
    const [spoilsTaxId, note] = [dice.chance(0.5), others[dice.below(others.length)]];
    put(row, taxId, bad && spoilsTaxId ? spoiled(dice) : taxIdCell(dice, cnpj));
    put(
      row,
      named,
      bad && !spoilsTaxId
        ? spoiled(dice)
        : textCell(dice, `${String(number).padStart(4, '0')}_EMPRESA_${String(number)}`),
    );
    // an error in a column that nobody needs spoils nothing
    if (note !== undefined) put(row, note, dice.chance(0.2) ? spoiled(dice) : textCell(dice, dice.of(NOTES)));
    if (rows.has(row)) truth.set(row, bad ? null : cnpj);
  }
  return { name, state, hidden: state !== 'visible', isList: true, blank: false, truth, rows };
}

function byHand(dice: Dice, drafts: readonly Draft[]): Uint8Array {
  const noise = dice.of([
    '',
    '<dataValidations><dataValidation type="list" sqref="A1:XFD1048576"/></dataValidations>',
    '<conditionalFormatting sqref="A1:A1048576"><cfRule type="duplicateValues" priority="1"/></conditionalFormatting>',
    '<extLst><ext uri="{x}"><y:row xmlns:y="y"><y:c/></y:row></ext></extLst>',
  ]);
  const prefix = dice.of(['', 'x', 'ns0', 'ss']);
  const options: RawOptions = {
    ...(prefix === '' ? {} : { prefix }),
    strict: dice.chance(0.2),
    absoluteTargets: dice.chance(0.3),
    date1904: dice.chance(0.1),
  };
  const sheets = drafts.map(({ name, state, rows }): RawSheet => ({
    name,
    rows,
    after: noise,
    ...(state === 'visible' ? {} : { state }),
  }));
  return rawWorkbook(sheets, options);
}

function excelValue(cell: RawCell): ExcelJS.CellValue {
  if ('number' in cell) return Number(cell.number);
  if ('text' in cell) return cell.as === 'rich' ? { richText: [{ font: { bold: true }, text: cell.text }] } : cell.text;
  if ('error' in cell) {
    const error = { error: cell.error as ExcelJS.CellErrorValue['error'] };
    return cell.formula === undefined ? error : { formula: cell.formula, result: error };
  }
  return 'formula' in cell
    ? {
        formula: cell.formula,
        ...(cell.result === undefined ? {} : { result: cell.result }),
      }
    : null;
}

async function byExcelJs(dice: Dice, drafts: readonly Draft[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const { name, state, rows } of drafts) {
    const sheet = workbook.addWorksheet(name, { state });
    for (const [row, cells] of rows)
      for (const [column, cell] of cells) {
        const target = sheet.getCell(row, column + 1);
        target.value = excelValue(cell);
        if (dice.chance(0.1)) target.font = { bold: true, color: { argb: 'FFFF0000' } };
        if (dice.chance(0.05)) target.note = 'comentário';
      }
    if (dice.chance(0.3)) sheet.autoFilter = 'A1:E1';
    if (dice.chance(0.3)) sheet.getColumn(3).numFmt = '00000000000000';
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** A workbook as some office might have it, the same for the same seed, with what is true of it. */
export async function randomOfficeWorkbook(seed: number, maker: Maker): Promise<MadeWorkbook> {
  const dice = new Dice(seed);
  const serial = { next: 1 };
  const names = ['Empresas', 'Inativas', 'Plan3', 'Resumo & "notas"', 'Ações'];
  const drafts = names.slice(0, 1 + dice.below(names.length)).map((name) => draftSheet(dice, name, serial, maker));
  const bytes = maker === 'hand' ? byHand(dice, drafts) : await byExcelJs(dice, drafts);
  return { bytes, sheets: drafts };
}
