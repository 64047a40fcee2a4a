import { randomBytes } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { printable, sheetName, writeWorkbook, type Sheet } from '../../../src/engine/reports';
import { nastyText } from './nasty';

async function workbookOf(sheets: readonly Sheet[]): Promise<Buffer> {
  const output = new PassThrough();
  const [bytes] = await Promise.all([buffer(output), writeWorkbook(output, sheets)]);
  return bytes;
}

/** The XML of every sheet, in their order. */
function sheetsXml(bytes: Uint8Array): string[] {
  const files = unzipSync(bytes);
  const names = Object.keys(files).filter((name) => /worksheets\/sheet\d+\.xml$/.test(name));
  return names.sort().map((name) => strFromU8(files[name]!));
}

interface XmlCell {
  readonly '@t'?: string;
  readonly v?: string;
}

/** Cells of a sheet row by row, read without exceljs. */
function cellsOf(xml: string): XmlCell[][] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    trimValues: false,
    isArray: (name) => name === 'row' || name === 'c',
  });
  const { worksheet } = parser.parse(xml) as { worksheet: { sheetData: { row: { c?: XmlCell[] }[] } } };
  return worksheet.sheetData.row.map(({ c = [] }) => c);
}

const COLUMNS = [
  { title: 'Chave', width: 48 },
  { title: 'Documentos', kind: 'whole' },
  { title: 'Total', kind: 'cents' },
] as const;

describe('a workbook', () => {
  it('keeps texts as texts, numbers as numbers, and the titles in sight', async () => {
    const key = '35250812345678000195550010000000011000000017';
    const bytes = await workbookOf([
      {
        name: 'Órfãos',
        columns: COLUMNS,
        rows: [
          [key, 12, -1234567],
          ['=1+1', null, null],
        ],
      },
    ]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
    const sheet = workbook.getWorksheet('Órfãos')!;
    expect(sheet.getCell('A1').value).toBe('Chave');
    expect(sheet.getCell('A2').value).toBe(key);
    expect(sheet.getCell('A2').numFmt).toBe('@');
    expect(sheet.getCell('B2').value).toBe(12);
    expect(sheet.getCell('C2').value).toBe(-12345.67);
    expect(sheet.getCell('A3').type).toBe(ExcelJS.ValueType.String);
    expect(sheet.getCell('A3').numFmt).toBe('@');
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
    expect(sheet.autoFilter).toBe('A1:C3');
  });

  it('holds no formula and no link, and gives every text back, whatever the texts are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(nastyText, { minLength: 1, maxLength: 20 }), async (texts) => {
        const bytes = await workbookOf([{ name: 'x', columns: [{ title: 't' }], rows: texts.map((text) => [text]) }]);
        const [xml = ''] = sheetsXml(bytes);
        expect(xml).not.toMatch(/<(?:f|hyperlink)[\s>/]/);
        const cells = cellsOf(xml)
          .slice(1)
          .map((row) => row[0]);
        expect(cells.map((cell) => cell?.['@t'])).toEqual(texts.map(() => 'str'));
        // a spreadsheet reads _xHHHH_ as one character: undone here as it would do it
        const read = cells.map((cell) => (cell?.v ?? '').replace(/_x005F_/g, '_'));
        expect(read).toEqual(texts.map((text) => printable(text).replace(/\r\n?/g, '\n')));
      }),
      { numRuns: 60 },
    );
  });

  it('cuts a text that no cell can hold', async () => {
    const bytes = await workbookOf([{ name: 'x', columns: [{ title: 't' }], rows: [['😀'.repeat(20_000)]] }]);
    const text = cellsOf(sheetsXml(bytes)[0]!)[1]?.[0]?.v ?? '';
    expect(text.length).toBeLessThanOrEqual(32_767);
    expect(text.endsWith('😀…')).toBe(true);
  });

  it('writes sheets one after another, also empty ones', async () => {
    const rows = (n: number): string[][] => Array.from({ length: n }, (_, index) => [String(index)]);
    const columns = [{ title: 't' }];
    const bytes = await workbookOf([
      { name: 'a', columns, rows: rows(3_000) },
      { name: 'A', columns, rows: [] },
      { name: 'b/c', columns, rows: rows(2) },
    ]);
    expect(sheetsXml(bytes).map((xml) => cellsOf(xml).length)).toEqual([3_001, 1, 3]);
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['a', 'A (2)', 'b_c']);
  });

  it('fails with the error of what it writes to', async () => {
    const full = new Writable({
      write: (_chunk, _encoding, done) => {
        done(new Error('disk full'));
      },
    });
    const rows = Array.from({ length: 5_000 }, (_, index) => [`${String(index)}-${'x'.repeat(500)}`]);
    await expect(writeWorkbook(full, [{ name: 'x', columns: [{ title: 't' }], rows }])).rejects.toThrow('disk full');
  });

  it('waits for what it writes to, instead of keeping the rows in memory', async () => {
    const blocked: (() => void)[] = [];
    let open = false;
    const slow = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => {
        if (open) done();
        else blocked.push(done);
      },
    });
    let taken = 0;
    let lastTaken = -1;
    let stalled = 0;
    function* rows(): Generator<string[]> {
      for (taken = 0; taken < 60_000; taken += 1) yield [randomBytes(60).toString('hex')];
    }
    const writing = writeWorkbook(slow, [{ name: 'x', columns: [{ title: 't' }], rows: rows() }]);
    // no row was taken in many turns: the writer waits for the output
    while (stalled < 200) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      stalled = taken === lastTaken ? stalled + 1 : 0;
      lastTaken = taken;
    }
    expect(taken).toBeLessThan(60_000);
    open = true;
    for (const done of blocked) done();
    await writing;
    expect(taken).toBe(60_000);
  });

  it('stops when asked', async () => {
    const abort = new AbortController();
    const output = new PassThrough().resume();
    function* rows(): Generator<string[]> {
      for (let n = 0; ; n += 1) {
        if (n === 1_500) abort.abort(new Error('stopped'));
        yield [String(n)];
      }
    }
    const sheet = { name: 'x', columns: [{ title: 't' }], rows: rows() };
    await expect(writeWorkbook(output, [sheet], abort.signal)).rejects.toThrow('stopped');
  });
});

describe('the name of a sheet', () => {
  it.each([
    ['', '_'],
    ["'a'", 'a'],
    ['History', 'History_'],
    ['a[1]:*?/\\b', 'a_1______b'],
    ['x'.repeat(40), 'x'.repeat(31)],
  ])('%j becomes %j', (text, name) => {
    expect(sheetName(text)).toBe(name);
  });

  it('is taken once, is short enough and has nothing forbidden', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(nastyText, fc.constantFrom('a', 'A', 'a'.repeat(40)))), (texts) => {
        const taken = new Set<string>();
        const names = texts.map((text) => sheetName(text, taken));
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of names) {
          expect(name.length).toBeGreaterThan(0);
          expect(name.length).toBeLessThanOrEqual(31);
          expect(name).not.toMatch(/[[\]:*?/\\]|^'|'$/);
        }
      }),
    );
  });
});
