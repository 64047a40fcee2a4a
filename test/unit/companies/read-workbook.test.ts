import ExcelJS from 'exceljs';
import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cnpjCheckDigits, cpfCheckDigits } from '../../../src/engine/domain';
import { readWorkbook } from '../../../src/engine/companies';
import type { CompanyList } from '../../../src/engine/companies';

const cnpjOf = (first12: string): string => first12 + cnpjCheckDigits(first12);
const cpfOf = (first9: string): string => first9 + cpfCheckDigits(first9);
const [a, b, c] = [cnpjOf('112223330001'), cnpjOf('012345670001'), cnpjOf('12ABC34501DE')];
const person = cpfOf('012345678');

type Cells = readonly unknown[];

async function xlsx(sheets: Readonly<Record<string, readonly Cells[]>>): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = workbook.addWorksheet(name);
    rows.forEach((cells, index) => {
      cells.forEach((value, column) => {
        sheet.getCell(index + 1, column + 1).value = value as ExcelJS.CellValue;
      });
    });
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

async function read(rows: readonly Cells[]): Promise<CompanyList> {
  return readWorkbook(await xlsx({ Plan1: rows }), 'empresas.xlsx');
}

const header = ['CnpjCpf', 'Nome Tratado'];

describe('what a cell holds and does not show', () => {
  it('is no name and no tax id, and stands in no name', async () => {
    const csv = [
      'Código;Nome;CNPJ',
      '1;\u0007;11.222.333/0001-81',
      '2;BETA \u202eLTDA\u0007;11.444.777/0001-61',
      '3;GAMA;\u200b',
    ].join('\r\n');
    const { companies, badRows } = await readWorkbook(Buffer.from(`\uFEFF${csv}`), 'lista.csv');
    expect(companies.map(({ name, folder }) => [name, folder])).toEqual([['BETA LTDA', '0002_BETA LTDA']]);
    expect(badRows.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'O nome da empresa está vazio.'],
      [4, 'O CNPJ ou CPF está vazio.'],
    ]);
  });
});

describe('a workbook of companies', () => {
  it('gives tax id, folder, code and name of every row', async () => {
    const { companies, badRows, source } = await read([
      header,
      [a, '0001_EMPRESA_MODELO_LTDA'],
      ['11.222.333/0002-62', '0002_FILIAL S/A. '],
    ]);
    expect(badRows).toEqual([]);
    expect(source).toBe('empresas.xlsx');
    expect(companies).toEqual([
      { taxId: a, folder: '0001_EMPRESA_MODELO_LTDA', code: '0001', name: 'EMPRESA MODELO LTDA' },
      { taxId: '11222333000262', folder: '0002_FILIAL S_A', code: '0002', name: 'FILIAL S/A.' },
    ]);
  });

  it('restores what spreadsheets do to numbers', async () => {
    const { companies, badRows } = await read([
      header,
      [Number(b), '1_A'],
      [`${a}.0`, '2_B'],
      [c.toLowerCase(), '3_C'],
      [Number(person), '4_D'],
      [cnpjOf('223334440001').replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5'), '5_E'],
    ]);
    expect(badRows).toEqual([]);
    expect(companies.map((company) => company.taxId)).toEqual([b, a, c, person, cnpjOf('223334440001')]);
  });

  it('reads rich text, formulas, shared formulas and hyperlinks', async () => {
    const { companies, badRows } = await read([
      [{ richText: [{ text: 'Cnpj' }, { text: 'Cpf' }] }, 'Nome Tratado'],
      [{ formula: '"x"', result: a }, { richText: [{ text: '0001_' }, { text: 'EMPRESA' }] }],
      [
        { formula: '1+1', result: Number(b) },
        { text: '0002_LIGADA', hyperlink: 'https://exemplo.test/' },
      ],
    ]);
    expect(badRows).toEqual([]);
    expect(companies.map(({ taxId, folder }) => [taxId, folder])).toEqual([
      [a, '0001_EMPRESA'],
      [b, '0002_LIGADA'],
    ]);
  });

  it('finds the header in a later row of a later sheet, whatever its case and accents', async () => {
    const bytes = await xlsx({
      Capa: [['Relatório de clientes'], [], ['Nome', 'Telefone']],
      Empresas: [[], ['Clientes de 2026'], [], [null, 'CÓDIGO', ' nome ', 'C N P J'], [null, 7, 'Padaria Modelo', a]],
    });
    const { companies } = await readWorkbook(bytes, 'x.xlsx');
    expect(companies).toEqual([{ taxId: a, folder: '0007_Padaria Modelo', code: '0007', name: 'Padaria Modelo' }]);
  });

  it('names the folder after the treated name, and after code and name where that is blank', async () => {
    const { companies } = await read([
      ['código', 'nome', 'cnpj', 'Nome Tratado'],
      [1, 'Empresa Um Ltda', a, '0001_EMPRESA_UM'],
      ['12', 'Empresa Dois', b, null],
      [null, 'CON', c, null],
    ]);
    expect(companies.map(({ folder, code, name }) => [folder, code, name])).toEqual([
      ['0001_EMPRESA_UM', '0001', 'Empresa Um Ltda'],
      ['0012_Empresa Dois', '0012', 'Empresa Dois'],
      ['CON_', null, 'CON'],
    ]);
  });

  it('lists every bad row with its number and reason, and uses the good ones', async () => {
    const wrong = `${a.slice(0, 13)}${a.endsWith('0') ? '1' : '0'}`;
    const { companies, badRows } = await read([
      header,
      [a, '0001_BOA'],
      [],
      [wrong, '0002_DIGITO'],
      [b, '  '],
      [null, '0003_SEM_CNPJ'],
      ['não sei', '0004_TEXTO'],
      [1.5, '0005_FRACAO'],
      [a, '0006_REPETIDA'],
      [c, '0001_boa'],
      [person, '0007_ULTIMA'],
    ]);
    expect(companies.map((company) => company.folder)).toEqual(['0001_BOA', '0007_ULTIMA']);
    expect(badRows.map(({ row, reason }) => [row, reason.replace(/[\d./-]{14,}/, 'N')])).toEqual([
      [4, 'O dígito verificador do CNPJ N não confere.'],
      [5, 'O nome da empresa está vazio.'],
      [6, 'O CNPJ ou CPF está vazio.'],
      [7, 'O CNPJ ou CPF não pode ser lido; escreva-o como texto, com todos os zeros.'],
      [8, 'O CNPJ ou CPF não pode ser lido; escreva-o como texto, com todos os zeros.'],
      [9, 'O CNPJ N já está na linha 2.'],
      [10, 'A pasta 0001_boa já pertence à empresa da linha 2.'],
    ]);
    expect(badRows[0]?.cells).toEqual({ CnpjCpf: wrong, 'Nome Tratado': '0002_DIGITO' });
  });

  it('reads a thousand companies', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => [
      cnpjOf(String(100_000_000_000 + index)),
      `${String(index)}_E`,
    ]);
    expect((await read([header, ...rows])).companies).toHaveLength(1000);
  });
});

describe('a CSV of companies', () => {
  const text = (rows: readonly string[], end = '\r\n'): string => rows.join(end);

  it.each([
    ['UTF-8 with BOM', (csv: string) => Buffer.from(`\uFEFF${csv}`, 'utf8')],
    ['Windows-1252', (csv: string) => Buffer.from(csv, 'latin1')],
  ])('is read in %s', async (_name, encode) => {
    const csv = text(['Código;Nome;CNPJ', `1;"Padaria ""São João""; matriz";${a}`, '', `2;Café;${b}`, '']);
    const { companies, badRows } = await readWorkbook(encode(csv), 'empresas.csv');
    expect(badRows).toEqual([]);
    expect(companies.map((company) => company.name)).toEqual(['Padaria "São João"; matriz', 'Café']);
  });

  it('may be separated by commas or tabs, and numbers its lines', async () => {
    for (const separator of [',', '\t']) {
      const rows = [header, [a, '0001_A'], ['x', '0002_B']].map((cells) => cells.join(separator));
      const { companies, badRows } = await readWorkbook(Buffer.from(text(rows, '\n')), 'e.csv');
      expect(companies).toHaveLength(1);
      expect(badRows[0]?.row).toBe(3);
    }
  });
});

describe('what is no workbook', () => {
  const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  it.each([
    ['an empty file', new Uint8Array(), 'COMPANIES_EMPTY'],
    ['blank text', Buffer.from('\r\n\r\n'), 'COMPANIES_EMPTY'],
    ['an old .xls', Uint8Array.from([...ole, ...new Uint8Array(600)]), 'COMPANIES_OLD_XLS'],
    ['a protected file', Buffer.from([...ole, ...Buffer.from('EncryptedPackage', 'utf16le')]), 'COMPANIES_ENCRYPTED'],
    ['a web page', Buffer.from('\n<!DOCTYPE html><html></html>'), 'COMPANIES_HTML'],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'COMPANIES_CORRUPT'],
    ['a zip of something else', zipSync({ 'a.txt': new Uint8Array([1]) }), 'COMPANIES_CORRUPT'],
    ['a text', Buffer.from('lista de compras\npão'), 'COMPANIES_NO_HEADER'],
  ])('%s', async (_name, bytes, code) => {
    await expect(readWorkbook(bytes, 'x')).rejects.toMatchObject({ code });
  });

  it('a truncated or damaged workbook', async () => {
    const whole = await xlsx({ Plan1: [header, [a, '0001_A']] });
    for (const part of [0.1, 0.5, 0.9]) {
      const cut = whole.slice(0, Math.floor(whole.length * part));
      await expect(readWorkbook(cut, 'x')).rejects.toMatchObject({ code: 'COMPANIES_CORRUPT' });
    }
  });

  it('a CSV has no sheets to speak of', async () => {
    const refusal = readWorkbook(Buffer.from('Nome;Telefone\r\nA;1'), 'lista.csv');
    await expect(refusal).rejects.toThrow(/^Nenhuma linha do começo do arquivo em lista\.csv tem as colunas/);
  });

  it('a workbook without the columns, or without anything', async () => {
    await expect(read([['Nome', 'Telefone']])).rejects.toMatchObject({ code: 'COMPANIES_NO_HEADER' });
    await expect(read([])).rejects.toMatchObject({ code: 'COMPANIES_EMPTY' });
  });

  it('a workbook that unpacks to more than any list needs', async () => {
    const sheet = await xlsx({ Plan1: [header, [a, '0001_A']] });
    const parts = unzipSync(sheet);
    parts['xl/worksheets/sheet1.xml'] = Buffer.concat([
      Buffer.from('<worksheet><sheetData/>'),
      Buffer.alloc(40 * 1024 * 1024, ' '),
      Buffer.from('</worksheet>'),
    ]);
    await expect(readWorkbook(zipSync(parts), 'x')).rejects.toMatchObject({ code: 'COMPANIES_TOO_LONG' });
  });
});
