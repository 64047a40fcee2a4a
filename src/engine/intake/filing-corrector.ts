import type { Outbox } from '../delivery';
import type { Ledger } from '../ledger';
import type { DocumentWriters } from '../ledger/writers/documents-all';
import type { FoundPlaceWriter } from '../ledger/writers/documents-found';

/** Writes what a correction changes in the record of where documents lie. To be called inside a transaction, after the disk was changed. */
export class FilingCorrector {
  readonly #writer: FoundPlaceWriter;

  constructor(
    private readonly ledger: Ledger,
    writers: DocumentWriters,
    private readonly outbox: Outbox,
  ) {
    this.#writer = writers.foundPlaces;
  }

  /** The filing of a document or event follows its file, and so does what waits to be delivered from there. Stored paths. */
  relocated(from: string, to: string): void {
    const { documents } = this.ledger;
    const filing = documents.filingAt(from);
    if (filing !== undefined) {
      this.#writer.relocateFiling(filing.id, to);
      this.outbox.sourceMoved(from, to, { documentId: filing.documentId });
      return;
    }
    const event = documents.eventFilingAt(from);
    if (event === undefined) throw new Error(`nothing is filed at ${from}`);
    this.#writer.relocateEventFiling(event.id, to);
    this.outbox.sourceMoved(from, to, { eventId: event.eventId });
  }

  /**
   * Undoes an adoption: document or event leaves the ledger, the file stays.
   * @returns false when it was used since, by a delivery, a run or another filing; then nothing changes.
   */
  forgotten(identity: string, path: string): boolean {
    const { documents } = this.ledger;
    const document = documents.byIdentity(identity);
    if (document !== undefined) return this.#writer.forgetDocument(document.id, path);
    const event = documents.eventByIdentity(identity);
    return event === undefined || this.#writer.forgetEvent(event.id, path);
  }
}
