import { besideDocument, cancellationName, eventPath, isPreviousMonthCopy } from '../archive';
import {
  decodeAccessKey,
  decodeMunicipalNfseIdentity,
  decodeNationalNfseKey,
  eventMeaning,
  isCpf,
  isEffective,
  monthOf,
  type EventEffect,
  type Month,
  type Sha256,
  type TaxId,
} from '../domain';
import type { FiscalEvent } from '../fiscal';
import type { DocumentReader, EventRow } from '../ledger';
import { fromStored } from '../shares';
import { isCancellation, type Place } from './late-cancellations';
import type { CompanyIndex } from './company-index';
import type { Variant } from './kept';
import type { PlannedDocument } from './plan-documents';
import type { Hashed } from './read-batch';

export interface PlannedEvent {
  readonly event: FiscalEvent;
  readonly sha256: Sha256;
  readonly effect: EventEffect;
  readonly effective: boolean;
  readonly month: Month;
  /** The row of a mere request or refusal that this registered event takes the place of; null for an event not held. */
  readonly upgrades: EventRow | null;
  readonly paths: readonly Place[];
  /** File name in Cancelados; null for what is not delivered. */
  readonly cancellation: string | null;
}

interface Original {
  readonly month: Month;
  readonly filings: readonly Place[];
}

export interface EventPlan {
  readonly write: readonly PlannedEvent[];
  /** Same event, other bytes, and not the one to go by: kept aside. */
  readonly variants: readonly Variant[];
}

function variantOf({ identity, bytes }: FiscalEvent, sha256: Sha256): Variant {
  return { identity, bytes, sha256, contradicts: [] };
}

/** What the document's own key says of it; null for a document without one. */
export function keyParts(identity: string): { readonly month: Month; readonly issuer: TaxId } | null {
  if (identity.startsWith('NFS:')) return decodeNationalNfseKey(identity.slice(4));
  const key = decodeAccessKey(identity);
  if (key === null) return null;
  // a CPF stands in the key with three zeros before it
  const cpf = key.issuer.slice(3);
  return { month: key.month, issuer: key.issuer.startsWith('000') && isCpf(cpf) ? cpf : key.issuer };
}

/** Who issued the document, as its identity says. */
function issuerIn(identity: string): TaxId | null {
  return keyParts(identity)?.issuer ?? decodeMunicipalNfseIdentity(identity)?.issuer ?? null;
}

/**
 * Where an event that does not stand beside its document is filed: under the companies that issued the document or the event, and those
 * whose document it is. @param holders companies under which the document is filed
 */
export function eventPlaces(
  event: Pick<EventRow, 'documentIdentity' | 'eventType' | 'sequence' | 'kind' | 'month'> & {
    readonly author: TaxId | null;
  },
  holders: Iterable<number | null>,
  companies: CompanyIndex,
): Place[] {
  const owners = [
    companies.find(issuerIn(event.documentIdentity)),
    companies.find(event.author),
    ...[...holders].map((id) => companies.byId(id)),
  ].filter((company) => company !== undefined);
  const folders = new Map(owners.map(({ id, folder }) => [id, folder]));
  return [...folders].map(([companyId, folder]) => ({
    companyId,
    path: eventPath(folder, event.month, event.kind, event),
  }));
}

/** Decides, against the ledger and within the batch, what each event is and where it goes. */
export class EventPlanner {
  readonly #written: ReadonlyMap<string, PlannedDocument>;
  readonly #cancelledInBatch = new Set<string>();

  constructor(
    written: readonly PlannedDocument[],
    private readonly reader: DocumentReader,
    private readonly companies: CompanyIndex,
    private readonly asked: Month,
  ) {
    this.#written = new Map(written.map((planned) => [planned.document.identity, planned]));
  }

  /** A refused attempt and the registered event bear the same type and number: the registered one counts, in either order. */
  plan(events: readonly Hashed<FiscalEvent>[]): EventPlan {
    const planned = new Map<string, PlannedEvent>();
    const variants: Variant[] = [];
    for (const { item, sha256 } of events) {
      const before = planned.get(item.identity);
      const row = before === undefined ? this.reader.eventByIdentity(item.identity) : (before.upgrades ?? undefined);
      const held = before ?? row;
      if (held === undefined || (!held.effective && isEffective(item.model, item.status))) {
        if (before !== undefined) variants.push(variantOf(before.event, before.sha256));
        planned.set(item.identity, this.#planOne(item, sha256, row ?? null));
      } else if (held.sha256 !== sha256) {
        variants.push(variantOf(item, sha256));
      }
    }
    return { write: [...planned.values()], variants };
  }

  #planOne(event: FiscalEvent, sha256: Sha256, upgrades: EventRow | null): PlannedEvent {
    const { effect } = eventMeaning(event.model, event.eventType);
    const effective = isEffective(event.model, event.status);
    const original = this.#original(event.documentIdentity);
    const month = original?.month ?? this.#monthOf(event);
    const cancels = effect === 'cancels' && effective;
    const name = cancels ? this.#cancellationName(event) : null;
    const filed = original?.filings.filter((filing) => filing.companyId !== null) ?? [];
    const base = { event, sha256, effect, effective, month, upgrades };
    if (name !== null && original !== null) {
      const paths = original.filings.map(({ companyId, path }) => ({ companyId, path: besideDocument(path, name) }));
      return { ...base, paths, cancellation: filed.length > 0 ? name : null };
    }
    const paths = this.#eventPaths(event, month, original);
    const concernsClient = paths.some((place) => place.companyId !== null);
    return { ...base, paths, cancellation: concernsClient ? name : null };
  }

  #original(identity: string): Original | null {
    const planned = this.#written.get(identity);
    if (planned !== undefined) {
      return { month: planned.month, filings: planned.filings.filter((filing) => !filing.extra) };
    }
    const row = this.reader.byIdentity(identity);
    if (row === undefined) return null;
    const filings = this.reader.filingsOf(row.id).map(({ companyId, path }) => ({ companyId, path: fromStored(path) }));
    return { month: row.month, filings: filings.filter(({ path }) => !isPreviousMonthCopy(path)) };
  }

  #monthOf(event: FiscalEvent): Month {
    const key = keyParts(event.documentIdentity);
    if (key !== null) return key.month;
    return (event.issuedAt === null ? null : monthOf(event.issuedAt)) ?? this.asked;
  }

  #cancellationName(event: FiscalEvent): string {
    const already =
      this.#cancelledInBatch.has(event.documentIdentity) ||
      this.reader.eventsOfDocument(event.documentIdentity).some(isCancellation);
    this.#cancelledInBatch.add(event.documentIdentity);
    return cancellationName(event.documentIdentity, already ? event : null);
  }

  #eventPaths(event: FiscalEvent, month: Month, original: Original | null): PlannedEvent['paths'] {
    const ids = original?.filings.map((filing) => filing.companyId) ?? [];
    const paths = eventPlaces({ ...event, month }, ids, this.companies);
    return paths.length > 0 ? paths : [{ companyId: null, path: eventPath(null, month, event.kind, event) }];
  }
}
