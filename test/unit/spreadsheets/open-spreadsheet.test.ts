import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  openSpreadsheet,
  PEOPLE_LIMITS,
  type CellValue,
  type OpenOptions,
  type Spreadsheet,
} from '../../../src/engine/spreadsheets';
import { rawRows, rawWorkbook, type RawCell, type RawOptions, type RawSheet } from '../../support/raw-workbook';

const sheetOf = (rows: RawSheet['rows'], more: Partial<RawSheet> = {}): RawSheet => ({ name: 'Plan1', rows, ...more });

async function allRows(book: Spreadsheet, at = 0): Promise<[number, Record<number, CellValue>][]> {
  const rows: [number, Record<number, CellValue>][] = [];
  for await (const batch of book.rows(book.sheets[at]!))
    for (const { number, cells } of batch) rows.push([number, Object.fromEntries(cells)]);
  return rows;
}

async function read(rows: RawSheet['rows'], options: RawOptions = {}): Promise<[number, Record<number, CellValue>][]> {
  return allRows(await openSpreadsheet(rawWorkbook([sheetOf(rows)], options)));
}

/** What reading ends with, from opening to the last row of all sheets. */
async function codeOf(bytes: Uint8Array, options: OpenOptions = {}): Promise<unknown> {
  try {
    const book = await openSpreadsheet(bytes, options);
    for (const at of book.sheets.keys()) await allRows(book, at);
    return null;
  } catch (error) {
    return error;
  }
}

const TABLE = rawRows([
  ['CNPJ', { text: 'Nome & "Cia" <x>', as: 'shared' }],
  [{ number: 11222333000181 }, { text: 'Padaria São João', as: 'rich' }],
  [],
  [
    { text: 'ABC', as: 'inline-rich' },
    { formula: '1+1', result: 2 },
  ],
]);
const EXPECTED = [
  [1, { 0: 'CNPJ', 1: 'Nome & "Cia" <x>' }],
  [2, { 0: 11222333000181, 1: 'Padaria São João' }],
  [4, { 0: 'ABC', 1: 2 }],
];

describe('the rows of a workbook', () => {
  it.each<[string, RawOptions]>([
    ['as Excel writes them', {}],
    ['with a prefix', { prefix: 'x' }],
    ['with another prefix', { prefix: 'ns0' }],
    ['with targets from the root', { absoluteTargets: true }],
    ['in the strict form', { strict: true }],
    ['with a prefix, strict, with absolute targets', { prefix: 'main', strict: true, absoluteTargets: true }],
  ])('are the same %s', async (_, options) => {
    expect(await read(TABLE, options)).toEqual(EXPECTED);
  });

  it('stand in their order where the file does not say where', async () => {
    const rows = rawRows([['a', 'b'], ['c']]);
    expect(await read(rows, { withoutPlaces: true })).toEqual([
      [1, { 0: 'a', 1: 'b' }],
      [2, { 0: 'c' }],
    ]);
  });

  it.each<[string, RawCell, CellValue | undefined]>([
    ['a number', { number: 12.5 }, 12.5],
    ['a number in scientific notation', { number: '1.1222333000181E+13' }, 11222333000181],
    ['a truth value', { xml: '<v>1</v>' }, 1],
    ['text with an escaped character', { text: 'a_x000D_b_x005F_c' }, 'a\rb_c'],
    ['a text formula', { formula: 'A1', result: 'x' }, 'x'],
    ['a formula whose result is no text at all', { formula: 'A1', result: '' }, undefined],
    ['an error value', { error: '#N/A' }, { fault: 'error', text: '#N/A' }],
    ['a formula with an error', { error: '#REF!', formula: 'A1' }, { fault: 'error', text: '#REF!' }],
    ['an error pasted as text', { text: ' #N/D ' }, { fault: 'error', text: '#N/D' }],
    ['a formula that nobody has calculated', { formula: 'A1' }, { fault: 'not-calculated', text: '' }],
    ['the same of a text', { formula: 'A1', type: 'str' }, { fault: 'not-calculated', text: '' }],
    ['the same as openpyxl writes it', { formula: 'A1', result: '', type: 'n' }, { fault: 'not-calculated', text: '' }],
    ['a shared string that is not there', { xml: '<v>7</v>' }, 7],
    ['text beyond what a cell may hold', { text: 'x'.repeat(40_000) }, { fault: 'too-long', text: 'x'.repeat(60) }],
  ])('hold %s', async (_, cell, value) => {
    const [[, cells] = [0, {}]] = await read(rawRows([[cell, 'end']]));
    expect(cells[0]).toEqual(value);
  });

  it('name a shared string that is not there', async () => {
    const bytes = rawWorkbook([sheetOf(rawRows([[{ text: 'a', as: 'shared' }]]))], {
      parts: { 'xl/sharedStrings.xml': new TextEncoder().encode('<sst></sst>') },
    });
    expect(await allRows(await openSpreadsheet(bytes))).toEqual([[1, { 0: { fault: 'unreadable', text: '0' } }]]);
  });

  it('come from every sheet, which says whether it is hidden', async () => {
    const sheets: RawSheet[] = [
      sheetOf(rawRows([['a']]), { name: 'Uma & outra' }),
      sheetOf(rawRows([['b']]), { name: 'Oculta', state: 'hidden' }),
      sheetOf(rawRows([['c']]), { name: 'Muito oculta', state: 'veryHidden' }),
    ];
    const book = await openSpreadsheet(rawWorkbook(sheets));
    expect(book.sheets).toEqual([
      { name: 'Uma & outra', hidden: false },
      { name: 'Oculta', hidden: true },
      { name: 'Muito oculta', hidden: true },
    ]);
    expect(await allRows(book, 2)).toEqual([[1, { 0: 'c' }]]);
  });

  it('are read in UTF-16 and whatever the case of the names of the parts', async () => {
    const sheet = '<worksheet><sheetData><row><c t="inlineStr"><is><t>Ação</t></is></c></row></sheetData></worksheet>';
    const parts = { 'xl/worksheets/sheet1.xml': Buffer.from(`\uFEFF${sheet}`, 'utf16le') };
    const bytes = rawWorkbook([sheetOf(new Map())], { parts });
    expect(await allRows(await openSpreadsheet(bytes))).toEqual([[1, { 0: 'Ação' }]]);
  });

  it('say from when dates count', async () => {
    const bytes = (date1904: boolean): Uint8Array => rawWorkbook([sheetOf(TABLE)], { date1904 });
    expect((await openSpreadsheet(bytes(true))).from1904).toBe(true);
    expect((await openSpreadsheet(bytes(false))).from1904).toBe(false);
  });
});

describe('the work of reading', () => {
  it('does not grow with where cells stand, nor with what holds no rows', async () => {
    const near = await openSpreadsheet(rawWorkbook([sheetOf(rawRows([['a'], ['b']]))]));
    await allRows(near);
    const far: RawSheet = sheetOf(
      new Map([
        [1, new Map([[16_383, { text: 'a' }]])],
        [1_048_576, new Map([[16_383, { text: 'b' }]])],
      ]),
      {
        after:
          '<dataValidations count="1"><dataValidation type="list" sqref="A1:XFD1048576"><formula1>"Sim"</formula1></dataValidation></dataValidations>',
      },
    );
    const book = await openSpreadsheet(rawWorkbook([far]));
    expect(await allRows(book)).toEqual([
      [1, { 16383: 'a' }],
      [1_048_576, { 16383: 'b' }],
    ]);
    expect(book.work).toMatchObject({ rows: near.work.rows, cells: near.work.cells });
  });

  it('ends at the limits, whatever the directory of the file declares', async () => {
    const bomb = rawWorkbook([sheetOf(TABLE)], { parts: { 'xl/worksheets/sheet1.xml': new Uint8Array(9_000_000) } });
    const limits = { ...PEOPLE_LIMITS, inflatedBytes: 1_000_000 };
    expect(await codeOf(bomb, { limits })).toMatchObject({ code: expect.stringMatching(/^SPREADSHEET_/) as string });
    const wide = rawWorkbook([sheetOf(TABLE, { after: ' '.repeat(2_000_000) })]);
    expect(await codeOf(wide, { limits })).toMatchObject({ code: 'SPREADSHEET_TOO_LARGE' });
    expect(await codeOf(rawWorkbook([sheetOf(TABLE)]), { limits: { ...limits, rows: 2 } })).toMatchObject({
      code: 'SPREADSHEET_TOO_LARGE',
    });
    expect(await codeOf(rawWorkbook([sheetOf(TABLE)]), { limits: { ...limits, cells: 5 } })).toMatchObject({
      code: 'SPREADSHEET_TOO_LARGE',
    });
    expect(await codeOf(rawWorkbook([sheetOf(TABLE)]), { limits: { ...limits, strings: 1 } })).toMatchObject({
      code: 'SPREADSHEET_TOO_LARGE',
    });
  });

  it('is left when somebody has seen enough', async () => {
    const rows = rawRows(Array.from({ length: 60_000 }, (_, index) => [`linha ${String(index)}`, index]));
    const book = await openSpreadsheet(rawWorkbook([sheetOf(rows)]));
    for await (const _ of book.rows(book.sheets[0]!)) break;
    expect(book.work.rows).toBeGreaterThan(0);
    expect(book.work.rows).toBeLessThan(30_000);
  });

  it('ends when it is cancelled', async () => {
    const rows = rawRows(Array.from({ length: 60_000 }, (_, index) => [`linha ${String(index)}`, index]));
    const abort = new AbortController();
    const book = await openSpreadsheet(rawWorkbook([sheetOf(rows)]), { signal: abort.signal });
    const reading = (async () => {
      for await (const _ of book.rows(book.sheets[0]!)) abort.abort();
    })();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(book.work.rows).toBeLessThan(30_000);
    expect(await codeOf(rawWorkbook([sheetOf(TABLE)]), { signal: AbortSignal.abort() })).toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('what cannot be read is named', () => {
  const whole = rawWorkbook([sheetOf(TABLE)]);
  const text = (xml: string): Uint8Array => new TextEncoder().encode(xml);
  const with1 = (xml: string): Uint8Array =>
    rawWorkbook([sheetOf(TABLE)], { parts: { 'xl/worksheets/sheet1.xml': text(xml) } });

  it.each<[string, Uint8Array, RegExp]>([
    ['no zip', text('PK\u0003\u0004'), /danificado/],
    ['a zip that breaks off', whole.slice(0, whole.length - 40), /danificado/],
    ['a zip of something else', zipSync({ 'a.txt': text('a') }), /não há abas/],
    ['a binary workbook', zipSync({ 'xl/workbook.bin': text('a') }), /\.xlsb/],
    ['a workbook of LibreOffice', zipSync({ mimetype: text('a'), 'content.xml': text('<a/>') }), /\.ods/],
    ['a document', zipSync({ 'word/document.xml': text('<a/>') }), /Word/],
    ['XML that breaks off', with1('<worksheet><sheetData><row r="1"><c'), /XML inválido/],
    ['a DTD', with1('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'), /DTD/],
    ['bytes that are no text', with1('<worksheet>\u0000</worksheet>'), /XML inválido/],
    [
      'a cell beyond the last column',
      with1('<worksheet><sheetData><row><c r="XFE1"/></row></sheetData></worksheet>'),
      /última coluna/,
    ],
  ])('%s', async (_, bytes, reason) => {
    const error = await codeOf(bytes);
    expect(error).toMatchObject({ code: 'SPREADSHEET_BROKEN', message: expect.stringMatching(reason) as string });
  });

  it('a byte that has changed on its way', async () => {
    const stored = zipSync(
      Object.fromEntries(
        Object.entries({
          '_rels/.rels': '<Relationships/>',
          'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>',
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="rId1" Type="a/worksheet" Target="worksheets/a.xml"/></Relationships>',
          'xl/worksheets/a.xml':
            '<worksheet><sheetData><row><c><v>11222333000181</v></c></row></sheetData></worksheet>',
        }).map(([name, xml]) => [name, text(xml)]),
      ),
      { level: 0 },
    );
    expect(await codeOf(stored)).toBeNull();
    const at = Buffer.from(stored).indexOf('11222333000181');
    stored[at] = '2'.charCodeAt(0);
    expect(await codeOf(stored)).toMatchObject({ code: 'SPREADSHEET_BROKEN' });
  });

  it('a sheet that is listed and not there', async () => {
    const parts = { 'xl/_rels/workbook.xml.rels': text('<Relationships/>') };
    expect(await codeOf(rawWorkbook([sheetOf(TABLE)], { parts }))).toMatchObject({
      code: 'SPREADSHEET_BROKEN',
      message: expect.stringContaining('Plan1') as string,
    });
  });
});
