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

describe('names that people gave', () => {
  const word = fc.stringMatching(/^[A-Z]{2,12}$/);
  const folder = fc
    .tuple(fc.integer({ min: 0, max: 9_999 }), fc.array(word, { minLength: 2, maxLength: 6 }))
    .map(([code, words]) => `${String(code).padStart(4, '0')}_${words.join('_')}`)
    // a name of groups of one length is taken for the key of a licence
    .filter((name) => new Set(name.split('_').map(({ length }) => length)).size > 1);

  it('are shown: folders of companies, in sentences and in paths', () => {
    fc.assert(
      fc.property(folder, (name) => {
        for (const text of [`A pasta ${name} não existe.`, `10/NFe/Entrada/${name}/2026`, `Y:\\XML\\${name}\\10`])
          expect(redact(text)).toBe(text);
      }),
    );
  });

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

describe('secrets that nobody told us of', () => {
  const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((each) => Buffer.from(each));
  const mixed = (text: string): boolean => /\d/.test(text) && /[A-Za-z]/.test(text);
  const secret = fc.oneof(
    bytes.map((each) => each.toString('base64')),
    bytes.map((each) => each.toString('base64url')),
    bytes.map((each) => each.toString('hex')),
    bytes.map((each) => encodeURIComponent(each.toString('base64'))),
    fc.uuid(),
    fc.stringMatching(/^[A-Z2-7]{32}$/),
    fc.stringMatching(/^(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}$/),
  );

  it('are hidden, alone, in a sentence, in a name and in an address', () => {
    fc.assert(
      fc.property(secret.filter(mixed), (each) => {
        for (const text of [each, `chave ${each} recusada`, `0001_EMPRESA_${each}`, `https://a.test/b/${each}?x=1`])
          expect(redact(text)).not.toContain(each);
      }),
      { numRuns: 500 },
    );
  });
});
