import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFiscal, type FiscalDocument, type FiscalEvent, type FiscalItem } from '../../../src/engine/fiscal';
import { bytesOf, cte, event, nfeProc } from './samples';

/** Columns of EXPECTED.tsv, an independent reading of the corpus. */
interface Row {
  readonly file: string;
  readonly model: string;
  readonly key: string;
  readonly number: string;
  readonly series: string;
  readonly date: string;
  readonly emit: string;
  readonly dest: string;
  readonly tpNF: string;
  readonly toma: string;
  readonly toma_doc: string;
  readonly total: string;
  readonly cStat: string;
  readonly event: string;
}

const CORPUS = path.resolve(import.meta.dirname, '../../../../shared/corpus');

/** Cells in which we rightly differ from EXPECTED.tsv; docs/corpus-exceptions.md says why. Keyed by the end of the file name. */
const EXCEPTIONS: readonly (readonly [file: string, cells: Partial<Row>])[] = [
  ['synthetic/dest_exterior_idEstrangeiro.xml', { dest: '' }],
  ['42210775277525000178550030000266631762885493-procNFe.xml', { dest: '' }],
  ['42220575277525000178550030000292481295366801-procNFe.xml', { dest: '' }],
  ['NFe35200159594315000157550010000000012062777161.xml', { key: '35200159594315000157550010000000012062777161' }],
];

/** Files that hold nothing to file, by the reason given. Every other file of the corpus must be read without a refusal. */
const REFUSED: Readonly<Record<string, string>> = {
  'synthetic/empty.xml': 'FISCAL_EMPTY',
  'synthetic/only_bom.xml': 'FISCAL_EMPTY',
  'synthetic/only_declaration.xml': 'FISCAL_EMPTY',
  'synthetic/nul_4k.xml': 'FISCAL_BINARY',
  'synthetic/gzip_docZip_renamed.xml': 'FISCAL_GZIP',
  'synthetic/zip_renamed.xml': 'FISCAL_ZIP',
  'synthetic/pdf_renamed.xml': 'FISCAL_PDF',
  'synthetic/json_error.xml': 'FISCAL_JSON',
  'synthetic/html_error_page.xml': 'FISCAL_HTML',
  'synthetic/truncated_half.xml': 'FISCAL_TRUNCATED',
  'synthetic/truncated_last_tag.xml': 'FISCAL_TRUNCATED',
  'hostile/attr_flood.xml': 'FISCAL_TOO_COMPLEX',
  'hostile/deep_nesting_5000.xml': 'FISCAL_TOO_COMPLEX',
  'hostile/ncr_flood_2mb.xml': 'FISCAL_TOO_COMPLEX',
  'hostile/billion_laughs.xml': 'FISCAL_FORBIDDEN_MARKUP',
  'hostile/external_dtd.xml': 'FISCAL_FORBIDDEN_MARKUP',
  'hostile/quadratic_blowup.xml': 'FISCAL_FORBIDDEN_MARKUP',
  'hostile/redefine_lt.xml': 'FISCAL_FORBIDDEN_MARKUP',
  'hostile/xxe_file.xml': 'FISCAL_FORBIDDEN_MARKUP',
  'hostile/xxe_http_param.xml': 'FISCAL_FORBIDDEN_MARKUP',
  'hostile/duplicate_infNFe_wrapping.xml': 'FISCAL_AMBIGUOUS',
  'hostile/path_in_key.xml': 'FISCAL_KEY_INVALID',
  'hostile/proto_pollution.xml': 'FISCAL_UNSAFE_NAME',
  '01010101010-ped-cons-mdfe-naoenc.xml': 'FISCAL_NOT_A_DOCUMENT',
  '310000007934162-ped-rec.xml': 'FISCAL_NOT_A_DOCUMENT',
  'CancelarNFSe-ped-cannfse.xml': 'FISCAL_NOT_A_DOCUMENT',
  'ConsultarNFSeRPS-ped-sitnfserps.xml': 'FISCAL_NOT_A_DOCUMENT',
  'dps-regime-normal.xml': 'FISCAL_NOT_A_DOCUMENT',
  'dps-simples.xml': 'FISCAL_NOT_A_DOCUMENT',
  'dps_example.xml': 'FISCAL_NOT_A_DOCUMENT',
  'dps/ExemploPisZeradoCofinsSobreFaturamentoPreenchido.xml': 'FISCAL_NOT_A_DOCUMENT',
  'dps/ExemploPrestadorPessoaFisica.xml': 'FISCAL_NOT_A_DOCUMENT',
  'fixtures/xml/ExemploPisZeradoCofinsSobreFaturamentoPreenchido.xml': 'FISCAL_MALFORMED',
};

function table(name: string): Record<string, string>[] {
  const file = path.join(CORPUS, name);
  if (!existsSync(file)) return [];
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const names = header.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((each, index) => [each, cells[index] ?? '']));
  });
}

function party(document: FiscalDocument, role: string): string {
  return document.parties.find((each) => each.role === role)?.taxId ?? '';
}

function documentCells(document: FiscalDocument): Omit<Row, 'file'> {
  return {
    model: document.model,
    key: document.accessKey ?? document.identity.replace(/^NFS:/, ''),
    number: document.number ?? '',
    series: document.series ?? '',
    date: document.issuedAt ?? '',
    emit: party(document, 'issuer'),
    dest: party(document, document.kind === 'NFSe' ? 'taker' : 'recipient'),
    tpNF: document.operation ?? '',
    toma: document.takerPointer ?? '',
    toma_doc: document.kind === 'CTe' ? party(document, 'taker') : '',
    total: document.totalText ?? '',
    cStat: document.protocol?.status ?? '',
    event: '',
  };
}

function eventCells(read: FiscalEvent): Omit<Row, 'file'> {
  return {
    model: 'evento',
    key: read.documentIdentity,
    number: String(read.sequence),
    series: '',
    date: read.issuedAt ?? '',
    emit: read.author ?? '',
    dest: '',
    tpNF: '',
    toma: '',
    toma_doc: '',
    total: '',
    cStat: read.status ?? '',
    event: read.eventType,
  };
}

function cells(item: FiscalItem): Omit<Row, 'file'>[] {
  if (item.type === 'document') return [documentCells(item)];
  return item.type === 'event' ? [eventCells(item)] : [];
}

function corrected({ file, ...row }: Row): Omit<Row, 'file'> {
  return { ...row, ...EXCEPTIONS.find(([end]) => file.endsWith(end))?.[1] };
}

const rows = table('EXPECTED.tsv') as unknown as Row[];
const files = table('INDEX.tsv').map((row) => row['file'] ?? '');

function corpusSuite(): void {
  it.each([...new Set(rows.map((row) => row.file))])('%s is read as expected', (file) => {
    const expected = rows.filter((row) => row.file === file).map(corrected);
    expect(readFiscal(readFileSync(path.join(CORPUS, file))).items.flatMap(cells)).toEqual(expected);
  });

  it.each(files)('%s has its documented outcome', (file) => {
    const bytes = readFileSync(path.join(CORPUS, file));
    const { items, refusals } = readFiscal(bytes);
    const reason = Object.entries(REFUSED).find(([end]) => file.endsWith(end))?.[1];
    expect(refusals.map((refusal) => refusal.code)).toEqual(reason === undefined ? [] : [reason]);
    expect(items.length > 0).toBe(reason === undefined);
    for (const item of items) if (items.length === 1) expect(item.bytes).toBe(bytes);
  });

  it('every exception still speaks of a file and a cell that differs', () => {
    for (const [end, exception] of EXCEPTIONS) {
      const row = rows.find(({ file }) => file.endsWith(end));
      expect(row).toBeDefined();
      for (const [name, value] of Object.entries(exception)) expect(row?.[name as keyof Row]).not.toBe(value);
    }
    for (const end of Object.keys(REFUSED)) expect(files.some((file) => file.endsWith(end))).toBe(true);
  });
}

if (rows.length > 0) describe('corpus', corpusSuite);

describe('built-in samples', () => {
  it.each([
    [
      'NF-e',
      nfeProc(),
      { model: '55', number: '1', emit: '11222333000181', dest: '12345678909', total: '1500.00', cStat: '100' },
    ],
    [
      'CT-e',
      cte('<toma4><toma>4</toma><CNPJ>99888777000100</CNPJ></toma4>'),
      { model: '57', toma: '4', toma_doc: '99888777000100' },
    ],
    ['cancellation', event(), { model: 'evento', event: '110111', cStat: '135', number: '1' }],
  ])('%s is read as expected', (_name, text, expected) => {
    const { items, refusals } = readFiscal(bytesOf(text));
    expect(refusals).toEqual([]);
    expect(items.flatMap(cells)).toEqual([expect.objectContaining(expected)]);
  });
});
