import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessKeyCheckDigit } from '../../../src/engine/domain';
import { createRedactor } from '../../../src/shared/redact';

const { redact } = createRedactor([]);
const ALPHANUMERIC = '35261012ABC34501DE35550010000001041000000140';

const digits = (length: number): fc.Arbitrary<string> => fc.stringMatching(new RegExp(`^[0-9]{${String(length)}}$`));
const key = fc
  .tuple(digits(6), fc.stringMatching(/^[0-9A-Z]{12}$/), digits(25))
  .map((parts) => parts.join(''))
  .map((first43) => `${first43}${String(accessKeyCheckDigit(first43))}`);

describe('an access key', () => {
  it.each([
    ['in a sentence', `O documento ${ALPHANUMERIC} não foi encontrado.`],
    ['in JSON', `{"key":"${ALPHANUMERIC}"}`],
    ['in an Id', `Id="NFe${ALPHANUMERIC}"`],
    ['in the Id of an event', `ID110111${ALPHANUMERIC}01`],
    ['as the name of a file', `${ALPHANUMERIC}.xml, ${ALPHANUMERIC}_CANC.xml`],
    ['in a path', `03/NFe/Entrada/${ALPHANUMERIC}.xml`],
    ['twice in one word', `${ALPHANUMERIC}_${ALPHANUMERIC}`],
    ['as the identity of an event', `55:${ALPHANUMERIC}:110111:1`],
  ])('is shown %s', (_where, text) => {
    expect(redact(text)).toBe(text);
  });

  it('of any issuer is shown', () => {
    fc.assert(
      fc.property(key, (each) => {
        expect(redact(`chave ${each}, arquivo NFe${each}.xml`)).toBe(`chave ${each}, arquivo NFe${each}.xml`);
      }),
    );
  });

  it('does not take what stands beside it along', () => {
    const secret = 'abc123DEF456ghi789JKL012mno';
    expect(redact(`${secret}/${ALPHANUMERIC}/${secret}`)).toBe(`•••${ALPHANUMERIC}•••`);
    expect(redact(`api_key=${ALPHANUMERIC}`)).toBe('api_key=•••');
    expect(redact(`Bearer ${ALPHANUMERIC}`)).toBe('Bearer •••');
    expect(createRedactor([ALPHANUMERIC]).redact(`x ${ALPHANUMERIC}`)).toBe('x •••');
  });
});

it.each([
  ['a run of letters and digits', 'abc123DEF456ghi789JKL012mno'],
  ['letters where a key has digits', ALPHANUMERIC.replace(/.{4}$/, 'ABCD')],
  ['a key in small letters', ALPHANUMERIC.toLowerCase()],
  ['a number longer than a key with letters', `9${ALPHANUMERIC}`],
])('%s is masked', (_what, text) => {
  expect(redact(text)).toBe('•••');
});

describe('where a file lies', () => {
  const word = fc.constantFrom(
    ...[
      'ALFA',
      'COMERCIO',
      'DE',
      'MOVEIS',
      'ALIMENTOS',
      'LTDA',
      'ME',
      '3M',
      'G4',
      'S',
      'A',
      'TRANSPORTADORA',
      'EMPRESA12',
    ],
    ...['Padaria', 'do', 'Bairro', '2000', "D'ÁGUA", 'CONSTRUÇÕES', '12ABC34501DE35', '00000000000191'],
  );
  const folder = fc
    .tuple(fc.nat({ max: 9_999 }), fc.array(word, { minLength: 1, maxLength: 8 }), fc.constantFrom('_', '-', ' '))
    .map(([code, words, between]) => `${String(code).padStart(4, '0')}_${words.join(between)}`);
  const file = fc.oneof(
    key.map((each) => `${each}.xml`),
    fc.tuple(key, fc.constantFrom('_CANC', '_110111_1', '_CANC_110112_2')).map(([each, mark]) => `${each}${mark}.xml`),
    fc.tuple(digits(7), digits(14), digits(9)).map(([place, issuer, n]) => `NFSE_${place}_${issuer}_${n}_CANC.xml`),
    fc.tuple(digits(6), digits(14)).map(([place, issuer]) => `NFSE_IM${place}_${issuer}_12.xml`),
    fc.stringMatching(/^[0-9a-f]{64}$/).map((hash) => `RAW_${hash}.xml`),
    digits(50).map((each) => `${each}.xml`),
  );
  const path = fc
    .tuple(
      fc.constantFrom('2026', '2031'),
      folder,
      fc.constantFrom('01', '12'),
      fc.constantFrom('NFe', 'CTe', 'NFCe', 'NFSe', 'CFe', 'NFCom', 'NF3e', 'BPe', 'DCe', 'GTVe', 'Mês_anterior/NFe'),
      fc.constantFrom('/Entrada', '/Saída', ''),
      file,
    )
    .map(([year, company, month, kind, direction, name]) => `${year}/${company}/${month}/${kind}${direction}/${name}`);

  it('is shown whole, whatever the company is called and the file is', () => {
    fc.assert(
      fc.property(path, fc.boolean(), (each, isWindows) => {
        const shown = isWindows ? `Y:\\${each.replaceAll('/', '\\')}` : each;
        expect(redact(`O caminho ${shown} não pode ser usado.`)).toBe(`O caminho ${shown} não pode ser usado.`);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is shown as far as it is Malote’s own, when the file has an odd name', () => {
    const odd = 'abc123DEF456ghi789JKL012mno';
    expect(redact(`2026/0001_ALFA_COMERCIO/03/NFe/Entrada/${odd}.xml`)).toBe(
      '2026/0001_ALFA_COMERCIO/03/NFe/Entrada/•••.xml',
    );
    expect(redact(`Import/${odd}.xml`)).toBe('Import/•••.xml');
  });
});

describe('names that people and Malote gave', () => {
  it.each([
    '0001_PADARIA_EXEMPLO_LTDA',
    '0350_3M_DISTRIBUIDORA_DE_ITENS_EPP',
    'relatorio-nfe_0001_PADARIA_EXEMPLO_LTDA_10_2026.xlsx',
    'settings.broken-2026-11-29-104105123.json',
    'malote-evidencias-2026-10-30T10h15.pdf',
    `0001_PADARIA_EXEMPLO_LTDA/${ALPHANUMERIC}.xml`,
  ])('%s is shown', (name) => {
    expect(redact(name)).toBe(name);
  });
});

describe('what looks like a credential', () => {
  const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((array) => Buffer.from(array));
  // of bytes that are all alike, as those of shrunk examples are, nothing random is made
  const random = bytes.filter((each) => new Set(each).size > 18);
  const secret = fc
    .oneof(
      random.map((each) => each.toString('base64')),
      random.map((each) => each.toString('base64url')),
      random.map((each) => each.toString('hex')),
      random.map((each) => encodeURIComponent(each.toString('base64'))),
      random.map((each) => encodeURIComponent(encodeURIComponent(each.toString('base64')))),
      random.map((each) => each.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')),
    )
    .filter((each) => /\d/.test(each) && /[A-Za-z]/.test(each));
  const SEED = 20_261_129;

  it('is hidden, whatever stands around it', () => {
    fc.assert(
      fc.property(secret, fc.constantFrom(' ', '"', '(', '\n'), (each, before) => {
        expect(redact(`recusado${before}${each}${before}fim`)).toBe(`recusado${before}•••${before}fim`);
      }),
      { numRuns: 2_000, seed: SEED },
    );
  });

  it.each(['A1B2C-3D4E5-F6A7B-8C9D0-E1F2A', 'ABCDE-FGHIJ-KLMNO-12345-PQRST'])('is hidden as the licence %s', (each) => {
    expect(redact(`chave ${each} recusada`)).toBe('chave ••• recusada');
  });

  it('is hidden in a path too', () => {
    fc.assert(
      fc.property(secret, (each) => {
        const shown = redact(`2026/0001_ALFA/03/${each}.xml`);
        expect(shown.startsWith('2026/0001_ALFA/03/')).toBe(true);
        for (let at = 0; at + 12 <= each.length; at += 1) expect(shown).not.toContain(each.slice(at, at + 12));
      }),
      { numRuns: 2_000, seed: SEED },
    );
  });
});

describe('what whoever reads a text has typed', () => {
  const typed = '/mnt/B4ckup-Nas01x/pendrive9Z/malote.db';

  it('is shown as it was typed, and nothing else of its look', () => {
    const { redact } = createRedactor([], [typed]);
    const other = '/mnt/B4ckup-Nas01x/pendrive8Y/malote.db';
    expect(createRedactor([]).redact(`A cópia ${typed} não pôde ser lida`)).not.toContain(typed);
    expect(redact(`A cópia ${typed} não pôde ser lida (${typed})`)).toBe(
      `A cópia ${typed} não pôde ser lida (${typed})`,
    );
    expect(redact(other)).not.toContain('pendrive8Y');
    expect(redact('token=abc')).toBe('token=•••');
  });

  it('is hidden where it holds a secret', () => {
    const { redact } = createRedactor(['Nas01x/pendrive9Z'], [typed]);
    expect(redact(typed)).not.toContain('Nas01x/pendrive9Z');
  });
});
