import type { Month, SiegKind, TaxId } from '../../src/engine/domain';
import type { Office } from '../../src/simulator';
import { queryLedger } from './ledger-dump';
import type { Workspace } from './workspace';

/** What a verdict speaks of: a month, of some companies or of the whole account. */
export interface Scope {
  readonly month: Month;
  /** CNPJ of client companies, as a run takes them; all when absent, documents of no client included. */
  readonly only?: readonly TaxId[];
}

/** A document that really exists, whatever SIEG counts, reports or brings. */
export interface TrueDocument {
  readonly identity: string;
  /** Null for a municipal NFS-e. */
  readonly key: string | null;
  readonly kind: SiegKind;
  readonly issueDay: string;
  /** The client companies that stand in it, in any role. */
  readonly companies: readonly TaxId[];
}

/** The documents of a scope in order of identity, those included that SIEG receives late (`settleLateArrivals`). */
export function truthOfScope(office: Office, { month, only }: Scope): TrueDocument[] {
  const clients = new Set(office.companies.map(({ taxId }) => taxId));
  const wanted = only === undefined ? null : new Set(only);
  return office.documents
    .filter((document) => document.month === month)
    .map(({ identity, key, kind, issueDay, parties }) => ({
      identity,
      key,
      kind,
      issueDay,
      companies: [...new Set(parties.map(({ taxId }) => taxId))].filter((taxId) => clients.has(taxId)),
    }))
    .filter((document) => wanted === null || document.companies.some((taxId) => wanted.has(taxId)))
    .sort((one, other) => (one.identity < other.identity ? -1 : 1));
}

/** Identities, in order, that break the promise of a complete scope. */
export interface Shortcomings {
  /** True documents without a row in the ledger. */
  readonly notHeld: readonly string[];
  /** Held for a client company, but without a verified delivery. */
  readonly notDelivered: readonly string[];
  /** Held, but not filed under each client company of the scope that stands in them. */
  readonly notFiled: readonly string[];
}

/** What the ledger of a workspace lacks of a scope's truth; all three empty: *complete* may be said. */
export function shortcomingsOf(workspace: Pick<Workspace, 'ledger'>, office: Office, scope: Scope): Shortcomings {
  const wanted = scope.only === undefined ? null : new Set(scope.only);
  const held = heldIn(workspace.ledger);
  const truth = truthOfScope(office, scope);
  const present = truth.filter(({ identity }) => held.has(identity));
  const ids = (documents: readonly TrueDocument[]): string[] => documents.map(({ identity }) => identity);
  return {
    notHeld: ids(truth.filter(({ identity }) => !held.has(identity))),
    notDelivered: ids(
      present.filter(({ identity, companies }) => companies.length > 0 && held.get(identity)?.delivered !== true),
    ),
    notFiled: ids(
      present.filter(({ identity, companies }) =>
        companies.some((taxId) => wanted?.has(taxId) !== false && held.get(identity)?.companies.has(taxId) !== true),
      ),
    ),
  };
}

interface Held {
  readonly delivered: boolean;
  readonly companies: ReadonlySet<TaxId>;
}

function heldIn(ledger: string): ReadonlyMap<string, Held> {
  const rows = queryLedger<{ identity: string; delivered: number; companies: string }>(
    ledger,
    `SELECT d.identity,
            EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered') AS delivered,
            coalesce((SELECT group_concat(c.tax_id) FROM filings f JOIN companies c ON c.id = f.company_id
                      WHERE f.document_id = d.id), '') AS companies
     FROM documents d`,
  );
  return new Map(
    rows.map(({ identity, delivered, companies }) => [
      identity,
      { delivered: delivered === 1, companies: new Set(companies.split(',')) },
    ]),
  );
}
