import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFiscal } from '../../../src/engine/fiscal';
import { isTooDeep, untrusted, untrustedInTime } from '../../../src/engine/base';
import { readWorkbook } from '../../../src/engine/companies';
import { DECODE_LIMITS, decodeItem } from '../../../src/engine/sieg';
import { countsOf, filesOf, pageOf, readAnswer, reportPackageOf, tokenOf } from '../../../src/engine/sieg/answers';
import { newBudget } from '../../../src/engine/sieg/decode';
import { readReport } from '../../../src/engine/sieg/report';
import { isMaloteError, MaloteError } from '../../../src/shared/errors';
import { base64, zip } from './support';

const XML = '<?xml version="1.0" encoding="UTF-8"?><nfeProc/>';
const PATH = '/BaixarXmls';

const answered = (body: string | Uint8Array, status = 200) => ({
  path: PATH,
  status,
  retryAfter: null,
  body: Buffer.from(body),
});
const read = (body: string, status = 200) => readAnswer(answered(body, status), (text) => text);

describe('an answer of many small items', () => {
  const bomb = gzipSync(`<a>${' '.repeat(20_000_000)}</a>`).toString('base64');

  it('unpacks to no more than one answer may, and the items within that are read', () => {
    const page = JSON.stringify(Array.from({ length: 36 }, () => bomb).concat(base64(XML)));
    expect(page.length).toBeLessThan(1_200_000);
    const { files } = pageOf(read(page), PATH);
    const unpacked = files.filter(({ problem }) => problem === null);
    const bytes = unpacked.reduce((sum, file) => sum + file.bytes.length, 0);
    expect(bytes).toBeLessThanOrEqual(DECODE_LIMITS.maxTotalBytes + XML.length);
    expect(files.filter(({ problem }) => problem === 'too-large').length).toBe(36 - (unpacked.length - 1));
    // what needs no unpacking is read all the same
    expect(Buffer.from(files.at(-1)!.bytes).toString()).toBe(XML);
    // what was refused is kept as it came
    expect(files.find(({ problem }) => problem === 'too-large')?.bytes.length).toBe(bomb.length);
  }, 30_000);

  it('counts what archives unpack to together', () => {
    const limits = { ...DECODE_LIMITS, maxTotalBytes: 2_500 };
    const archive = Buffer.from(zip({ 'a.xml': `<a>${'x'.repeat(1_000)}</a>` }));
    const budget = newBudget(limits);
    const problems = [1, 2, 3, 4].map(() => decodeItem(archive, null, limits, budget)[0]?.problem);
    expect(problems).toEqual([null, null, 'too-large', 'too-large']);
  });
});

describe('an answer that is nested', () => {
  it.each([
    ['a list', (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`],
    ['a list of lists', (n: number) => `[${'['.repeat(n)}${']'.repeat(n)}]`],
    ['a record', (n: number) => `${'{"Data":'.repeat(n)}1${'}'.repeat(n)}`],
    ['a record of messages', (n: number) => `${'{"Message":['.repeat(n)}"x"${']}'.repeat(n)}`],
    ['a text of a list', (n: number) => JSON.stringify(`${'['.repeat(n)}${']'.repeat(n)}`)],
  ])('as %s is refused by its code, however deep', (_shape, make) => {
    for (const depth of [100, 4_500, 200_000]) {
      for (const status of [200, 400])
        expect(() => filesOf(read(make(depth), status), PATH), String(depth)).toThrow(
          expect.objectContaining({ code: 'SIEG_UNREADABLE' }),
        );
    }
  });

  it('as deep as answers are is read', () => {
    const page = read(JSON.stringify({ IsSuccess: true, Data: { xmls: [{ Xml: base64(XML) }] } }));
    expect(filesOf(page, PATH)).toMatchObject([{ problem: null }]);
  });

  it('is known by the depth of any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(isTooDeep(value)).toBe(false);
      }),
    );
  });
});

describe('whatever an answer holds', () => {
  it('is read, or refused by a code', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.json({ maxDepth: 12 }), fc.string(), fc.uint8Array({ maxLength: 400 })),
        fc.constantFrom(200, 400, 404, 500),
        (body, status) => {
          for (const use of [filesOf, countsOf, tokenOf, reportPackageOf]) {
            try {
              use(
                readAnswer(answered(body, status), (text) => text),
                PATH,
              );
            } catch (error) {
              expect(isMaloteError(error)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the boundary around what strangers wrote', () => {
  const overflow = (): never => overflow();

  it('turns whatever is thrown into a refusal, and leaves what has its words', () => {
    expect(untrusted<string>(overflow, (cause) => String(cause))).toMatch(/RangeError/);
    const known = (): never => {
      throw new MaloteError('FISCAL_EMPTY');
    };
    expect(() => untrusted(known, () => null)).toThrow(expect.objectContaining({ code: 'FISCAL_EMPTY' }));
  });

  it('tells who gave up that it did', async () => {
    const late = (): Promise<never> => Promise.reject(new TypeError('gave up'));
    await expect(untrustedInTime(late, AbortSignal.abort(), () => null)).rejects.toThrow('gave up');
    expect(await untrustedInTime<string | null>(late, undefined, () => null)).toBeNull();
  });

  it('refuses one part of a file for a reader that overflows, and reads the next file', () => {
    const bytes = Buffer.from(XML);
    const { refusals } = readFiscal(bytes, { parser: overflow });
    expect(refusals).toMatchObject([{ code: 'FISCAL_UNREADABLE' }]);
    expect(readFiscal(Buffer.from('<a/>')).refusals).toMatchObject([{ code: 'FISCAL_UNKNOWN_LAYOUT' }]);
  });

  it('refuses a table that its reader stumbles over', async () => {
    const stumbling = new Proxy(Buffer.from('CNPJ;Nome\n1;a\n'), {
      get: (bytes, name) =>
        name === 'subarray' || name === 'buffer' ? overflow() : (Reflect.get(bytes, name) as unknown),
    });
    await expect(readWorkbook(stumbling, 'empresas.csv')).rejects.toMatchObject({ code: 'COMPANIES_CORRUPT' });
  });

  it('refuses a CSV whose quotes never end', async () => {
    const csv = Buffer.from(`CNPJ;Nome\n"${'x'.repeat(19_000_000)}`);
    await expect(readWorkbook(csv, 'empresas.csv')).rejects.toMatchObject({ code: /^COMPANIES_/ });
  });

  it('refuses a report that is no spreadsheet', async () => {
    const query = { kind: 'NFe', taxId: '11222333000181', role: 'issuer', month: '2026-03' } as never;
    const noBook = zip({ 'xl/workbook.xml': '['.repeat(50_000) });
    await expect(readReport(noBook, query)).rejects.toMatchObject({ code: 'SIEG_REPORT_UNREADABLE' });
  });
});
