import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cnpjCheckDigits,
  cpfCheckDigits,
  formatTaxId,
  isCnpj,
  isCpf,
  normaliseTaxId,
  sameRoot,
} from '../../../src/engine/domain';
import { alphanumericCnpj, cpf, numericCnpj } from './arbitraries';

describe('check digits', () => {
  it('agree with the published examples', () => {
    expect(cnpjCheckDigits('12ABC34501DE')).toBe('35');
    expect(cnpjCheckDigits('112223330001')).toBe('81');
    expect(cpfCheckDigits('123456789')).toBe('09');
  });

  it('refuse repeated characters and small letters', () => {
    expect(isCnpj('00000000000000')).toBe(false);
    expect(isCpf('11111111111')).toBe(false);
    expect(isCnpj('12abc34501de35')).toBe(false);
  });
});

describe('normaliseTaxId', () => {
  it.each([
    ['11.222.333/0001-81', '11222333000181'],
    ['11222333000181.0', '11222333000181'],
    ['1,1222333000181E+13', '11222333000181'],
    [11222333000181, '11222333000181'],
    [191, '00000000000191'],
    ['12.abc.345/01de-35', '12ABC34501DE35'],
    ['123.456.789-09', '12345678909'],
    [12345678909, '12345678909'],
    [' 11222333000181 ', '11222333000181'],
    ['11222333000199', '11222333000199'],
  ])('reads %j as %s', (value, id) => {
    expect(normaliseTaxId(value)).toBe(id);
  });

  it.each([
    '',
    '0',
    'ISENTO',
    '1,12223E+13',
    '1.1222333000E+13',
    '123456789012345',
    '00000000000000',
    null,
    undefined,
    {},
    -5,
    1.5,
    Number.NaN,
  ])('reads %j as nothing', (value) => {
    expect(normaliseTaxId(value)).toBeNull();
  });

  it('is idempotent, and undone by formatting', () => {
    fc.assert(
      fc.property(fc.oneof(numericCnpj, alphanumericCnpj, cpf), (id) => {
        expect(normaliseTaxId(id)).toBe(id);
        expect(normaliseTaxId(formatTaxId(id))).toBe(id);
        expect(normaliseTaxId(id.toLowerCase())).toBe(id);
      }),
    );
  });

  it('gives back the zeros that a number loses, as long as it stays longer than a CPF', () => {
    fc.assert(
      fc.property(numericCnpj, (id) => {
        fc.pre(Number(id) >= 1e11);
        expect(normaliseTaxId(Number(id))).toBe(id);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect([11, 14, undefined]).toContain(normaliseTaxId(value)?.length);
      }),
    );
  });
});

it('the same root is the same company, whatever the establishment', () => {
  expect(sameRoot('11222333000181', '11222333000262')).toBe(true);
  expect(sameRoot('11222333000181', '11222334000181')).toBe(false);
  expect(sameRoot('12345678909', '12345678909')).toBe(true);
  expect(sameRoot('12345678909', '12345678000195')).toBe(false);
});
