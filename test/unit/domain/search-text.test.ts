import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCents, searchTerms } from '../../../src/engine/domain';

const KEY = '35260311222333000181550010000012341000012345';

describe('what a search means', () => {
  it.each([
    ['in groups of four', KEY.replace(/(.{4})/g, '$1 ')],
    ['with dots and dashes', KEY.replace(/^(..)(....)(.{14})(.*)$/, '$1.$2-$3.$4')],
  ])('finds a key that is written %s', (_how, typed) => {
    expect(searchTerms(typed)?.bare).toBe(KEY);
  });

  it('has nothing besides the text itself where there is no punctuation to leave out, or more than a number is typed', () => {
    expect(searchTerms(KEY)).toMatchObject({ text: KEY, bare: null });
    expect(searchTerms('2026/03/NFe/nota_é.xml')?.bare).toBeNull();
    expect(searchTerms('.')?.bare).toBeNull();
    expect(searchTerms('  ')).toBeNull();
  });

  it.each([
    ['1.234,56', [123_456n]],
    ['R$ 1.234,56', [123_456n]],
    ['1234,5', [123_450n]],
    ['1.500', [150n, 150_000n]],
    ['987', [98_700n]],
    ['nota', []],
    ['12/03', []],
  ])('takes %s for the amounts that it may be', (typed, cents) => {
    expect(searchTerms(typed)?.cents).toEqual(cents);
  });

  it('knows every amount by the way it is shown', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), (cents) => {
        expect(searchTerms(`R$ ${formatCents(cents)}`)?.cents).toContain(cents);
      }),
    );
  });
});
