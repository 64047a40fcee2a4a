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
