import type { Party, PartyRole, SiegKind, TaxId } from '../../engine/domain';
import { inventedCpf } from './companies';
import type { Random } from './random';

/** Who stands in a document, before it has a key. */
export interface Cast {
  readonly parties: readonly Party[];
  readonly issuer: TaxId;
  readonly operation: '0' | '1' | null;
  readonly takerPointer: string | null;
}

/** From whom the other parties are taken. */
export interface Society {
  /** Tax ids of the office's clients. */
  readonly clients: readonly TaxId[];
  /** Tax ids of everybody else. */
  readonly strangers: readonly TaxId[];
}

const TWO_CLIENTS = 0.08;

function someoneElse(random: Random, society: Society, owner: TaxId): TaxId {
  if (random.chance(TWO_CLIENTS)) {
    const client = random.pick(society.clients);
    if (client !== owner) return client;
  }
  return random.pick(society.strangers);
}

function party(role: PartyRole, taxId: TaxId): Party {
  return { role, taxId };
}

function goodsInvoice(random: Random, society: Society, owner: TaxId): Cast {
  const place = random.weighted<'issuer' | 'recipient' | 'carrier'>([
    ['issuer', 0.5],
    ['recipient', 0.46],
    ['carrier', 0.04],
  ]);
  const issuer =
    place === 'issuer'
      ? owner
      : place === 'recipient'
        ? someoneElse(random, society, owner)
        : random.pick(society.strangers);
  const recipient =
    place === 'recipient'
      ? owner
      : place === 'issuer'
        ? someoneElse(random, society, owner)
        : random.pick(society.strangers);
  const parties = [party('issuer', issuer), party('recipient', recipient)];
  if (place === 'carrier') parties.push(party('carrier', owner));
  else if (random.chance(0.3)) parties.push(party('carrier', random.pick(society.strangers)));
  return { parties, issuer, operation: random.chance(0.07) ? '0' : '1', takerPointer: null };
}

/** NFC-e and CF-e: sold over the counter, the consumer seldom named. */
function retail(random: Random, owner: TaxId): Cast {
  const parties = [party('issuer', owner)];
  if (random.chance(0.25)) parties.push(party('recipient', inventedCpf(random)));
  return { parties, issuer: owner, operation: '1', takerPointer: null };
}

const FREIGHT_GROUPS = ['sender', 'shipper', 'receiver', 'recipient'] as const;

function freight(random: Random, society: Society, owner: TaxId): Cast {
  const place = random.weighted<'issuer' | 'taker' | 'sender' | 'recipient'>([
    ['issuer', 0.4],
    ['taker', 0.36],
    ['sender', 0.12],
    ['recipient', 0.12],
  ]);
  const pointer =
    place === 'sender'
      ? 3
      : place === 'recipient'
        ? 0
        : random.weighted([
            [0, 0.35],
            [1, 0.1],
            [2, 0.1],
            [3, 0.3],
            [4, 0.15],
          ]);
  const members = new Map<PartyRole, TaxId>(FREIGHT_GROUPS.map((role) => [role, random.pick(society.strangers)]));
  const taker = place === 'taker' ? owner : someoneElse(random, society, owner);
  const pointed = FREIGHT_GROUPS[pointer];
  if (pointed !== undefined) members.set(pointed, taker);
  if (place === 'sender' || place === 'recipient') members.set(place, owner);
  if (pointer !== 1) members.delete('shipper');
  if (pointer !== 2) members.delete('receiver');
  const issuer = place === 'issuer' ? owner : random.pick(society.strangers);
  const parties = [
    party('issuer', issuer),
    ...[...members].map(([role, id]) => party(role, id)),
    party('taker', taker),
  ];
  return { parties, issuer, operation: null, takerPointer: String(pointer) };
}

/** The national NFS-e still has a numeric key (layout 1.01), so an alphanumeric company only takes services. */
function service(random: Random, society: Society, owner: TaxId): Cast {
  const provides = isNumeric(owner) && random.chance(0.6);
  const other = someoneElse(random, society, owner);
  const provider = provides ? owner : isNumeric(other) ? other : random.pick(society.strangers);
  const taker = provides ? other : owner;
  const parties = [party('issuer', provider), party('provider', provider), party('taker', taker)];
  return { parties, issuer: provider, operation: null, takerPointer: null };
}

/** A bill for communication or electricity: `owner` is the customer. */
export function billCast(random: Random, society: Society, owner: TaxId): Cast {
  const issuer = random.pick(society.strangers);
  return { parties: [party('issuer', issuer), party('recipient', owner)], issuer, operation: null, takerPointer: null };
}

/** Whether a tax id holds digits only, as SAT equipment and the national NFS-e still require. */
export function isNumeric(taxId: TaxId): boolean {
  return /^\d+$/.test(taxId);
}

/** Chooses the parties of a document of this kind in which `owner` stands. */
export function castFor(kind: SiegKind, random: Random, society: Society, owner: TaxId): Cast {
  switch (kind) {
    case 'NFe':
      return goodsInvoice(random, society, owner);
    case 'CTe':
      return freight(random, society, owner);
    case 'NFSe':
      return service(random, society, owner);
    case 'NFCe':
    case 'CFe':
      return retail(random, owner);
  }
}

/** The cast of the extra-large company: it issues everything, so that only narrower days, not roles, thin its pages out. */
export function issuerCast(kind: 'CTe' | 'NFe', random: Random, society: Society, owner: TaxId): Cast {
  const other = random.pick(society.strangers);
  const recipient = party('recipient', random.pick(society.strangers));
  if (kind === 'NFe')
    return { parties: [party('issuer', owner), recipient], issuer: owner, operation: '1', takerPointer: null };
  const parties = [party('issuer', owner), party('sender', other), recipient, party('taker', other)];
  return { parties, issuer: owner, operation: null, takerPointer: '0' };
}
