import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWorkbook, type CompanyList } from '../../../src/engine/companies';
import { isMaloteError } from '../../../src/shared/errors';
import { rawRows, rawWorkbook, type RawCell, type RawOptions, type RawSheet } from '../../support/raw-workbook';

const [BAKERY, GARAGE, BRANCH] = ['11222333000181', '33444555000181', '11222333000262'];
const HEADER = ['CNPJ', 'Nome Tratado'];
const CLIENTS = rawRows([HEADER, [BAKERY, '0001_PADARIA'], [GARAGE, '0002_OFICINA']]);

type Result = CompanyList | { readonly code: string; readonly message: string; readonly action: string };

async function read(bytes: Uint8Array, name = 'empresas.xlsx'): Promise<Result> {
  try {
    return await readWorkbook(bytes, name);
  } catch (error) {
    if (!isMaloteError(error)) throw error;
    return { code: error.code, message: error.message, action: error.action };
  }
}

function book(sheets: readonly (RawSheet | RawSheet['rows'])[], options: RawOptions = {}): Uint8Array {
  const named = sheets.map((sheet, index) =>
    'name' in sheet ? sheet : { name: `Plan${String(index + 1)}`, rows: sheet },
  );
  return rawWorkbook(named, options);
}

const companies = (...taxIds: string[]): object => ({
  companies: taxIds.map((taxId) => expect.objectContaining({ taxId }) as unknown),
  badRows: [],
});
const one = (title: string, name: string): RawSheet['rows'] =>
  rawRows([
    [title, name],
    [BAKERY, '0001_PADARIA'],
  ]);
const error: RawCell = { error: '#N/A', formula: 'VLOOKUP(1,A1:B2,2,0)' };
const uncalculated: RawCell = { formula: 'TEXT(D4,"0")', type: 'str' };
const validations =
  '<dataValidations count="1"><dataValidation type="list" sqref="C2:K1048576"><formula1>"Sim"</formula1></dataValidation></dataValidations>';
const table =
  '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/table" Target="/xl/tables/table1.xml"/>';
const utf16 = (text: string): Uint8Array => Buffer.from(`\uFEFF${text}`, 'utf16le');

/** Each condition as a sample of our own, and by the name of its file where the corpus of cases is beside. */
const CASES: readonly (readonly [file: string, own: Uint8Array, right: object])[] = [
  ['01-controle.xlsx', book([CLIENTS]), companies(BAKERY, GARAGE)],
  ['02-prefixo-x-exceljs-1437.xlsx', book([CLIENTS], { prefix: 'x' }), companies(BAKERY, GARAGE)],
  [
    '07-aba-oculta-primeiro.xlsx',
    book([
      { name: 'Inativas', state: 'hidden', rows: rawRows([HEADER, [BRANCH, '0090_ENCERRADA']]) },
      { name: 'Ativas', rows: CLIENTS },
    ]),
    {
      ...companies(BAKERY, GARAGE),
      sheet: 'Ativas',
      leftOut: [{ name: 'Inativas', hidden: true, isList: true }],
    },
  ],
  [
    '08-duas-abas-visiveis.xlsx',
    book([
      { name: 'Matriz', rows: CLIENTS },
      { name: 'Filiais', rows: rawRows([HEADER, [BRANCH, '0003_FILIAL']]) },
    ]),
    { ...companies(BAKERY, GARAGE), sheet: 'Matriz', leftOut: [{ name: 'Filiais', hidden: false, isList: true }] },
  ],
  [
    '10-formulas.xlsx',
    book([
      rawRows([
        HEADER,
        [
          { formula: 'A1', result: BAKERY },
          { formula: 'A1', result: '0001_PADARIA' },
        ],
        [{ formula: 'VALUE(D3)', result: 5222333000189 }, error],
        [uncalculated, uncalculated],
      ]),
    ]),
    {
      companies: [expect.objectContaining({ taxId: BAKERY })],
      badRows: [
        expect.objectContaining({ row: 3, reason: 'A célula "Nome Tratado" tem o erro #N/A.' }),
        expect.objectContaining({ row: 4, reason: expect.stringContaining('não foi calculada') as string }),
      ],
    },
  ],
  ['13-cabecalho-0.xlsx', book([one('CNPJ da Empresa', 'Razão Social')]), companies(BAKERY)],
  ['13-cabecalho-1.xlsx', book([one('Nº CNPJ', 'Razão Social')]), companies(BAKERY)],
  ['13-cabecalho-3.xlsx', book([one('CNPJ Matriz', 'Nome Fantasia')]), companies(BAKERY)],
  [
    '16b-tabela-alvo-absoluto.xlsx',
    book([{ name: 'A', rows: CLIENTS, relations: table }], {
      parts: { 'xl/tables/table1.xml': Buffer.from('<table/>') },
    }),
    companies(BAKERY, GARAGE),
  ],
  [
    '17b-comentario-alvo-absoluto.xlsx',
    book([{ name: 'A', rows: CLIENTS, relations: table.replaceAll('table', 'comments') }], { absoluteTargets: true }),
    companies(BAKERY, GARAGE),
  ],
  [
    '19b-validacao-9-colunas-exceljs-1842.xlsx',
    book([{ name: 'A', rows: CLIENTS, after: validations }]),
    companies(BAKERY, GARAGE),
  ],
  ['21-csv-utf16.csv', utf16(`CNPJ\tNome Tratado\r\n${BAKERY}\t0001_PADARIA_AÇÚCAR\r\n`), companies(BAKERY)],
  [
    '23-csv-aspas-igual.csv',
    Buffer.from(`CNPJ;Nome Tratado\r\n"=""${BAKERY}""";0001_PADARIA\r\n'${GARAGE};0002_OFICINA\r\n`),
    companies(BAKERY, GARAGE),
  ],
  [
    '24-html-com-xls.xls',
    Buffer.from('<html><body><table><tr><td>CNPJ</td></tr></table></body></html>'),
    {
      code: 'COMPANIES_HTML',
      message: expect.stringContaining('página HTML') as string,
      action: expect.stringContaining('.xlsx') as string,
    },
  ],
];

describe('a condition that people met', () => {
  it.each(CASES)('%s, built here', async (name, own, right) => {
    const result = await read(own, name);
    expect(result).toMatchObject(right);
    expect(JSON.stringify(result)).not.toContain('login');
  });

  const corpus = path.resolve(import.meta.dirname, '../../../../shared/cases/planilhas');
  if (existsSync(corpus)) {
    it.each(CASES)('%s, from the corpus', async (name, _, right) => {
      expect(await read(readFileSync(path.join(corpus, name)), name)).toMatchObject(right);
    });
  }
});

describe('a workbook without the columns', () => {
  it('is told by the titles that it has', async () => {
    const bytes = book([
      rawRows([['Relação de clientes'], ['Inscrição Estadual', 'Apelido', 'Cidade'], ['1', 'a', 'b']]),
    ]);
    expect(await read(bytes)).toMatchObject({
      code: 'COMPANIES_NO_HEADER',
      message: expect.stringContaining('"Inscrição Estadual", "Apelido", "Cidade"') as string,
    });
  });

  it('is not replaced by a sheet that its maker has hidden, which is named', async () => {
    const bytes = book([
      { name: 'Resumo', rows: rawRows([['Total', 'Valor']]) },
      { name: 'Lista', state: 'hidden', rows: CLIENTS },
    ]);
    const { message } = (await read(bytes)) as { message: string };
    expect(message).toContain('"Lista"');
    expect(message).toContain('oculta');
    expect(message).toContain('"Total", "Valor"');
  });

  it.each([
    ['CPF do Sócio', 'Nome'],
    ['CNPJ', 'Código da Empresa'],
    ['CNPJ do Contador', 'Razão Social'],
  ])('is not read by the columns of something else: %s, %s', async (taxId, name) => {
    expect(await read(book([one(taxId, name)]))).toMatchObject({ code: 'COMPANIES_NO_HEADER' });
  });

  it.each([
    ['CNPJ/CPF', 'Nome/Razão Social'],
    ['C.N.P.J.', 'EMPRESA'],
    ['Número do CNPJ', 'Nome do Cliente'],
    ['CPF ou CNPJ', 'Denominação Social'],
    ['CNPJ - Matriz e Filial', 'Razão Social da Empresa'],
  ])('is one with %s and %s', async (taxId, name) => {
    expect(await read(book([one(taxId, name)]))).toMatchObject(companies(BAKERY));
  });

  it('takes the plainest of several columns that could be meant', async () => {
    const bytes = book([
      rawRows([
        ['CPF', 'CNPJ Matriz', 'Nome Fantasia', 'CNPJ', 'Razão Social'],
        ['11144477735', GARAGE, 'FANTASIA', BAKERY, '0001_PADARIA'],
      ]),
    ]);
    expect(await read(bytes)).toMatchObject({ companies: [{ taxId: BAKERY, name: '0001_PADARIA' }] });
  });
});

describe('a sheet that is not used', () => {
  it.each(['hidden', undefined] as const)('may be larger than what can be read (%s)', async (state) => {
    const huge = `<worksheet><sheetData>${'<row><c s="1"/></row>'.repeat(1_100_000)}</sheetData></worksheet>`;
    const bytes = book(
      [
        { name: 'Lista', rows: CLIENTS },
        { name: 'Modelo', rows: new Map(), ...(state === undefined ? {} : { state }) },
      ],
      {
        parts: { 'xl/worksheets/sheet2.xml': Buffer.from(huge) },
      },
    );
    expect(await read(bytes)).toMatchObject({
      ...companies(BAKERY, GARAGE),
      leftOut: [{ name: 'Modelo', hidden: state === 'hidden', isList: false }],
    });
  });
});

describe('text that people saved as something else', () => {
  const csv = (...lines: string[]): Uint8Array => Buffer.from(lines.join('\r\n'));

  it('decodes windows-1252 by its own table', async () => {
    const bytes = Buffer.concat([csv('CNPJ;Nome', `${BAKERY};PADARIA `), Buffer.from([0x96, 0x20, 0x80, 0xc7])]);
    expect(await read(bytes)).toMatchObject({ companies: [{ name: 'PADARIA – €Ç' }] });
  });

  it.each<[string, (text: string) => Uint8Array]>([
    ['little-endian, with a mark', utf16],
    ['big-endian, with a mark', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
    ['little-endian, without one', (text) => Buffer.from(text, 'utf16le')],
  ])('reads UTF-16 %s', async (_, encode) => {
    expect(await read(encode(`CNPJ;Nome\n${BAKERY};AÇÚCAR`))).toMatchObject({ companies: [{ name: 'AÇÚCAR' }] });
  });

  it('names the line of a quote that nobody closes', async () => {
    const bytes = csv('CNPJ;Nome', `${BAKERY};"PADARIA`, `${GARAGE};OFICINA`);
    expect(await read(bytes)).toMatchObject({
      code: 'COMPANIES_CORRUPT',
      message: expect.stringMatching(/aspas.*linha/) as string,
    });
  });

  it('names the row in which quotes without a pair have swallowed others', async () => {
    const bytes = csv('CNPJ;Nome', `${BAKERY};"PADARIA`, `${GARAGE};"OFICINA`, `${BRANCH};FILIAL`);
    const { companies: found, badRows } = (await read(bytes)) as CompanyList;
    expect(found.map(({ taxId }) => taxId)).toEqual([BRANCH]);
    expect(badRows).toEqual([expect.objectContaining({ row: 2, reason: expect.stringContaining('aspas') as string })]);
  });

  it('keeps cells of several lines', async () => {
    const bytes = csv('CNPJ;Nome;Obs', `${BAKERY};PADARIA;"liga\r\ndepois; sempre"`, `${GARAGE};OFICINA;`);
    expect(await read(bytes)).toMatchObject(companies(BAKERY, GARAGE));
  });

  it.each<[string, Uint8Array]>([
    ['a line of 30 MB', Buffer.alloc(30 * 1024 * 1024, 'a')],
    ['a line of a million separators', Buffer.concat([csv('CNPJ;Nome', ''), Buffer.alloc(1_000_000, ';')])],
    [
      'a quote around 3 MB of lines',
      Buffer.concat([csv('CNPJ;Nome', '"'), Buffer.alloc(3_000_000, 'abc;def\n'), csv('"')]),
    ],
    ['a million blank lines', Buffer.concat([csv('CNPJ;Nome', ''), Buffer.alloc(1_000_000, '\n')])],
  ])('refuses %s by name', async (_, bytes) => {
    expect(await read(bytes, 'empresas.csv')).toMatchObject({
      code: expect.stringMatching(/^COMPANIES_(?:CORRUPT|TOO_LONG)$/) as string,
      message: expect.stringMatching(/comprida demais|mais de/) as string,
    });
  });

  it.each([
    '<!-- gerado --><table border="1"><tr>',
    '<style>td{}</style><table>',
    'MIME-Version: 1.0\r\nContent-Type: multipart/related',
  ])('knows the page that begins with %s', async (head) => {
    expect(await read(Buffer.from(head), 'clientes.xls')).toMatchObject({ code: 'COMPANIES_HTML' });
  });

  it('knows the XML that Excel of 2003 wrote', async () => {
    const xml = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>';
    expect(await read(Buffer.from(xml), 'clientes.xls')).toMatchObject({ code: 'COMPANIES_OLD_XLS' });
  });
});
