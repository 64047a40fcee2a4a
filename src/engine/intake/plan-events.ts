import { besideDocument, cancellationName, eventPath } from '../archive';
import {
  decodeAccessKey,
  eventMeaning,
  isEffective,
  monthOf,
  type EventEffect,
  type Month,
  type Sha256,
} from '../domain';
import type { FiscalEvent } from '../fiscal';
import type { DocumentReader, EventRow } from '../ledger';
import { fromStored, type RelPath } from '../shares';
import type { CompanyIndex } from './company-index';
import type { PlannedDocument } from './plan-documents';
import type { Hashed } from './read-batch';

export interface PlannedEvent {
  readonly event: FiscalEvent;
  readonly sha256: Sha256;
  readonly effect: EventEffect;
  readonly effective: boolean;
  readonly month: Month;
  readonly paths: readonly { readonly companyId: number | null; readonly path: RelPath }[];
  /** File name in Cancelados; null for what is not delivered. */
  readonly cancellation: string | null;
}

/** A cancellation that was here before its document: its copy beside the original, now that there is one. */
export interface BelatedCopy {
  readonly event: EventRow;
  readonly source: RelPath;
  readonly paths: readonly { readonly companyId: number | null; readonly path: RelPath }[];
}

interface Original {
  readonly month: Month;
  readonly filings: readonly { readonly companyId: number | null; readonly path: RelPath }[];
}

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

  /** The events of the batch that the ledger does not know yet, each once. */
  plan(events: readonly Hashed<FiscalEvent>[]): PlannedEvent[] {
    const planned = new Map<string, PlannedEvent>();
    for (const { item, sha256 } of events) {
      if (planned.has(item.identity) || this.reader.eventByIdentity(item.identity) !== undefined) continue;
      planned.set(item.identity, this.#planOne(item, sha256));
    }
    return [...planned.values()];
  }

  #planOne(event: FiscalEvent, sha256: Sha256): PlannedEvent {
    const { effect } = eventMeaning(event.model, event.eventType);
    const effective = isEffective(event.model, event.status);
    const original = this.#original(event.documentIdentity);
    const month = original?.month ?? this.#monthOf(event);
    const cancels = effect === 'cancels' && effective;
    const name = cancels ? this.#cancellationName(event) : null;
    const filed = original?.filings.filter((filing) => filing.companyId !== null) ?? [];
    const base = { event, sha256, effect, effective, month };
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
    return { month: row.month, filings: filings.filter(({ path }) => !path.includes('Mês_anterior')) };
  }

  #monthOf(event: FiscalEvent): Month {
    const key = decodeAccessKey(event.documentIdentity);
    if (key !== null) return key.month;
    return (event.issuedAt === null ? null : monthOf(event.issuedAt)) ?? this.asked;
  }

  #cancellationName(event: FiscalEvent): string {
    const already =
      this.#cancelledInBatch.has(event.documentIdentity) ||
      this.reader
        .eventsOfDocument(event.documentIdentity)
        .some((row) => row.effect === 'cancels' && row.effective === 1);
    this.#cancelledInBatch.add(event.documentIdentity);
    return cancellationName(event.documentIdentity, already ? event : null);
  }

  #eventPaths(event: FiscalEvent, month: Month, original: Original | null): PlannedEvent['paths'] {
    const owners = new Map<number | null, string | null>();
    const ids = new Set(original?.filings.map((filing) => filing.companyId) ?? []);
    const issuer = decodeAccessKey(event.documentIdentity)?.issuer ?? null;
    for (const company of [this.companies.find(issuer), this.companies.find(event.author)]) {
      if (company !== undefined) owners.set(company.id, company.folder);
    }
    for (const id of ids) {
      const company = this.companies.byId(id);
      if (company !== undefined) owners.set(company.id, company.folder);
    }
    if (owners.size === 0) owners.set(null, null);
    return [...owners].map(([companyId, folder]) => ({ companyId, path: eventPath(folder, month, event.kind, event) }));
  }

  /** Cancellations already held of documents that this batch brings. */
  belated(): BelatedCopy[] {
    const copies: BelatedCopy[] = [];
    for (const planned of this.#written.values()) {
      const { identity } = planned.document;
      const events = this.reader
        .eventsOfDocument(identity)
        .filter((row) => row.effect === 'cancels' && row.effective === 1);
      events.forEach((event, index) => {
        const source = this.reader.eventFilings(event.id)[0];
        if (source === undefined) return;
        const name = cancellationName(identity, index === 0 ? null : event);
        const places = planned.filings.filter((filing) => !filing.extra);
        const paths = places.map(({ companyId, path }) => ({ companyId, path: besideDocument(path, name) }));
        copies.push({ event, source: fromStored(source.path), paths });
      });
    }
    return copies;
  }
}
