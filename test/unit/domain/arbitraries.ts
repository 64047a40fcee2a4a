import fc from 'fast-check';
import { cnpjCheckDigits, cpfCheckDigits, type StatusFact } from '../../../src/engine/domain';

function distinct(text: string): boolean {
  return new Set(text).size > 1;
}

function text(characters: string, length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...Array.from(characters)), { minLength: length, maxLength: length })
    .map((parts) => parts.join(''));
}

export const numericCnpj = text('0123456789', 12)
  .filter(distinct)
  .map((first12) => first12 + cnpjCheckDigits(first12));

export const alphanumericCnpj = text('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 12)
  .filter(distinct)
  .map((first12) => first12 + cnpjCheckDigits(first12));

export const cpf = text('0123456789', 9)
  .filter(distinct)
  .map((first9) => first9 + cpfCheckDigits(first9));

export const month = fc
  .tuple(fc.integer({ min: 2006, max: 2099 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, index]) => `${String(year)}-${String(index).padStart(2, '0')}`);

export const day = fc
  .date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const issuer = fc.oneof(numericCnpj, alphanumericCnpj, cpf);
const head = { state: fc.constantFrom('35', '31', '23'), month, issuer };

export const accessKeyFields = fc.oneof(
  fc.record({
    ...head,
    model: fc.constantFrom('55', '65', '57', '58', '67'),
    series: fc.nat({ max: 999 }),
    number: fc.nat({ max: 999_999_999 }),
    emissionType: fc.integer({ min: 1, max: 9 }),
    random: fc.nat({ max: 99_999_999 }),
  }),
  fc.record({
    ...head,
    model: fc.constant('59'),
    satSerial: fc.nat({ max: 999_999_999 }),
    number: fc.nat({ max: 999_999 }),
    random: fc.nat({ max: 999_999 }),
  }),
);

const at = fc.constantFrom(null, '2026-03-16T08:00:00-03:00', '2026-03-16T08:00:00-05:00', '2026-04-01');
const model = fc.constantFrom('55', '57', '58', '59', '65', 'NFSe-nac');

export const statusFact: fc.Arbitrary<StatusFact> = fc.oneof(
  fc.record({
    type: fc.constant('protocol' as const),
    model,
    cStat: fc.constantFrom(null, '100', '101', '110', '150', '204', '217'),
  }),
  fc.record({
    type: fc.constant('event' as const),
    model,
    eventType: fc.constantFrom(
      '110110',
      '110111',
      '110112',
      '210200',
      '210210',
      '210220',
      '610110',
      '610601',
      'e101101',
      '999999',
    ),
    sequence: fc.integer({ min: 1, max: 20 }),
    cStat: fc.constantFrom(null, '134', '135', '136', '155', '573'),
    at,
  }),
  fc.record({ type: fc.constant('summary' as const), situation: fc.constantFrom(null, '1', '2', '3') }),
  fc.record({ type: fc.constant('replacement' as const), by: fc.constantFrom('NFS:a', 'NFS:b') }),
);
