import { hash32, type MunicipalNote, type SimDocument } from '../../office';
import { money, partyIn, type RenderContext } from '../parts';

/** What every layout writes of a municipal NFS-e, each in its own way. */
export interface NoteFacts {
  readonly note: MunicipalNote;
  readonly number: string;
  /** `2026-08-14T10:11:12`: most cities write no offset. */
  readonly issued: string;
  readonly cancelled: string | null;
  readonly provider: string;
  readonly providerName: string;
  /** Registration in the city, 8 digits. */
  readonly registration: string;
  readonly taker: string;
  readonly takerName: string;
  /** "1234.56" */
  readonly value: string;
  readonly tax: string;
  readonly service: string;
  /** Number of the receipt that the note was made from. */
  readonly receipt: string;
}

const SERVICE = 'Suporte técnico em informática & manutenção (demonstração)';

export function factsOf(document: SimDocument, note: MunicipalNote, context: RenderContext): NoteFacts {
  const provider = partyIn(document, 'provider') ?? '';
  const taker = partyIn(document, 'taker') ?? '';
  const changed = note.again === 'other-byte' && !note.first;
  return {
    note,
    number: document.number,
    issued: document.issuedAt.slice(0, 19),
    cancelled: note.cancelledAt?.slice(0, 19) ?? null,
    provider,
    providerName: context.nameOf(provider),
    registration: String(hash32('municipal registration', provider)).padStart(8, '1').slice(0, 8),
    taker,
    takerName: context.nameOf(taker),
    value: money(document.totalCents),
    tax: money(Math.round((document.totalCents * 3) / 100)),
    service: changed ? SERVICE.replace('Suporte', 'suporte') : SERVICE,
    receipt: String((hash32('receipt', document.seed) % 90_000) + 1),
  };
}

/** `1234.56` as Brazilians write it, `1.234,56`. */
export function brazilian(value: string): string {
  const [whole = '', cents = ''] = value.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '.')},${cents}`;
}

/** A CNPJ or CPF with its mask. */
export function masked(taxId: string): string {
  return taxId.length === 11
    ? taxId.replace(/(.{3})(.{3})(.{3})(..)/, '$1.$2.$3-$4')
    : taxId.replace(/(..)(.{3})(.{3})(.{4})(..)/, '$1.$2.$3/$4-$5');
}
