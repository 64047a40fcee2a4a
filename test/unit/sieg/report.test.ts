import ExcelJS from 'exceljs';
import { describe, expect, it } from 'vitest';
import { encodeAccessKey } from '../../../src/engine/domain';
import { readReport } from '../../../src/engine/sieg';
import type { Report, ReportQuery } from '../../../src/engine/sieg';
import { rawRows, rawWorkbook, type RawSheet } from '../../support/raw-workbook';
import { apiAt, neverAborted, replying } from './support';

const COMPANY = '01222333000189';
const QUERY: ReportQuery = { taxId: COMPANY, kind: 'NFe', month: '2026-03' };

function key(number: number, model = '55'): string {
  return encodeAccessKey({
    state: '35',
    month: '2026-03',
    issuer: '11222333000181',
    model,
    series: 1,
    number,
    emissionType: 1,
    random: 12345678,
  });
}

async function sheet(rows: readonly (readonly ExcelJS.CellValue[])[]): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const page = workbook.addWorksheet('Relatório');
  for (const row of rows) page.addRow([...row]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

async function read(rows: readonly (readonly ExcelJS.CellValue[])[], query = QUERY): Promise<Report> {
  return readReport(await sheet(rows), query);
}

const HEADER = ['Chave', 'Dt_Emissao', 'CNPJ_CPF_CnpjEmit', 'CNPJ_CPF_Dest'];

describe('reading a report', () => {
  it('finds columns by name, whatever their case, accents, order and what stands above', async () => {
    const report = await read([
      ['Relatório básico de NF-e'],
      [],
      ['CNPJ/CPF Destinatário', 'DATA EMISSÃO', 'valor', 'Chave de Acesso', 'cnpj_cpf_emitente'],
      [COMPANY, '05/03/2026', 12.5, key(1), '11222333000181'],
    ]);
    expect(report.rows).toEqual([{ key: key(1), issueDay: '2026-03-05', roles: ['recipient'] }]);
    expect(report.badRows).toEqual([]);
  });

  it.each<[string, ExcelJS.CellValue]>([
    ['a real date', new Date('2026-03-31T23:30:00Z')],
    ['text', '31/03/2026'],
    ['text with a time', '31/03/2026 23:30:00'],
    ['ISO', '2026-03-31T23:30:00-03:00'],
    ['a serial number', 46_112.98],
    ['a serial number as text', '46112'],
    ['a formula', { formula: 'TODAY()', result: new Date('2026-03-31T00:00:00Z') }],
  ])('reads the date from %s', async (_, cell) => {
    expect((await read([HEADER, [key(1), cell, '', '']])).rows[0]?.issueDay).toBe('2026-03-31');
  });

  it.each<[string, ExcelJS.CellValue]>([
    ['text', COMPANY],
    ['punctuation', '01.222.333/0001-89'],
    ['a number that lost its zero', 1_222_333_000_189],
    ['a float as text', '1222333000189.0'],
    ['scientific notation', '1.222333000189E12'],
    ['formatted text', { richText: [{ text: '01222333' }, { text: '000189' }] }],
  ])('recognises the company from %s', async (_, cell) => {
    expect((await read([HEADER, [key(1), '01/03/2026', '11222333000181', cell]])).rows[0]?.roles).toEqual([
      'recipient',
    ]);
  });

  it('does not take another company for ours', async () => {
    expect((await read([HEADER, [key(1), '01/03/2026', '11222333000181', null]])).rows[0]?.roles).toEqual([]);
  });

  it('names every row that it cannot use', async () => {
    const wrongDigit = `${key(1).slice(0, 43)}${key(1).endsWith('0') ? '1' : '0'}`;
    const report = await read([
      HEADER,
      [3.5260311222333e43, '01/03/2026'],
      ['3,5260311222333E+43', '01/03/2026'],
      ['', '01/03/2026'],
      ['123', '01/03/2026'],
      [wrongDigit, '01/03/2026'],
      [],
      [`NFe${key(2)}`, null],
    ]);
    expect(report.rows).toEqual([{ key: key(2), issueDay: null, roles: [] }]);
    expect(report.badRows.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6]);
    expect(report.badRows[0]?.reason).toContain('número');
    expect(report.badRows[4]?.reason).toContain('dígito verificador');
  });

  it('gives one row for a document that stands on several', async () => {
    const report = await read([
      HEADER,
      [key(1), null, COMPANY, ''],
      [key(1), '02/03/2026', '', COMPANY],
      [key(2), '02/03/2026', '', COMPANY],
    ]);
    expect(report.rows).toEqual([
      { key: key(1), issueDay: '2026-03-02', roles: ['issuer', 'recipient'] },
      { key: key(2), issueDay: '2026-03-02', roles: ['recipient'] },
    ]);
  });

  it('reads the columns of CT-e and the keys of NFS-e', async () => {
    const cte = await read(
      [
        ['Chave', 'Dt_Emissao', 'CNPJ_CPF_Emitente', 'CNPJ_CPF_Dest', 'CNPJ_CPF_Tomador'],
        [key(1, '57'), '01/03/2026', COMPANY, '', COMPANY],
      ],
      {
        ...QUERY,
        kind: 'CTe',
      },
    );
    expect(cte.rows[0]?.roles).toEqual(['issuer', 'taker']);
    const nfse = await read(
      [
        ['Chave', 'Dt_Emissao', 'CNPJ_CPF_Prestador'],
        ['3'.repeat(50), '01/03/2026', COMPANY],
      ],
      { ...QUERY, kind: 'NFSe' },
    );
    expect(nfse.rows).toEqual([{ key: '3'.repeat(50), issueDay: '2026-03-01', roles: ['issuer'] }]);
  });

  it.each<[string, string | Uint8Array]>([
    ['words', 'isto não é uma planilha'],
    ['base64 of something else', Buffer.from('<html></html>').toString('base64')],
    ['an archive that breaks off', Buffer.from('PK\x03\x04nothing')],
  ])('refuses %s', async (_, packed) => {
    await expect(readReport(packed, QUERY)).rejects.toMatchObject({ code: 'SIEG_REPORT_UNREADABLE' });
  });

  it('goes on on the next sheet, names cells with errors, and counts dates from 1904 where the workbook does', async () => {
    const rows = (number: number, day: number): RawSheet['rows'] =>
      rawRows([
        HEADER,
        [key(number), { number: day }, '11222333000181', COMPANY],
        [{ error: '#N/A' }, { number: day }],
      ]);
    const sheets = [1, 2].map((number) => ({ name: `Plan${String(number)}`, rows: rows(number, 44_627) }));
    const report = await readReport(rawWorkbook(sheets, { date1904: true }), QUERY);
    expect(report.rows).toEqual([
      { key: key(1), issueDay: '2026-03-08', roles: ['recipient'] },
      { key: key(2), issueDay: '2026-03-08', roles: ['recipient'] },
    ]);
    expect(report.badRows).toEqual([
      { row: 3, reason: 'a chave tem o erro #N/A' },
      { row: 3, reason: 'a chave tem o erro #N/A' },
    ]);
  });

  it('can be interrupted', async () => {
    const bytes = rawWorkbook([{ name: 'A', rows: rawRows([HEADER, [key(1)]]) }]);
    await expect(readReport(bytes, QUERY, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('refuses a spreadsheet without keys', async () => {
    await expect(
      read([
        ['Nome', 'Valor'],
        ['a', 1],
      ]),
    ).rejects.toMatchObject({ code: 'SIEG_REPORT_UNREADABLE' });
  });
});

describe('asking for a report', () => {
  it('takes it as a JSON string, in an object or as the file itself, and asks for the basic one', async () => {
    const bytes = await sheet([HEADER, [key(1), '01/03/2026', COMPANY, '']]);
    const base64 = bytes.toString('base64');
    const { baseUrl, seen } = await replying(
      { body: JSON.stringify(base64) },
      { body: JSON.stringify({ RelatorioBase64: base64 }) },
      { body: bytes },
    );
    const api = apiAt(baseUrl, 'legacy');
    for (let time = 0; time < 3; time += 1) {
      const report = await api.report(QUERY, neverAborted);
      expect(report?.rows.map((row) => row.key)).toEqual([key(1)]);
      expect(Buffer.from(report?.bytes ?? []).equals(bytes)).toBe(true);
    }
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      Cnpj: COMPANY,
      TypeXmlDownloadReport: 2,
      XmlType: 1,
      Month: 3,
      Year: 2026,
    });
  });

  it.each(['Nenhum arquivo xml encontrado', '"Nenhum arquivo xml encontrado"', '  NENHUM ARQUIVO XML ENCONTRADO \n'])(
    'knows that there is nothing: %s',
    async (body) => {
      const { baseUrl } = await replying({ body });
      expect(await apiAt(baseUrl, 'legacy').report(QUERY, neverAborted)).toBeNull();
    },
  );

  it('refuses an empty answer and a kind that has no report', async () => {
    const { baseUrl } = await replying({ body: '""' });
    const api = apiAt(baseUrl, 'legacy');
    await expect(api.report(QUERY, neverAborted)).rejects.toMatchObject({ code: 'SIEG_REPORT_UNREADABLE' });
    await expect(api.report({ ...QUERY, kind: 'CFe' }, neverAborted)).rejects.toMatchObject({
      code: 'SIEG_UNSUPPORTED',
    });
  });
});
