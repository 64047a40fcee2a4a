import { archiveBatch, isPreviousMonthCopy } from '../archive';
import type { Outbox } from '../delivery';
import { eventMeaning, isEffective, monthOf, type Month } from '../domain';
import type { FiscalDocument, FiscalEvent } from '../fiscal';
import type { DocumentRow, EventRow, Ledger } from '../ledger';
import type { DocumentWriter, Provenance, StoredBytes } from '../ledger/writers/documents';
import type { DocumentWriters } from '../ledger/writers/documents-all';
import type { FoundPlaceWriter } from '../ledger/writers/documents-found';
import { fromStored, toStored, type FileRoot, type RelPath } from '../shares';
import type { CompanyIndex } from './company-index';
import { documentPlace, eventPlace, isBetter, mainPlaces, type FoundPlace } from './found-places';
import { keptPath } from './kept';
import { marksOf, MunicipalPlanner } from './municipal';
import { planFilings, RANK, type PlannedFiling } from './plan-documents';
import { keyParts } from './plan-events';
import type { Hashed } from './read-batch';
import { monthOfFolder, readFound, type FoundFile, type FoundItem, type NotAdopted } from './read-found';

export type { FoundFile, NotAdopted } from './read-found';

export interface AdoptOptions {
  readonly ledger: Ledger;
  readonly writers: DocumentWriters;
  /** Workspace folder for bytes that are no live document. */
  readonly kept: FileRoot;
  readonly companies: CompanyIndex;
  readonly outbox: Outbox;
  readonly now: () => number;
}

export interface AdoptResult {
  /** Ledger ids of documents and events that were not held before. */
  readonly documentIds: readonly number[];
  readonly eventIds: readonly number[];
  /** Files that the ledger now says are the filing of a document or event, and did not before. */
  readonly filed: number;
  readonly problems: readonly NotAdopted[];
}

/** Inbound copies under Mês_anterior were made of the first days; how many is the old setting's business, so any day is taken. */
const EVERY_DAY = 31;

interface Batch {
  readonly documentIds: number[];
  readonly eventIds: number[];
  filed: number;
  readonly provenance: Provenance;
}

type Of<Type extends FoundItem['type']> = Extract<FoundItem, { type: Type }>;

/** What lies in a folder was not handed out by SIEG. */
const NOT_COUNTED = { siegKind: null, siegDay: null };

/**
 * Takes over files that lie in the archive already. One filing a client company for which a file lies; where several copies lie, the
 * one in its planned place. Further copies, other bytes of a known document, and what cannot be read get no row: the audit names them.
 */
export class Adoption {
  readonly #writer: DocumentWriter;
  readonly #found: FoundPlaceWriter;

  constructor(private readonly options: AdoptOptions) {
    this.#writer = options.writers.documents;
    this.#found = options.writers.foundPlaces;
  }

  async adopt(
    files: readonly FoundFile[],
    signal: AbortSignal,
    alongside: (result: AdoptResult) => void,
  ): Promise<AdoptResult> {
    this.options.companies.renew();
    const municipal = new MunicipalPlanner(this.options.ledger.documents);
    const items = files.map((file) => knownAs(readFound(file), municipal));
    const voided = items.filter((item) => item.type === 'voided');
    await this.#keepVoided(voided, signal);
    const { ledger, now } = this.options;
    const provenance: Provenance = { source: 'folder', requestId: null, at: new Date(now()).toISOString() };
    return ledger.transaction(() => {
      const batch: Batch = { documentIds: [], eventIds: [], filed: 0, provenance };
      for (const item of items) if (item.type === 'document') this.#document(item, batch);
      for (const item of items) if (item.type === 'event') this.#event(item, batch);
      for (const item of voided) this.#recordVoided(item, provenance);
      const { documentIds, eventIds, filed } = batch;
      if (filed > 0)
        ledger.journal.write('legacy.adopted', 'archive', { documents: documentIds, events: eventIds, filed });
      const problems = items.filter((item) => item.type === 'none').map(({ problem }) => problem);
      const result: AdoptResult = { documentIds, eventIds, filed, problems };
      alongside(result);
      return result;
    });
  }

  #document({ path, found }: Of<'document'>, batch: Batch): void {
    if (this.#isTaken(path)) return;
    const { documents: reader } = this.options.ledger;
    const row = reader.byIdentity(found.item.identity);
    const month = row?.month ?? monthOfDocument(found.item, path, batch.provenance.at);
    const planned = planFilings(found.item, month, { companies: this.options.companies, previousMonthDays: EVERY_DAY });
    const place = documentPlace(planned, path);
    if (row === undefined) {
      const id = this.#writer.insertDocument(found.item, storedOf(found), month, NOT_COUNTED, batch.provenance);
      batch.documentIds.push(id);
      this.#file(id, place, path, storedOf(found), batch);
      for (const mark of marksOf(found)) this.#mark(mark, place, path, batch);
    } else if (row.sha256 === found.sha256) {
      this.#fileHeld(row, planned, place, path, storedOf(found), batch);
    } else if (RANK[found.item.form] > RANK[row.form]) {
      this.#upgrade(row, found, place, path, batch);
    }
  }

  /** The same content once more: another client's copy, or a better place. */
  #fileHeld(
    row: DocumentRow,
    planned: readonly PlannedFiling[],
    place: FoundPlace,
    path: RelPath,
    stored: StoredBytes,
    batch: Batch,
  ): void {
    const rows = this.options.ledger.documents.filingsOf(row.id);
    if (place.extra) {
      this.#file(row.id, place, path, stored, batch);
      return;
    }
    const main = rows
      .filter((filing) => !isPreviousMonthCopy(fromStored(filing.path)))
      .map((filing) => ({ ...filing, ...rankOf(filing.companyId, documentPlace(planned, fromStored(filing.path))) }));
    const same = main.find((filing) => filing.companyId === place.companyId);
    const worse = same ?? (place.rank === 'foreign' ? main[0] : main.find((filing) => filing.rank === 'foreign'));
    if (worse === undefined) this.#file(row.id, place, path, stored, batch);
    else if (isBetter(place.rank, worse.rank)) this.#move(worse.id, place, path, stored, batch);
  }

  #upgrade(row: DocumentRow, found: Hashed<FiscalDocument>, place: FoundPlace, path: RelPath, batch: Batch): void {
    const { ledger } = this.options;
    const stored = storedOf(found);
    this.#writer.upgradeDocument(row.id, found.item, stored, row.month, batch.provenance);
    ledger.journal.write('document.upgraded', row.identity, { from: row.sha256, to: found.sha256 });
    const before = ledger.documents.filingsOf(row.id).find((filing) => filing.companyId === place.companyId);
    if (before === undefined) this.#file(row.id, place, path, stored, batch);
    else this.#move(before.id, place, path, stored, batch);
  }

  #file(documentId: number, place: FoundPlace, path: RelPath, stored: StoredBytes, batch: Batch): void {
    const filing = { companyId: place.companyId, direction: place.direction, path: toStored(path) };
    this.#writer.insertFiling(documentId, filing, stored, batch.provenance.at);
    batch.filed += 1;
  }

  #move(filingId: number, place: FoundPlace, path: RelPath, stored: StoredBytes, batch: Batch): void {
    const filing = { companyId: place.companyId, direction: place.direction, path: toStored(path) };
    this.#found.moveFiling(filingId, filing, stored, batch.provenance.at);
    batch.filed += 1;
  }

  #event({ path, found }: Of<'event'>, batch: Batch): void {
    if (this.#isTaken(path)) return;
    const { item: event, sha256 } = found;
    const { ledger, companies } = this.options;
    const document = ledger.documents.byIdentity(event.documentIdentity);
    const original = document === undefined ? [] : mainPlaces(ledger.documents.filingsOf(document.id));
    const month = document?.month ?? monthOfEvent(event, path, batch.provenance.at);
    const row = ledger.documents.eventByIdentity(event.identity);
    const meaning = {
      effect: eventMeaning(event.model, event.eventType).effect,
      effective: isEffective(event.model, event.status),
      month,
    };
    const stored = storedOf(found);
    const surroundings = { original, companies, month };
    if (row === undefined) {
      const id = this.#writer.insertEvent(event, meaning, stored, batch.provenance);
      batch.eventIds.push(id);
      this.#fileEvent(id, eventPlace(event, path, surroundings).companyId, path, stored, batch);
    } else if (row.sha256 === sha256) {
      this.#fileHeldEvent(row, event, path, surroundings, stored, batch);
    } else if (row.effective === 0 && meaning.effective) {
      this.#writer.upgradeEvent(row.id, event, meaning, stored, batch.provenance);
      ledger.journal.write('event.upgraded', event.identity, { from: row.sha256, to: sha256 });
      this.#fileHeldEvent(row, event, path, surroundings, stored, batch, true);
    }
    // nothing is delivered because of an adoption, but for this: what this program handed over, or is about to, is cancelled
    if (meaning.effect === 'cancels' && meaning.effective)
      this.options.outbox.cancellationKnown(event.documentIdentity);
  }

  #fileHeldEvent(
    row: EventRow,
    event: FiscalEvent,
    path: RelPath,
    surroundings: Parameters<typeof eventPlace>[2],
    stored: StoredBytes,
    batch: Batch,
    anyway = false,
  ): void {
    const place = eventPlace(event, path, surroundings);
    const rows = this.options.ledger.documents.eventFilings(row.id).map((filing) => ({
      ...filing,
      ...rankOf(filing.companyId, eventPlace(event, fromStored(filing.path), surroundings)),
    }));
    const same = rows.find((filing) => filing.companyId === place.companyId);
    const worse = same ?? (place.rank === 'foreign' ? rows[0] : rows.find((filing) => filing.rank === 'foreign'));
    if (worse === undefined) this.#fileEvent(row.id, place.companyId, path, stored, batch);
    else if (anyway || isBetter(place.rank, worse.rank)) {
      this.#found.moveEventFiling(worse.id, place.companyId, toStored(path), stored, batch.provenance.at);
      batch.filed += 1;
    }
  }

  /** The file of a municipal note may itself say that it was cancelled: it is then the file of the event too. */
  #mark(mark: Hashed<FiscalEvent>, place: FoundPlace, path: RelPath, batch: Batch): void {
    const { item: event } = mark;
    if (this.options.ledger.documents.eventByIdentity(event.identity) !== undefined) return;
    const { effect } = eventMeaning(event.model, event.eventType);
    const month = monthOfEvent(event, path, batch.provenance.at);
    const meaning = { effect, effective: isEffective(event.model, event.status), month };
    const id = this.#writer.insertEvent(event, meaning, storedOf(mark), batch.provenance);
    batch.eventIds.push(id);
    this.#writer.insertEventFiling(id, place.companyId, toStored(path), storedOf(mark), batch.provenance.at);
  }

  #fileEvent(eventId: number, companyId: number | null, path: RelPath, stored: StoredBytes, batch: Batch): void {
    this.#writer.insertEventFiling(eventId, companyId, toStored(path), stored, batch.provenance.at);
    batch.filed += 1;
  }

  /** Something is filed here already: this file, or one that it has taken the place of, which only an audit may say. */
  #isTaken(path: RelPath): boolean {
    const { documents, legacy } = this.options.ledger;
    const stored = toStored(path);
    return documents.filingAt(stored) !== undefined || legacy.isEventFiledAt(stored);
  }

  async #keepVoided(items: readonly Of<'voided'>[], signal: AbortSignal): Promise<void> {
    if (items.length === 0) return;
    const files = items.map(({ kept }) => ({ path: keptPath(kept), bytes: kept.bytes, sha256: kept.sha256 }));
    await archiveBatch(this.options.kept, files, signal);
  }

  #recordVoided({ kept }: Of<'voided'>, { at }: Provenance): void {
    const { category, code, reason, identity, situation, sha256 } = kept;
    const row = { category, code, reason, identity, situation, sha256, path: toStored(keptPath(kept)) };
    this.#writer.insertKept({ ...row, requestId: null, at });
  }
}

/** The note under the identity by which it is held. */
function knownAs(item: FoundItem, municipal: MunicipalPlanner): FoundItem {
  if (item.type !== 'document') return item;
  return { ...item, found: { ...item.found, item: municipal.document(item.found.item) } };
}

function storedOf({ item, sha256 }: Hashed<{ readonly bytes: Uint8Array }>): StoredBytes {
  return { sha256, size: item.bytes.byteLength };
}

/** A filing of a company that its own path does not speak for lies in a foreign folder. */
function rankOf(companyId: number | null, place: Pick<FoundPlace, 'companyId' | 'rank'>): Pick<FoundPlace, 'rank'> {
  return { rank: place.companyId === companyId ? place.rank : 'foreign' };
}

function monthOfDocument(document: FiscalDocument, path: RelPath, at: string): Month {
  return document.month ?? monthOfFolder(path) ?? keyParts(document.identity)?.month ?? at.slice(0, 7);
}

function monthOfEvent(event: FiscalEvent, path: RelPath, at: string): Month {
  const written = event.issuedAt === null ? null : monthOf(event.issuedAt);
  return keyParts(event.documentIdentity)?.month ?? written ?? monthOfFolder(path) ?? at.slice(0, 7);
}
