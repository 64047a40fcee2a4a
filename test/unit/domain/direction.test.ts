import { describe, expect, it } from 'vitest';
import { directionFor, type Direction, type DirectionFacts, type PartyRole } from '../../../src/engine/domain';

const COMPANY = '11222333000181';
const BRANCH = '11222333000262';
const OTHER = '99888777000100';

function facts(kind: DirectionFacts['kind'], operation: '0' | '1' | null, ...roles: PartyRole[]): DirectionFacts {
  const others = [{ role: 'authorised' as const, taxId: BRANCH }];
  return { model: '', kind, operation, parties: [...roles.map((role) => ({ role, taxId: COMPANY })), ...others] };
}

const CASES: readonly (readonly [Direction, DirectionFacts])[] = [
  ['outbound', facts('NFe', '1', 'issuer')],
  ['inbound', facts('NFe', '0', 'issuer')],
  ['inbound', facts('NFe', '1', 'recipient')],
  ['reference', facts('NFe', '0', 'recipient')],
  ['outbound', facts('NFe', '1', 'recipient', 'issuer')],
  ['inbound', facts('NFe', '0', 'recipient', 'issuer')],
  ['third-party', facts('NFe', '1', 'carrier')],
  ['third-party', facts('NFe', '1', 'authorised', 'pickup')],
  ['unknown', facts('NFe', null, 'issuer')],
  ['unknown', facts('NFe', '1')],
  ['outbound', facts('NFCe', '1', 'issuer')],
  ['inbound', facts('NFCe', '1', 'recipient')],
  ['inbound', facts('CFe', null, 'recipient')],
  ['outbound', facts('CTe', null, 'issuer', 'taker')],
  ['inbound', facts('CTe', null, 'sender', 'taker')],
  ['participant', facts('CTe', null, 'sender')],
  ['participant', facts('CTe', null, 'recipient')],
  ['third-party', facts('CTe', null, 'authorised')],
  ['issued', facts('MDFe', null, 'issuer', 'contractor')],
  ['contracted', facts('MDFe', null, 'contractor')],
  ['outbound', facts('NFSe', null, 'issuer', 'provider')],
  ['inbound', facts('NFSe', null, 'issuer', 'taker')],
  ['third-party', facts('NFSe', null, 'intermediary')],
  ['outbound', facts('NFSe', null, 'issuer')],
];

describe('directionFor', () => {
  it.each(CASES)('%s: %j', (direction, document) => {
    expect(directionFor(document, COMPANY)).toBe(direction);
  });

  it('does not take another establishment of the group for the company', () => {
    const document = facts('NFe', '1', 'issuer');
    expect(directionFor(document, BRANCH)).toBe('third-party');
    expect(directionFor(document, OTHER)).toBe('unknown');
  });

  it('does not take the issuer of a service for its provider when the provider is another', () => {
    const parties = [
      { role: 'issuer' as const, taxId: COMPANY },
      { role: 'provider' as const, taxId: OTHER },
    ];
    expect(directionFor({ model: 'NFSe-nac', kind: 'NFSe', operation: null, parties }, COMPANY)).toBe('third-party');
  });
});
