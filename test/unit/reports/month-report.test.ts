import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { addAudit, addCompany, addPaper, keyOf, MONTH, openBook, promise, shaOf, type Book } from '../records/book';

const REPORTS = 'relatorios';
const EVIL = "=cmd|' /C calc'!A0\"><script>alert(1)</script>";

/** A month with one of everything, and a company whose name wants to be a formula and a script. */
function fill(book: Book): { company: number } {
  const company = addCompany(book, '12345678000195', EVIL);
  const beta = addCompany(book, '98765432000198', '0002_BETA');
  addPaper(book, {
    identity: keyOf(1),
    companies: [company],
    delivery: 'delivered',
    promisedTo: [company],
    cents: 123_456,
  });
  addPaper(book, { identity: keyOf(2), companies: [company, beta], before: true, cancelled: true });
  addPaper(book, { identity: keyOf(3), companies: [company] });
  addPaper(book, { identity: keyOf(4), companies: [] });
  addPaper(book, { identity: keyOf(5), companies: [beta], delivery: 'pending', kind: 'CTe' });
  addPaper(book, { identity: keyOf(6), companies: [beta], month: '2025-07' });
  promise(book, keyOf(100), company);
  promise(book, keyOf(100), beta);
  addAudit(book, [
    { category: 'ghost', identity: keyOf(3), company, path: `2025/${EVIL}/x.xml` },
    { category: 'orphan', identity: keyOf(3), company },
  ]);
  return { company };
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

async function workbookAt(file: string): Promise<{ workbook: ExcelJS.Workbook; xml: string[] }> {
  const bytes = await readFile(file);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from(bytes).buffer);
  const files = Object.entries(unzipSync(bytes)).filter(([name]) => name.includes('worksheets/sheet'));
  return { workbook, xml: files.map(([, content]) => strFromU8(content)) };
}

function rowsOf(workbook: ExcelJS.Workbook, name: string): unknown[][] {
  const rows: unknown[][] = [];
  workbook.getWorksheet(name)?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  return rows.slice(1);
}

describe("a month's workbook", () => {
  it('has its five sheets, every key as text and nothing that computes', async () => {
    const book = await openBook();
    fill(book);
    const { name, shown, bytes } = await book.records.report(MONTH, 'xlsx');
    expect(name).toMatch(/^Evidencia_2025-08_\d{8}-\d{6}\.xlsx$/);
    expect((await readFile(shown)).length).toBe(bytes);
    const { workbook, xml } = await workbookAt(shown);
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual([
      'Resumo',
      'Empresas',
      'Faltantes',
      'Órfãos',
      'Eventos',
    ]);
    for (const sheet of xml) expect(sheet).not.toMatch(/<(?:f|hyperlink)[\s>/]/);
    expect(rowsOf(workbook, 'Faltantes').map(([key]) => key)).toEqual([keyOf(100), keyOf(100)]);
    expect(rowsOf(workbook, 'Órfãos').map((row) => row.slice(0, 3))).toEqual([[keyOf(3), 'NFe', EVIL]]);
    expect(rowsOf(workbook, 'Eventos').map((row) => row.slice(0, 5))).toEqual([
      [keyOf(2), 'NFe', '110111', 1, 'cancela'],
    ]);
    const summary = new Map(rowsOf(workbook, 'Resumo').map(([item, value]) => [item, value]));
    expect(Object.fromEntries(summary)).toMatchObject({
      'Anunciados pelo SIEG': 2,
      'No registro': 5,
      'No disco': 4,
      Entregues: 2,
      'Na fila de entrega': 1,
      Órfãos: 1,
      Faltantes: 1,
      Cancelados: 1,
    });
    const companies = rowsOf(workbook, 'Empresas').map(([folder, , , kind, promised, ledger, disk, out]) => [
      folder,
      kind,
      promised,
      ledger,
      disk,
      out,
    ]);
    expect(companies).toEqual([
      ['0002_BETA', 'CTe', undefined, 1, 1, 0],
      ['0002_BETA', 'NFe', 1, 1, 1, 1],
      [EVIL, 'NFe', 2, 3, 2, 2],
    ]);
  });
});

describe("a month's page", () => {
  it('names every document with its hash, and the hashes of itself and of its list beside it', async () => {
    const book = await openBook();
    fill(book);
    const { name, shown } = await book.records.report(MONTH, 'html');
    const page = await readFile(shown, 'utf8');
    const stem = name.replace(/\.html$/, '');
    const list = await readFile(join(book.folder, REPORTS, `${stem}_lista.txt`), 'utf8');
    const expected = [1, 2, 3, 4, 5]
      .map(keyOf)
      .map((key) => `${key} ${shaOf(key)}\n`)
      .join('');
    expect(list).toBe(expected);
    for (const key of [1, 2, 3, 4, 5].map(keyOf)) expect(page).toContain(`${key}<br>${shaOf(key)}`);
    expect(page).toContain(sha256(list));
    const sums = await readFile(`${shown}.sha256`, 'utf8');
    expect(sums).toBe(`${sha256(page)}  ${name}\n${sha256(list)}  ${stem}_lista.txt\n`);
    const entry = book.ledger.journal.last(1)[0];
    expect(entry).toMatchObject({
      action: 'report.written',
      subject: name,
      detail: { files: [{ sha256: sha256(page) }, { sha256: sha256(list) }] },
    });
  });

  it('holds no script, nothing from outside, and no text that is not escaped', async () => {
    const book = await openBook();
    fill(book);
    const { shown } = await book.records.report(MONTH, 'html');
    const page = await readFile(shown, 'utf8');
    expect(page).not.toMatch(/<script|<img|<link|<iframe|javascript:|\son\w+=|url\(|src=|href=/i);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('Ana &lt;ana&gt; &amp; filhos');
    expect(page).toContain('Malote 9.9.9');
    expect(page).toContain("default-src 'none'");
    expect(page.trimEnd().endsWith('</html>')).toBe(true);
  });

  it('says that nothing is open when nothing is', async () => {
    const book = await openBook();
    const company = addCompany(book, '12345678000195', '0001_ALFA');
    addPaper(book, { identity: keyOf(1), companies: [company], delivery: 'delivered' });
    addAudit(book, []);
    const page = await readFile((await book.records.report(MONTH, 'html')).shown, 'utf8');
    expect(page).toContain('Nada ficou pendente');
    const empty = await readFile((await book.records.report('2024-01', 'html')).shown, 'utf8');
    expect(empty).toContain('0 documentos');
  });
});

describe('the folder of reports', () => {
  it('never replaces a report, also when two are made in one moment', async () => {
    const book = await openBook();
    fill(book);
    const written = await Promise.all([1, 2, 3].map(() => book.records.report(MONTH, 'xlsx')));
    expect(new Set(written.map(({ name }) => name)).size).toBe(3);
    const left = await readdir(join(book.folder, REPORTS));
    expect(left.filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(left).toHaveLength(6);
  });

  it('leaves nothing behind when it is stopped or cannot be written', async () => {
    const book = await openBook();
    fill(book);
    const abort = new AbortController();
    abort.abort(new Error('parado'));
    await expect(book.records.report(MONTH, 'xlsx', abort.signal)).rejects.toThrow('parado');
    await expect(book.records.report('../x', 'html')).rejects.toThrow(/não é válido/);
    await writeFile(join(book.folder, 'outro'), '');
    expect(await readdir(book.folder)).not.toContain('x');
    const left = await readdir(join(book.folder, REPORTS)).catch(() => []);
    expect(left).toEqual([]);
  });

  it('agrees with itself while the ledger is written', async () => {
    const book = await openBook();
    const company = addCompany(book, '12345678000195', '0001_ALFA');
    for (let n = 0; n < 2_500; n += 1) addPaper(book, { identity: keyOf(n), companies: [company] });
    const writing = book.records.report(MONTH, 'html');
    for (let n = 10_000; n < 10_050; n += 1) {
      addPaper(book, { identity: keyOf(n), companies: [company] });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const page = await readFile((await writing).shown, 'utf8');
    const listed = page.split('<h2>Documentos</h2>')[1]?.match(/<br>sha-/g) ?? [];
    expect(page).toContain(`<b>${listed.length.toLocaleString('pt-BR')}</b>no registro`);
  });
});
