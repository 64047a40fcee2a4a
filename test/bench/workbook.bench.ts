import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cnpjCheckDigits } from '../../src/engine/domain';
import { readWorkbook } from '../../src/engine/companies';
import { isMaloteError } from '../../src/shared/errors';
import { randomOfficeWorkbook } from '../support/random-office-workbook';
import { rawRows, rawWorkbook, type RawOptions, type RawSheet } from '../support/raw-workbook';
import { bound, figure, printMachine } from './support/report';

/**
 * The worst that a list of companies can be, each read in a process of its own that does nothing else: at most 2 s from its bytes to the
 * companies or the refusal, and 300 MB of memory, Node's own included. The bound is on the CPU of the whole process, which on a machine
 * that does nothing else is never less than the wall clock says.
 */
const MOST_MS = 2_000;
const MOST_MB = 300;
const RANDOM = 300;
const MB = 1024 * 1024;

interface Outcome {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly words: string;
}

/** The most memory that this process has had. What `resourceUsage` says includes what its parent had when it was started. */
function peakMb(): number {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(status)?.[1];
  return (kilobytes === undefined ? process.resourceUsage().maxRSS : Number(kilobytes)) / 1024;
}

/** In a process of its own: reads the files, one after the other, and tells of the slowest. */
async function readAll(files: readonly string[]): Promise<Outcome> {
  let slowest = { ms: 0, cpuMs: 0, words: '' };
  for (const file of files) {
    const bytes = readFileSync(file);
    const [since, cpu] = [performance.now(), process.cpuUsage()];
    const words = await readWorkbook(bytes, 'x').then(
      ({ companies, badRows }) => `${String(companies.length)} companies, ${String(badRows.length)} bad rows`,
      (error: unknown) => (isMaloteError(error) ? error.code : String(error)),
    );
    const ms = performance.now() - since;
    const { user, system } = process.cpuUsage(cpu);
    const cpuMs = (user + system) / 1_000;
    if (cpuMs >= slowest.cpuMs) slowest = { ms, cpuMs, words };
  }
  return { ...slowest, rssMb: peakMb() };
}

const cnpjOf = (number: number): string => {
  const first = String(10_000_000 + number).padStart(8, '0') + '0001';
  return first + cnpjCheckDigits(first);
};
const HEADER = ['CNPJ', 'Nome Tratado'];
const FEW: RawSheet['rows'] = rawRows([HEADER, [cnpjOf(1), '0001_A'], [cnpjOf(2), '0002_B']]);
const book = (rows: RawSheet['rows'], after = '', options: RawOptions = {}): Uint8Array =>
  rawWorkbook([{ name: 'Empresas', rows, after }], options);

function sheetOf(body: string): Uint8Array {
  const xml = `<worksheet><sheetData>${body}</sheetData></worksheet>`;
  return book(FEW, '', { parts: { 'xl/worksheets/sheet1.xml': Buffer.from(xml) } });
}

function formattedToTheBottom(): Uint8Array {
  const lines = Array.from({ length: 1_048_576 }, (_, at) => {
    const row = String(at + 1);
    return `<row r="${row}"><c r="A${row}" s="3"/><c r="B${row}" s="3"/></row>`;
  });
  return sheetOf(lines.join(''));
}

const manyAt = (count: number, column: number): RawSheet['rows'] =>
  new Map([
    ...FEW,
    ...Array.from({ length: count }, (_, at) => [at + 4, new Map([[column, { number: at }]])] as const),
  ]);

const validations = `<dataValidations count="9">${'<dataValidation type="list" sqref="A1:XFD1048576"><formula1>"Sim,Nao"</formula1></dataValidation>'.repeat(9)}</dataValidations>`;

const CASES: readonly (readonly [name: string, make: () => Uint8Array])[] = [
  ['two companies', () => book(FEW)],
  ['validation lists on whole columns', () => book(FEW, validations)],
  ['20,000 cells at XFD', () => book(manyAt(20_000, 16_383))],
  ['one cell at XFD1048576', () => book(new Map([...FEW, [1_048_576, new Map([[16_383, { number: 1 }]])]]))],
  ['a bomb: 400 MB of blanks', () => sheetOf(' '.repeat(400 * MB))],
  ['a bomb: 400 MB of one text', () => sheetOf(`<row><c t="str"><v>${'a'.repeat(400 * MB)}`)],
  ['a bomb: 5 million empty rows', () => sheetOf('<row/>'.repeat(5_000_000))],
  ['rows formatted down to the last', formattedToTheBottom],
  [
    'a million shared strings',
    () => {
      const strings = Buffer.from(`<sst>${'<si><t>abcdefg</t></si>'.repeat(1_000_000)}</sst>`);
      const rows = rawRows([HEADER, [cnpjOf(1), { text: '0001_A', as: 'shared' }]]);
      return book(rows, '', { parts: { 'xl/sharedStrings.xml': strings } });
    },
  ],
  [
    '40,000 companies, shared strings',
    () =>
      book(
        rawRows([
          HEADER,
          ...Array.from({ length: 40_000 }, (_, at) => [
            cnpjOf(at),
            { text: `${String(at)}_E`, as: 'shared' as const },
          ]),
        ]),
      ),
  ],
  [
    'CSV: 40,000 companies',
    () =>
      Buffer.from(
        [HEADER.join(';'), ...Array.from({ length: 40_000 }, (_, at) => `${cnpjOf(at)};${String(at)}_E`)].join('\r\n'),
      ),
  ],
  ['CSV: a line of 30 MB', () => Buffer.alloc(30 * MB, 'a;')],
  ['CSV: 20 MB of lines that are no companies', () => Buffer.alloc(20 * MB, `${HEADER.join(';')}\nabc;def\n`)],
];

function measured(files: readonly string[]): Outcome {
  const script = process.argv[1] ?? '';
  return JSON.parse(execFileSync(process.execPath, [script, '--read', ...files], { encoding: 'utf8' })) as Outcome;
}

function tell(name: string, { ms, cpuMs, rssMb, words }: Outcome): void {
  figure(name, ms, `ms (CPU ${cpuMs.toFixed(0)} ms), ${rssMb.toFixed(0)} MB: ${words}`);
}

async function main(): Promise<void> {
  printMachine();
  const folder = mkdtempSync(join(tmpdir(), 'malote-bench-workbook-'));
  const worst = { ms: 0, mb: 0 };
  const note = ({ cpuMs, rssMb }: Outcome): void => {
    worst.ms = Math.max(worst.ms, cpuMs);
    worst.mb = Math.max(worst.mb, rssMb);
  };
  try {
    for (const [name, make] of CASES) {
      const file = join(folder, 'case');
      writeFileSync(file, make());
      const outcome = measured([file]);
      note(outcome);
      tell(name, outcome);
    }
    const files: string[] = [];
    for (let seed = 0; seed < RANDOM; seed += 1) {
      const file = join(folder, String(seed));
      writeFileSync(file, (await randomOfficeWorkbook(seed, seed % 5 === 0 ? 'exceljs' : 'hand')).bytes);
      files.push(file);
    }
    const outcome = measured(files);
    note(outcome);
    tell(`the slowest of ${String(RANDOM)} random workbooks`, outcome);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  bound('slowest, CPU (ms)', worst.ms, MOST_MS);
  bound('most memory (MB)', worst.mb, MOST_MB);
}

const [, , option, ...files] = process.argv;
if (option === '--read') process.stdout.write(JSON.stringify(await readAll(files)));
else await main();
