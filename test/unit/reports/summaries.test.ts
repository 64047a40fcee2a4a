import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingOf, withLines } from '../../../src/engine/reports/appended-text';
import { summaryPath } from '../../../src/engine/reports';
import { isInside, absolute } from '../../../src/engine/shares';
import { addAudit, addCompany, addPaper, keyOf, MONTH, openBook, promise, type Book } from '../records/book';
import { nastyText } from './nasty';

const FOLDER = '0001_ALFA';
const FILE = ['2025', FOLDER, '08', `Resumo_Auditoria_${FOLDER}_2025_08.txt`];

function fill(book: Book): void {
  const company = addCompany(book, '12345678000195', FOLDER);
  addCompany(book, '98765432000198', '0002_SEM_NADA');
  addPaper(book, {
    identity: keyOf(1),
    companies: [company],
    delivery: 'delivered',
    promisedTo: [company],
    kind: 'CTe',
  });
  addPaper(book, { identity: keyOf(2), companies: [company], kind: 'CTe' });
  addPaper(book, { identity: keyOf(3), companies: [company], before: true });
  promise(book, keyOf(100), company, 'CTe');
  addAudit(book, []);
}

describe('the summaries of a month', () => {
  it("stand in the company's folder, under the name and in the words that the old one's readers know", async () => {
    const book = await openBook();
    fill(book);
    expect(await book.records.summaries(MONTH)).toBe(1);
    expect(await readdir(join(book.archive, '2025'))).toEqual([FOLDER]);
    const bytes = await readFile(join(book.archive, ...FILE));
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = bytes.toString('utf8').split('\r\n');
    expect(lines.join('\n')).not.toContain('\r');
    expect(lines).toContain('Resultado Validação CTe (2025-08): ATENCAO - Atenção (1 Faltantes Válidos)');
    expect(lines).toContain('Resultado Validação NFe (2025-08): SEM RELATORIO - Nenhum relatório do SIEG foi lido');
    expect(lines).toContain('  Órfãos (sem entrega comprovada): 1');
    expect(lines).toContain(`    ${keyOf(100)}`);
    expect(lines).toContain(`    ${keyOf(2)}`);
  });

  it('are added at each run, and what stands there stays as it is', async () => {
    const book = await openBook();
    fill(book);
    const file = join(book.archive, ...FILE);
    await mkdir(dirname(file), { recursive: true });
    // Windows-1252, as old Notepads and Python on Windows write
    const old = Buffer.concat([
      Buffer.from('Resumo antigo: aten'),
      Buffer.of(0xe7, 0xe3),
      Buffer.from('o\r\nsem fim de linha'),
    ]);
    await writeFile(file, old);
    await book.records.summaries(MONTH);
    await Promise.all([book.records.summaries(MONTH), book.records.summaries(MONTH)]);
    const bytes = await readFile(file);
    expect(bytes.subarray(0, old.length).equals(old)).toBe(true);
    const text = bytes.toString('latin1');
    expect(text).toContain('sem fim de linha\r\n====');
    expect(text.match(/RESUMO DE AUDITORIA/g)).toHaveLength(3);
    expect(text).toContain('Validação');
  });

  it('survive another program that writes the same file meanwhile', async () => {
    const book = await openBook();
    fill(book);
    const file = join(book.archive, ...FILE);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'antes\r\n');
    const read = book.root.read.bind(book.root);
    let reads = 0;
    book.root.read = async (path, options) => {
      const bytes = await read(path, options);
      if ((reads += 1) === 1) await writeFile(file, 'antes\r\ne outra linha\r\n');
      return bytes;
    };
    await book.records.summaries(MONTH);
    expect(await readFile(file, 'utf8')).toMatch(/^antes\r\ne outra linha\r\n====/);
    expect(reads).toBe(2);
  });

  it.each([
    '..\\..\\x',
    '../../x',
    'a/b',
    'CON',
    '..',
    '.',
    '',
    'x'.repeat(300),
    'nome com fim. ',
    'C:\\Windows',
    'a\u0000b',
  ])('stay in the archive for a company whose folder is %j', async (folder) => {
    const book = await openBook();
    const company = addCompany(book, '12345678000195', folder);
    addPaper(book, { identity: keyOf(1), companies: [company] });
    expect(await book.records.summaries(MONTH)).toBe(1);
    expect(await readdir(book.folder)).toEqual(expect.arrayContaining(['arquivo']));
    const files = await readdir(book.archive, { recursive: true });
    expect(files.filter((name) => name.endsWith('.txt'))).toHaveLength(1);
    const outside = (await readdir(dirname(book.folder))).filter((name) => name === 'x' || name === 'x.txt');
    expect(outside).toEqual([]);
  });

  it('never leave the root, whatever a folder is called', () => {
    fc.assert(
      fc.property(
        fc.oneof(nastyText, fc.string({ unit: 'binary' }), fc.constantFrom('..', 'NUL.txt', 'com1')),
        (folder) => {
          const path = summaryPath(folder, MONTH);
          expect(path).toHaveLength(4);
          for (const platform of ['win32', 'posix'] as const) {
            const root = platform === 'win32' ? 'Y:\\' : '/dados';
            expect(isInside(root, absolute(root, path, platform), platform)).toBe(true);
          }
          expect(path.every((name) => Buffer.byteLength(name) <= 120)).toBe(true);
        },
      ),
    );
  });
});

describe('text that is added to a file of somebody else', () => {
  const utf16 = Buffer.from('\uFEFFlinha\n', 'utf16le');
  const added = 'Órfão — “1”\n';
  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
  const crlf = added.replace('\n', '\r\n');
  const utf8 = [Buffer.from(crlf).toString('hex')];
  const ENDS = {
    'utf-8-bom': utf8,
    'utf-8': utf8,
    'utf-16le': [wide(added).toString('hex')],
    'utf-16be': [wide(added).swap16().toString('hex')],
    'windows-1252': ['d37266e36f2097209331940d0a'],
  };
  it.each([
    ['none', null, 'utf-8-bom'],
    ['an empty one', Buffer.of(), 'utf-8-bom'],
    ['UTF-8 with a mark', Buffer.from('\uFEFFação'), 'utf-8-bom'],
    ['UTF-8', Buffer.from('ação'), 'utf-8'],
    ['UTF-16', utf16, 'utf-16le'],
    ['UTF-16, the other way round', Buffer.from(utf16).swap16(), 'utf-16be'],
    ['Windows-1252', Buffer.from('ação', 'latin1'), 'windows-1252'],
  ] as const)('is encoded as %s', (_name, existing, encoding) => {
    expect(encodingOf(existing)).toBe(encoding);
    const all = withLines(existing, ['Órfão — “1”']);
    expect(Buffer.from(all.subarray(0, existing?.length ?? 0)).equals(existing ?? Buffer.of())).toBe(true);
    expect(Buffer.from(all).toString('hex')).toMatch(new RegExp(`(?:${ENDS[encoding].join('|')})$`));
  });

  it('keeps every byte that stood there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), nastyText, (existing, line) => {
        const all = withLines(existing, [line]);
        expect(Buffer.from(all.subarray(0, existing.length)).equals(Buffer.from(existing))).toBe(true);
        expect(all.length).toBeGreaterThan(existing.length);
      }),
    );
  });
});
