import type { Direction } from '../domain';

/**
 * What documents of a company add up to, in cents: the live ones alone (a cancelled one is worth nothing), and what came in, went out
 * and merely concerns the company (freight of others, references) apart, since their sum would mean nothing.
 */
export interface LiveSums {
  readonly inboundCents: number;
  readonly outboundCents: number;
  readonly otherCents: number;
  /** Live documents whose layout states no total: they are in none of the sums. */
  readonly unvalued: number;
}

export const NO_SUMS: LiveSums = { inboundCents: 0, outboundCents: 0, otherCents: 0, unvalued: 0 };

/** The sums of `LiveSums` over rows with `totalCents`, `direction` and `cancelled`. */
export const LIVE_SUMS = `
  coalesce(sum(totalCents) FILTER (WHERE NOT cancelled AND direction = 'inbound'), 0) AS inboundCents,
  coalesce(sum(totalCents) FILTER (WHERE NOT cancelled AND direction = 'outbound'), 0) AS outboundCents,
  coalesce(sum(totalCents) FILTER (WHERE NOT cancelled AND direction NOT IN ('inbound', 'outbound')), 0) AS otherCents,
  count(*) FILTER (WHERE NOT cancelled AND totalCents IS NULL) AS unvalued`;

/** The same, a document at a time. */
export function addToSums(
  sums: LiveSums,
  document: { readonly totalCents: number | null; readonly cancelled: boolean },
  direction: Direction,
): LiveSums {
  if (document.cancelled) return sums;
  const { totalCents } = document;
  if (totalCents === null) return { ...sums, unvalued: sums.unvalued + 1 };
  switch (direction) {
    case 'inbound':
      return { ...sums, inboundCents: sums.inboundCents + totalCents };
    case 'outbound':
      return { ...sums, outboundCents: sums.outboundCents + totalCents };
    default:
      return { ...sums, otherCents: sums.otherCents + totalCents };
  }
}
