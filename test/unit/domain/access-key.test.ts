import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accessKeyCheckDigit,
  decodeAccessKey,
  encodeAccessKey,
  findAccessKeys,
  hasValidCheckDigit,
  isAccessKey,
} from '../../../src/engine/domain';
import { accessKeyFields, alphanumericCnpj } from './arbitraries';

const KEY = '35260311222333000181550010000000011123456797';
const ALPHANUMERIC = '35260812ABC34501DE35550010000000011123456796';
const CFE = '35260311222333000181599000040190000215133401';

describe('access key', () => {
  it('decodes the common layout', () => {
    expect(decodeAccessKey(KEY)).toEqual({
      state: '35',
      month: '2026-03',
      issuer: '11222333000181',
      model: '55',
      series: '1',
      number: '1',
      emissionType: '1',
      satSerial: null,
      random: '12345679',
      checkDigit: 7,
    });
  });

  it('decodes the layout of CF-e', () => {
    expect(decodeAccessKey(CFE)).toMatchObject({
      model: '59',
      satSerial: '900004019',
      number: '21',
      random: '513340',
      series: null,
      emissionType: null,
    });
  });

  it('accepts an alphanumeric CNPJ in its place only', () => {
    expect(hasValidCheckDigit(ALPHANUMERIC)).toBe(true);
    expect(isAccessKey(ALPHANUMERIC.toLowerCase())).toBe(false);
    expect(isAccessKey(`A${KEY.slice(1)}`)).toBe(false);
  });

  it.each(['', KEY.slice(1), `${KEY}0`, '../../etc/passwd', KEY.replace('2603', '2613')])(
    'does not decode %j',
    (text) => {
      expect(decodeAccessKey(text)).toBeNull();
    },
  );

  it('refuses to encode what does not fit', () => {
    const fields = {
      state: '35',
      month: '2026-03',
      issuer: '11222333000181',
      model: '55',
      series: 1,
      number: 1,
      random: 1,
    };
    expect(() => encodeAccessKey({ ...fields, number: '1234567890' })).toThrow(RangeError);
    expect(() => encodeAccessKey({ ...fields, issuer: 'abc' })).toThrow(RangeError);
  });

  it('encodes and decodes to the same parts, with a right check digit', () => {
    fc.assert(
      fc.property(accessKeyFields, (fields) => {
        const key = encodeAccessKey(fields);
        expect(hasValidCheckDigit(key)).toBe(true);
        const parts = decodeAccessKey(key);
        expect(parts && encodeAccessKey(parts)).toBe(key);
        expect(parts?.issuer).toBe(fields.issuer.padStart(14, '0'));
        expect(parts?.month).toBe(fields.month);
        expect(parts?.number).toBe(String(fields.number));
      }),
    );
  });

  it('notices any single digit that changes', () => {
    fc.assert(
      fc.property(accessKeyFields, fc.nat({ max: 42 }), fc.integer({ min: 1, max: 9 }), (fields, index, by) => {
        const key = encodeAccessKey(fields);
        const old = key.charAt(index);
        fc.pre(/\d/.test(old));
        const changed = key.slice(0, index) + String((Number(old) + by) % 10) + key.slice(index + 1);
        const [before, after] = [accessKeyCheckDigit(key.slice(0, 43)), accessKeyCheckDigit(changed.slice(0, 43))];
        // Remainders 0 and 1 share the digit 0, so only that pair may go unnoticed.
        expect(before !== after || before === 0).toBe(true);
      }),
    );
  });

  it('never throws and never accepts a false shape', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(decodeAccessKey(text)).toBeNull();
      }),
    );
  });
});

describe('findAccessKeys', () => {
  it('finds keys in names and broken files, once each and in order', () => {
    expect(findAccessKeys(`NFe${KEY}-nfe.xml <chNFe>${ALPHANUMERIC}</chNFe> ${KEY}`)).toEqual([KEY, ALPHANUMERIC]);
    expect(findAccessKeys(ALPHANUMERIC.toLowerCase())).toEqual([ALPHANUMERIC]);
  });

  it('does not cut a key out of a longer number', () => {
    expect(findAccessKeys(`NFS${'1'.repeat(50)} ID110111${KEY}01`)).toEqual([]);
  });

  it('finds the key of any CNPJ', () => {
    fc.assert(
      fc.property(alphanumericCnpj, (issuer) => {
        const key = encodeAccessKey({
          state: '35',
          month: '2026-08',
          issuer,
          model: '55',
          series: 1,
          number: 1,
          random: 1,
        });
        expect(findAccessKeys(`a ${key} b`)).toEqual([key]);
      }),
    );
  });
});
