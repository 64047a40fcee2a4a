import { besideDocument, cancellationName, sha256Of, type ArchivedFile, type FileToArchive } from '../archive';
import type { Outbox } from '../delivery';
import type { DocumentReader, EventRow } from '../ledger';
import type { DocumentWriter } from '../ledger/writers/documents';
import { fromStored, toStored, type FileRoot, type RelPath } from '../shares';

export interface Place {
  readonly companyId: number | null;
  readonly path: RelPath;
}

/** An event that was here before its document, or before the client company: its copies where it is filed now. */
export interface LateCopy {
  readonly event: EventRow;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly places: readonly Place[];
}

export function isCancellation(event: EventRow): boolean {
  return event.effect === 'cancels' && event.effective === 1;
}

/** The file of an event as the ledger knows it; null where it is gone or altered. */
export async function archivedEvent(
  { id, sha256 }: EventRow,
  reader: DocumentReader,
  archive: FileRoot,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const source = reader.eventFilings(id).find((filing) => filing.sha256 === sha256);
  const bytes = source === undefined ? null : await archive.read(fromStored(source.path), { signal });
  return bytes === null || sha256Of(bytes) !== sha256 ? null : bytes;
}

/** The cancellations held of a document, to stand beside its filings. A copy whose archived file is gone or altered is left out. */
export async function lateCancellationCopies(
  identity: string,
  filings: readonly Place[],
  reader: DocumentReader,
  archive: FileRoot,
  signal: AbortSignal,
): Promise<LateCopy[]> {
  const copies: LateCopy[] = [];
  for (const [index, event] of reader.eventsOfDocument(identity).filter(isCancellation).entries()) {
    const bytes = await archivedEvent(event, reader, archive, signal);
    if (bytes === null) continue;
    const name = cancellationName(identity, index === 0 ? null : event);
    const places = filings.map(({ companyId, path }) => ({ companyId, path: besideDocument(path, name) }));
    copies.push({ event, name, bytes, places });
  }
  return copies;
}

export function filesOf({ event, bytes, places }: LateCopy): FileToArchive[] {
  return places.map(({ path }) => ({ path, bytes, sha256: event.sha256 }));
}

/** Records the copies and, now that a client is concerned, makes sure that a cancellation is in the outbox. */
export function recordLateCopy(
  copy: LateCopy,
  archivedAt: (path: RelPath) => ArchivedFile | undefined,
  { writer, outbox, at }: { readonly writer: DocumentWriter; readonly outbox: Outbox; readonly at: string },
): void {
  const { event, name } = copy;
  for (const { companyId, path } of copy.places) {
    const file = archivedAt(path);
    if (file === undefined) continue;
    writer.insertEventFiling(event.id, companyId, toStored(file.path), file, at);
    if (companyId === null || !isCancellation(event)) continue;
    const { id: eventId, month, sha256 } = event;
    outbox.enqueueCancellation({ eventId, name, month, sha256, source: file.path });
  }
}
