import { breathe } from '../base';
import { archiveBatch, cancellationName, sha256Of } from '../archive';
import type { Outbox } from '../delivery';
import { readFiscal, type FiscalDocument } from '../fiscal';
import type { DocumentRow, FilingRow, Ledger } from '../ledger';
import type { DocumentWriters } from '../ledger/writers/documents-all';
import { fromStored, isOfOneFile, toStored, type FileRoot } from '../shares';
import {
  archivedEvent,
  filesOf,
  isCancellation,
  lateCancellationCopies,
  recordLateCopy,
  type LateCopy,
} from './late-cancellations';
import type { CompanyIndex } from './company-index';
import { planFilings } from './plan-documents';
import { eventPlaces } from './plan-events';

export interface RefileOptions {
  readonly ledger: Ledger;
  readonly writers: DocumentWriters;
  readonly archive: FileRoot;
  readonly outbox: Outbox;
  readonly companies: CompanyIndex;
  readonly previousMonthDays: number;
  readonly now: () => number;
}

/** Documents, and events, that are looked at in one go. */
const LOOKED_AT = 10_000;
/** Of those that may be somebody's, so many are decided about before others have their turn: some ten milliseconds. */
const DECIDED_AT_ONCE = 500;

/**
 * Files held documents with their cancellations, and events whose document is not held, under companies that entered the workbook after
 * them, and puts them into the outbox if nobody had needed them before. @returns how many documents and events got a filing.
 * @param last what cannot be filed for its own file is left for the next time, and the rest is filed
 * @throws MaloteError SHARE_*, CANCELLED
 */
export async function refileForNewCompanies(
  options: RefileOptions,
  signal: AbortSignal,
  last = false,
): Promise<number> {
  const { documents } = options.ledger;
  const ofDocuments = await refileEach(
    (afterId) => documents.awaitingCompanies(afterId, LOOKED_AT),
    (row) => refileOne(row, options, signal),
    { options, signal, last },
  );
  const ofEvents = await refileEach(
    (afterId) => documents.eventsWithoutCompany(afterId, LOOKED_AT),
    (row) => refileEvent(row, options, signal),
    { options, signal, last },
  );
  return ofDocuments + ofEvents;
}

async function refileEach<Row>(
  lookAfter: (id: number) => { readonly rows: readonly Row[]; readonly upTo: number } | null,
  refile: (row: Row) => Promise<boolean>,
  { options, signal, last }: { readonly options: RefileOptions; readonly signal: AbortSignal; readonly last: boolean },
): Promise<number> {
  let refiled = 0;
  for (let afterId = 0; ;) {
    const next = lookAfter(afterId);
    if (next === null) return refiled;
    signal.throwIfAborted();
    if (next.rows.length > 0) options.companies.renew();
    for (const [index, row] of next.rows.entries()) {
      // an account that serves other offices too has thousands of events that are nobody's here
      if (index % DECIDED_AT_ONCE === DECIDED_AT_ONCE - 1) await breathe();
      const filed = await refile(row).catch((error: unknown) => {
        if (!last || !isOfOneFile(error)) throw error;
        return false;
      });
      if (filed) refiled += 1;
    }
    afterId = next.upTo;
    // a look takes some hundredths of a second: others have their turn between two of them
    await breathe();
  }
}

/** The document as the ledger knows it, from whichever of its archived files still is so. */
async function readHeld(
  row: DocumentRow,
  filed: readonly FilingRow[],
  archive: FileRoot,
  signal: AbortSignal,
): Promise<FiscalDocument | null> {
  for (const filing of filed) {
    const bytes = await archive.read(fromStored(filing.path), { signal });
    if (bytes === null || sha256Of(bytes) !== row.sha256) continue;
    const found = readFiscal(bytes).items.find((item) => item.type === 'document' && item.identity === row.identity);
    if (found?.type === 'document') return found;
  }
  return null;
}

async function refileOne(row: DocumentRow, options: RefileOptions, signal: AbortSignal): Promise<boolean> {
  const { ledger, archive, outbox, companies, previousMonthDays, now } = options;
  const { documents: writer } = options.writers;
  const filed = ledger.documents.filingsOf(row.id);
  const document = await readHeld(row, filed, archive, signal);
  if (document === null) return false;
  const { bytes } = document;
  const held = new Set(filed.map((filing) => filing.companyId));
  const rules = { companies, previousMonthDays };
  const wanted = planFilings(document, row.month, rules).filter(({ companyId }) => !held.has(companyId));
  if (wanted.length === 0) return false;
  const beside = wanted.filter((filing) => !filing.extra);
  const cancellations = await lateCancellationCopies(row.identity, beside, ledger.documents, archive, signal);
  const files = wanted.map(({ path }) => ({ path, bytes, sha256: row.sha256 }));
  const archived = await archiveBatch(archive, [...files, ...cancellations.flatMap(filesOf)], signal);
  const places = new Map(archived.map((file) => [toStored(file.wanted), file]));
  const at = new Date(now()).toISOString();
  ledger.transaction(() => {
    for (const { companyId, direction, path } of wanted) {
      const place = toStored(places.get(toStored(path))?.path ?? path);
      const stored = { sha256: row.sha256, size: bytes.byteLength };
      writer.insertFiling(row.id, { companyId, direction, path: place }, stored, at);
    }
    const source = beside[0] === undefined ? undefined : places.get(toStored(beside[0].path));
    if (source !== undefined && !filed.some((filing) => filing.companyId !== null)) {
      const { id: documentId, identity, kind, month, sha256 } = row;
      outbox.enqueueDocument({ documentId, identity, kind, month, sha256, source: source.path, replaces: null });
    }
    for (const copy of cancellations) {
      recordLateCopy(copy, (path) => places.get(toStored(path)), { writer, outbox, at });
    }
    ledger.journal.write('document.refiled', row.identity, { companies: wanted.map(({ companyId }) => companyId) });
  });
  return true;
}

type UnclaimedEvent = NonNullable<ReturnType<Ledger['documents']['eventsWithoutCompany']>>['rows'][number];

async function refileEvent(event: UnclaimedEvent, options: RefileOptions, signal: AbortSignal): Promise<boolean> {
  const { ledger, archive, outbox, companies, now } = options;
  const { documents: reader } = ledger;
  const original = reader.byIdentity(event.documentIdentity);
  const holders = original === undefined ? [] : reader.filingsOf(original.id).map(({ companyId }) => companyId);
  const places = eventPlaces(event, holders, companies);
  if (places.length === 0) return false;
  const bytes = await archivedEvent(event, reader, archive, signal);
  if (bytes === null) return false;
  const of = reader.eventsOfDocument(event.documentIdentity).filter(isCancellation);
  const isFirst = of[0]?.id === event.id;
  const name = cancellationName(event.documentIdentity, isFirst ? null : event);
  const copy: LateCopy = { event, name, bytes, places };
  const archived = await archiveBatch(archive, filesOf(copy), signal);
  const found = new Map(archived.map((file) => [toStored(file.wanted), file]));
  const at = new Date(now()).toISOString();
  ledger.transaction(() => {
    recordLateCopy(copy, (path) => found.get(toStored(path)), { writer: options.writers.documents, outbox, at });
    ledger.journal.write('event.refiled', event.identity, { companies: places.map(({ companyId }) => companyId) });
  });
  return true;
}
