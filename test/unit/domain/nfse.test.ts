import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeMunicipalNfseIdentity,
  decodeNationalNfseKey,
  encodeNationalNfseKey,
  hasValidNationalNfseCheckDigit,
  keyOfIdentity,
  municipalNfseIdentity,
  nationalNfseIdentity,
} from '../../../src/engine/domain';
import { cpf, month, numericCnpj } from './arbitraries';

it('a national key keeps its parts', () => {
  const parts = fc.record({
    municipality: fc.constantFrom('3550308', '1505486'),
    generator: fc.constantFrom('1', '2'),
    issuer: fc.oneof(numericCnpj, cpf),
    number: fc.nat().map(String),
    month,
    random: fc.nat({ max: 999_999_999 }).map((n) => String(n).padStart(9, '0')),
  });
  fc.assert(
    fc.property(parts, (each) => {
      const key = encodeNationalNfseKey(each);
      expect(hasValidNationalNfseCheckDigit(key)).toBe(true);
      expect(decodeNationalNfseKey(key)).toEqual(each);
      expect(nationalNfseIdentity(key)).toBe(`NFS:${key}`);
    }),
  );
});

const municipal = {
  municipality: '3550308',
  hint: null,
  registration: '123',
  issuer: '11222333000181',
  number: '00042',
  verification: 'ab-cd 12',
};

it('a municipal note is known by municipality, issuer and number, never by its code', () => {
  expect(municipalNfseIdentity(municipal)).toBe('NFSE:3550308:11222333000181:42');
  expect(municipalNfseIdentity({ ...municipal, verification: null })).toBe('NFSE:3550308:11222333000181:42');
  expect(decodeMunicipalNfseIdentity('NFSE:3550308:11222333000181:42')).toEqual({
    municipality: '3550308',
    issuer: '11222333000181',
    number: '42',
  });
});

it('what is stated instead of a municipality stands in for it, else the registration of the issuer', () => {
  const unplaced = { ...municipal, municipality: null };
  expect(municipalNfseIdentity({ ...unplaced, hint: 'tom:8541' })).toBe('NFSE:~TOM8541:11222333000181:42');
  expect(municipalNfseIdentity({ ...unplaced, hint: 'name:BAURU/SP' })).toBe('NFSE:~BAURUSP:11222333000181:42');
  expect(municipalNfseIdentity(unplaced)).toBe('NFSE:IM123:11222333000181:42');
  expect(decodeMunicipalNfseIdentity(municipalNfseIdentity(unplaced))?.municipality).toBeNull();
});

it('a note without an issuer is known by its code, and is no note of anybody', () => {
  const orphan = municipalNfseIdentity({ ...municipal, municipality: null, registration: null, issuer: null });
  expect(orphan).toBe('NFSE:IM:-:42:ABCD12');
  expect(decodeMunicipalNfseIdentity(orphan)?.issuer).toBeNull();
  expect(decodeMunicipalNfseIdentity('NFS:35503082211222333000181000000000000126031234567897')).toBeNull();
});

describe('the key by which SIEG is asked for an identity', () => {
  const access = '35260311222333000181550010000000011123456797';

  it('is the key itself, and that of a national NFS-e without its prefix', () => {
    const national = encodeNationalNfseKey({
      municipality: '3550308',
      generator: '2',
      issuer: '11222333000181',
      number: '12',
      month: '2026-03',
      random: '123456789',
    });
    expect(keyOfIdentity(access)).toBe(access);
    expect(keyOfIdentity(nationalNfseIdentity(national))).toBe(national);
  });

  it.each(['NFSE:3550308:11222333000181:12', 'NFSE:IM123:-:12:ABC', `RAW:${'a'.repeat(64)}`, 'NFS:', ''])(
    'is none of %s',
    (identity) => {
      expect(keyOfIdentity(identity)).toBeNull();
    },
  );
});
