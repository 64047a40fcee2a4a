import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TooDeep, walkJson } from '../../../../src/engine/jobs/legacy-import/json-walk';
import { eachLine } from '../../../../src/engine/jobs/legacy-import/lines';
import { LogReader } from '../../../../src/engine/jobs/legacy-import/log-file';
import { readState } from '../../../../src/engine/jobs/legacy-import/state-file';
import { instantOf, monthNamed } from '../../../../src/engine/jobs/legacy-import/texts';
import { readTransaction } from '../../../../src/engine/jobs/legacy-import/transaction-file';
import { relPath } from '../../../../src/engine/shares';
import { never } from '../../../support/intake-fixture';
import { openMemoryRoot } from '../../../support/memory-root';
import { ALFA, BETA, noteKey } from '../../../support/notes';

const [ONE, TWO, THREE] = [noteKey({ number: 1 }), noteKey({ number: 2 }), noteKey({ number: 3 })];
const WRONG = `${ONE.slice(0, 43)}${String((Number(ONE[43]) + 1) % 10)}`;

const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const state = (value: unknown, month: string | null = '2025-08'): ReturnType<typeof readState> =>
  readState(bytes(value), month);
const transaction = (
  value: unknown,
  name = 'batch_11222333000181_20250828_200500.json',
): ReturnType<typeof readTransaction> => readTransaction(bytes(value), name, Date.parse('2025-08-30T12:00:00Z'));

describe('state.json', () => {
  const shapes = {
    v2: { month_key: '08-2025', schema_version: 2, processed_xml_keys: { [ALFA]: { '08-2025': { NFe: [ONE, TWO] } } } },
    'of the incident': {
      version: '2.0',
      companies: { [ALFA]: { NFe: { processed_keys: [ONE, TWO], skip_counts: { Emitente: 2 } } } },
    },
    flat: { schema_version: 2, processed_xml_keys: { [ALFA]: { '2025-08': [ONE, TWO] } }, xml_skip_counts: {} },
  };
  it.each(Object.entries(shapes))('%s gives each key with company, kind and month, as a mere claim', (_name, shape) => {
    const { claims, problem } = state(shape);
    expect(problem).toBeNull();
    const rest = { claim: 'processed', taxId: ALFA, kind: 'NFe', month: '2025-08', target: null, at: null };
    expect(claims).toEqual([ONE, TWO].map((identity) => ({ identity, ...rest })));
  });

  it('is read with a byte-order mark, in UTF-16, and with keys as names', () => {
    const shape = { processed_xml_keys: { [ALFA]: { '08-2025': { NFe: { [ONE]: '2025-08-29' } } } } };
    const text = JSON.stringify(shape);
    const forms = [Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, 'utf16le')];
    for (const form of forms) expect(readState(form, null).claims.map(({ identity }) => identity)).toEqual([ONE]);
  });

  it('does not take keys of pendencies, counts and failures for processed ones', () => {
    const shape = { ...shapes.v2, report_pendencies: { [ALFA]: [THREE] }, failed_companies: { [BETA]: [THREE] } };
    expect(state(shape).claims).toHaveLength(2);
  });

  it('names keys with a wrong check digit and values that are no keys, and takes the rest', () => {
    const { claims, problem } = state({
      processed_xml_keys: { [ALFA]: { '08-2025': { NFe: [ONE, WRONG, 7, null] } } },
    });
    expect(claims.map(({ identity }) => identity)).toEqual([ONE]);
    expect(problem).toContain('2 valores');
    expect(problem).toContain(WRONG);
  });

  it.each([
    ['cut', JSON.stringify(shapes.v2).slice(0, 60)],
    ['empty', ''],
    ['of another sort', '[1, 2]'],
    ['of another program', '{"nome": "valor"}'],
    ['no JSON', 'NaN'],
    ['nested too deep', `{"processed_xml_keys":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['nested beyond all measure', '['.repeat(400_000)],
    ['a list where an object should be', '{"processed_xml_keys": "nada"}'],
  ])('%s is named and gives nothing', (_name, text) => {
    const { claims, problem } = state(text);
    expect(claims).toEqual([]);
    expect(problem).toMatch(/\.$/);
  });

  it('never throws, whatever JSON it is given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('processed_xml_keys', 'companies', 'x'), (value, name) => {
        state({ [name]: value });
        transaction({ [name]: value });
      }),
    );
  });
});

describe('a completed transaction', () => {
  const target = (key: string): string => `\\\\servidor\\xml_import\\Import\\${key}.xml`;
  const shapes = {
    'a list of operations': {
      cnpj: ALFA,
      operations: [{ type: 'copy', target_paths: [target(ONE)] }, { target: target(TWO) }],
    },
    'operations by name': { operations: { flat: { a: { dst: target(ONE) }, b: { dst: target(TWO) } } } },
    'texts of operations': { transaction: { operations: [`COPY x -> ${target(ONE)}`, `COPY x -> ${target(TWO)}`] } },
    'keys as names': { operations: { [ONE]: true, [TWO]: { ok: true } } },
    'no operations at all': { files: [target(ONE), { path: target(TWO) }] },
    'a list': [{ target: target(ONE) }, target(TWO)],
  };
  it.each(Object.entries(shapes))('with %s proves that each key was handed over', (_name, shape) => {
    const { claims, problem } = transaction(shape);
    expect(problem).toBeNull();
    expect(claims.map(({ identity, claim, taxId, kind }) => ({ identity, claim, taxId, kind }))).toEqual(
      [ONE, TWO].map((identity) => ({ identity, claim: 'handed-over', taxId: ALFA, kind: 'NFe' })),
    );
  });

  it('tells where to and when: by its own words, its name, or its age', () => {
    const operations = [{ source: `Y:\\${ONE}.xml`, target: target(ONE) }];
    expect(transaction({ operations, completed_at: '2025-08-28T20:06:00' }).claims[0]).toMatchObject({
      target: target(ONE),
      at: '2025-08-28T23:06:00.000Z',
    });
    expect(transaction({ operations }).claims[0]?.at).toBe('2025-08-28T23:05:00.000Z');
    expect(transaction({ operations }, 'qualquer.json').claims[0]).toMatchObject({
      taxId: null,
      at: '2025-08-30T12:00:00.000Z',
    });
  });

  it('proves of a _CANC file only that the cancellation was handed over', () => {
    const { claims } = transaction({
      operations: [{ target: `\\\\s\\Cancelados\\${ONE}_CANC.xml` }, { target: target(TWO) }],
    });
    expect(claims.map(({ identity, claim }) => [identity, claim])).toEqual([
      [ONE, 'cancellation-handed-over'],
      [TWO, 'handed-over'],
    ]);
  });

  it('proves nothing of an operation that says that it failed', () => {
    const operations = [
      { target: target(ONE), status: 'completed' },
      { target: target(TWO), status: 'failed' },
      { target: target(THREE), success: false },
    ];
    expect(transaction({ operations }).claims.map(({ identity }) => identity)).toEqual([ONE]);
    expect(transaction({ operations, status: 'rolled_back' }).claims).toEqual([]);
  });

  it('leaves keys outside of the operations alone when there are operations', () => {
    expect(transaction({ xml_key: THREE, operations: [target(ONE)] }).claims.map(({ identity }) => identity)).toEqual([
      ONE,
    ]);
  });

  it('names keys with a wrong check digit, and what is no transaction', () => {
    expect(transaction({ operations: [WRONG] })).toMatchObject({
      claims: [],
      problem: expect.stringContaining(WRONG) as string,
    });
    for (const text of ['', '"texto"', '{"operations": [', '['.repeat(400_000)]) {
      expect(transaction(text)).toMatchObject({ claims: [], problem: expect.stringMatching(/\.$/) as string });
    }
  });
});

describe('a log', () => {
  function read(lines: readonly string[]): LogReader['singles'] {
    const reader = new LogReader();
    for (const line of lines) reader.line(line);
    return reader.singles;
  }
  const single = (taxId: string, count: string): string =>
    `2025-08-29 10:24:52.478 | INFO | [${taxId}] Iniciando download individual de ${count} chaves faltantes...`;

  it('tells what was fetched one by one, with kind and month of the line before', () => {
    const validation = `2025-08-29 10:24:52.471 | INFO | [${ALFA}] Resultado Validação CTe (2025-08): ATENCAO - Atenção (4491 Faltantes Válidos)`;
    expect(read([validation, single(ALFA, '4491'), single(BETA, '1.014')])).toEqual([
      { taxId: ALFA, kind: 'CTe', month: '2025-08', documents: 4491, at: '2025-08-29T13:24:52.478Z', line: 2 },
      { taxId: BETA, kind: null, month: null, documents: 1014, at: '2025-08-29T13:24:52.478Z', line: 3 },
    ]);
  });

  it('is understood whatever became of its accents', () => {
    for (const word of ['Valida\u00c3\u00a7\u00c3\u00a3o', 'Valida\u00e7\u00e3o', 'Valida??o']) {
      const line = `2025-08-29 10:24:52,471 - [${ALFA}] Resultado ${word} NFe (08-2025): OK`;
      expect(read([line, single(ALFA, '3')])).toMatchObject([{ kind: 'NFe', month: '2025-08' }]);
    }
  });

  it('says nothing in all its other lines', () => {
    expect(
      read(['', '[', 'flat_copy_success: 0', '[abc] Iniciando download individual de x chaves', single('123', '4')]),
    ).toEqual([]);
  });

  it('is read line by line, whatever its line ends and the length of its lines', async () => {
    const old = openMemoryRoot('legacy');
    const file = relPath('logs', 'sistema.log');
    await old.writeVerified(file, Buffer.from(['um', 'x'.repeat(3_000_000), single(ALFA, '7'), 'fim'].join('\r\n')));
    const lines: string[] = [];
    expect(await eachLine(old, file, (line) => lines.push(line.trimEnd()), never)).toBe(true);
    expect(lines.map((line) => line.slice(0, 3))).toEqual(['um', 'xxx', '202', 'fim']);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2_500_000);
  });
});

describe('words of the old system', () => {
  it.each([
    ['2025-08-28 20:05:00', '2025-08-28T23:05:00.000Z'],
    ['2025-08-28T20:05:00.25Z', '2025-08-28T20:05:00.250Z'],
    ['2025-08-28T20:05:00-0300', '2025-08-28T23:05:00.000Z'],
    ['20250828_200500', '2025-08-28T23:05:00.000Z'],
    [1756422300, '2025-08-28T23:05:00.000Z'],
    ['1756422300123', '2025-08-28T23:05:00.000Z'],
    ['ontem', null],
    ['2025-13-45 99:99:99', null],
  ])('%s is the instant %s', (text, instant) => {
    expect(instantOf(text)).toBe(instant);
  });

  it('names a month in two ways', () => {
    expect(['08-2025', '2025-08', '13-2025', '2025', '08/2025'].map(monthNamed)).toEqual([
      '2025-08',
      '2025-08',
      null,
      null,
      null,
    ]);
  });
});

describe('the walk through JSON', () => {
  it('visits every value in its order, and stops at a depth that no program reaches', () => {
    const seen: string[] = [];
    const visitor = {
      enter: (name: string): true | null => (name === 'fora' ? null : true),
      leaf: (value: unknown, name: string): void => void seen.push(`${name}=${String(value)}`),
    };
    walkJson({ a: [1, { b: 'x' }], fora: { c: 2 }, d: null }, true, visitor);
    expect(seen).toEqual(['a=1', 'b=x', 'd=null']);
    let deep: unknown = 1;
    for (let level = 0; level < 300; level += 1) deep = [deep];
    expect(() => walkJson(deep, true, visitor)).toThrow(TooDeep);
  });
});
