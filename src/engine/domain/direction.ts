import { directionRule, type Direction, type DocumentKind, type Party, type PartyRole, type TaxId } from './kinds';

/** What the direction of a document depends on; a `FiscalDocument` has all of it. */
export interface DirectionFacts {
  readonly model: string;
  readonly kind: DocumentKind;
  /** tpNF: "0" inbound, "1" outbound, as the issuer sees it. */
  readonly operation: '0' | '1' | null;
  readonly parties: readonly Party[];
}

type Roles = ReadonlySet<PartyRole>;

function goodsInvoice(roles: Roles, operation: '0' | '1' | null): Direction {
  if (!roles.has('issuer') && !roles.has('recipient')) return 'third-party';
  if (operation === null) return 'unknown';
  if (roles.has('issuer')) return operation === '1' ? 'outbound' : 'inbound';
  return operation === '1' ? 'inbound' : 'reference';
}

function retail(roles: Roles): Direction {
  if (roles.has('issuer')) return 'outbound';
  return roles.has('recipient') ? 'inbound' : 'third-party';
}

const FREIGHT_PARTICIPANTS: readonly PartyRole[] = ['sender', 'shipper', 'receiver', 'recipient'];

function freight(roles: Roles): Direction {
  if (roles.has('issuer')) return 'outbound';
  if (roles.has('taker')) return 'inbound';
  return FREIGHT_PARTICIPANTS.some((role) => roles.has(role)) ? 'participant' : 'third-party';
}

function manifest(roles: Roles): Direction {
  if (roles.has('issuer')) return 'issued';
  return roles.has('contractor') ? 'contracted' : 'third-party';
}

/** The provider counts before the issuer, who may be the taker or the intermediary (tpEmit 2 and 3). */
function service(roles: Roles, hasProvider: boolean): Direction {
  if (roles.has('provider')) return 'outbound';
  if (roles.has('taker')) return 'inbound';
  return roles.has('issuer') && !hasProvider ? 'outbound' : 'third-party';
}

/** A sale or a service of any further model: whoever issues it sells, whom it is made out to buys. */
function supply(roles: Roles): Direction {
  if (roles.has('issuer')) return 'outbound';
  return roles.has('recipient') || roles.has('taker') ? 'inbound' : 'third-party';
}

/**
 * Direction of a document for one company, by the whole tax id: another establishment of the same group is not the company.
 * `unknown` when the company does not stand in the document or the document does not say enough.
 */
export function directionFor(facts: DirectionFacts, company: TaxId): Direction {
  const roles = new Set(facts.parties.filter((party) => party.taxId === company).map((party) => party.role));
  if (roles.size === 0) return 'unknown';
  switch (directionRule(facts.kind)) {
    case 'goods':
      return goodsInvoice(roles, facts.operation);
    case 'retail':
      return retail(roles);
    case 'freight':
      return freight(roles);
    case 'manifest':
      return manifest(roles);
    case 'service':
      return service(
        roles,
        facts.parties.some((party) => party.role === 'provider'),
      );
    case 'supply':
      return supply(roles);
  }
}
