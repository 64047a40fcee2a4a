import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  decodeNationalNfseKey,
  encodeNationalNfseKey,
  hasValidNationalNfseCheckDigit,
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

it('a municipal note is known by municipality, provider, number and code', () => {
  const note = { municipality: '3550308', provider: '11222333000181', number: '00042' };
  expect(municipalNfseIdentity(note)).toBe('NFSE:3550308:11222333000181:42');
  expect(municipalNfseIdentity({ ...note, verification: 'ab-cd 12' })).toBe('NFSE:3550308:11222333000181:42:ABCD12');
});
