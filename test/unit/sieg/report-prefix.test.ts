import ExcelJS from 'exceljs';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeAccessKey } from '../../../src/engine/domain';
import { readReport, type ReportQuery } from '../../../src/engine/sieg';

const COMPANY = '11222333000181';
const QUERY: ReportQuery = { taxId: COMPANY, kind: 'NFe', month: '2026-10' };
const key = (number: number): string =>
  encodeAccessKey({ state: '35', month: '2026-10', issuer: COMPANY, model: '55', series: 1, number, random: 1 });

async function report(): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const page = workbook.addWorksheet('Relatório');
  page.addRow(['Chave', 'Dt_Emissao', 'CNPJ_CPF_CnpjEmit', 'CNPJ_CPF_Dest', 'Observação']);
  for (const number of [1, 2, 3])
    page.addRow([key(number), new Date('2026-10-05T00:00:00Z'), COMPANY, '', 'a <x:b> c']);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** The same workbook as the OpenXML SDK writes it: every element of the spreadsheet's namespace carries a prefix. */
function prefixed(bytes: Uint8Array, prefix: string): Uint8Array {
  const parts = Object.entries(unzipSync(bytes)).map(([name, part]) => {
    const text = strFromU8(part);
    if (!text.includes(' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'))
      return [name, part] as const;
    const renamed = text
      .replace(/<(\/?)(?=[A-Za-z])(?![A-Za-z0-9]+:)/g, `<$1${prefix}:`)
      .replace(' xmlns=', ` xmlns:${prefix}=`);
    return [name, strToU8(renamed)] as const;
  });
  return zipSync(Object.fromEntries(parts));
}

describe('a report whose elements carry a prefix', () => {
  it.each(['x', 'ns0', 'main'])('%s reads as the one without', async (prefix) => {
    const plain = await report();
    const [expected, got] = [await readReport(plain, QUERY), await readReport(prefixed(plain, prefix), QUERY)];
    expect(expected.rows).toHaveLength(3);
    expect(got.rows).toEqual(expected.rows);
    expect(got.badRows).toEqual([]);
  });

  it('keeps the bytes that came', async () => {
    const bytes = prefixed(await report(), 'x');
    expect((await readReport(bytes, QUERY)).bytes).toBe(bytes);
  });
});

const CASES = path.resolve(import.meta.dirname, '../../../../shared/cases/relatorio-sieg');
if (existsSync(CASES)) {
  it('the report with the prefix x: has the same row as its twin', async () => {
    const [one, other] = ['relatorio-controle.xlsx', 'relatorio-prefixo-x.xlsx'].map((name) =>
      readReport(readFileSync(path.join(CASES, name)), QUERY),
    );
    expect((await one)?.rows).toHaveLength(1);
    expect((await other)?.rows).toEqual((await one)?.rows);
  });
}
