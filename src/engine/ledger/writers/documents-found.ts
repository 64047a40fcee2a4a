import type { LedgerDatabase } from '../database';
import type { NewFiling, StoredBytes } from './documents';

/**
 * Lets the record of where a document or event lies follow a file that stands in a better place. Like its neighbour, for the intake
 * room alone (invariant 3; lint enforces it).
 */
export class FoundPlaceWriter {
  constructor(private readonly db: LedgerDatabase) {}

  moveFiling(filingId: number, filing: NewFiling, stored: StoredBytes, at: string): void {
    this.db.run(
      'UPDATE filings SET company_id = ?, direction = ?, path = ?, sha256 = ?, size = ?, verified_at = ? WHERE id = ?',
      [filing.companyId, filing.direction, filing.path, stored.sha256, stored.size, at, filingId],
    );
  }

  /** The same file under another path. */
  relocateFiling(filingId: number, path: string): void {
    this.db.run('UPDATE filings SET path = ? WHERE id = ?', [path, filingId]);
  }

  relocateEventFiling(filingId: number, path: string): void {
    this.db.run('UPDATE event_filings SET path = ? WHERE id = ?', [path, filingId]);
  }

  /** A filed file was read back where it is filed, with the bytes that were filed. Stored path. */
  noteReadBack(path: string, at: string): void {
    this.db.run('UPDATE filings SET verified_at = ? WHERE path = ?', [at, path]);
    this.db.run('UPDATE event_filings SET verified_at = ? WHERE path = ?', [at, path]);
  }

  /** Another form of the document lies at every place where it is filed. */
  restateDocument(documentId: number, { sha256, size }: StoredBytes, at: string): void {
    this.db.run('UPDATE documents SET sha256 = ?, size = ? WHERE id = ?', [sha256, size, documentId]);
    this.db.run('UPDATE filings SET sha256 = ?, size = ?, verified_at = ? WHERE document_id = ?', [
      ...[sha256, size, at, documentId],
    ]);
  }

  /** The same for an event. */
  restateEvent(eventId: number, { sha256, size }: StoredBytes, at: string): void {
    this.db.run('UPDATE events SET sha256 = ?, size = ? WHERE id = ?', [sha256, size, eventId]);
    this.db.run('UPDATE event_filings SET sha256 = ?, size = ?, verified_at = ? WHERE event_id = ?', [
      ...[sha256, size, at, eventId],
    ]);
  }

  /** Takes a document out of the ledger with its one filing. @returns false, and nothing changes, when anything else refers to it. */
  forgetDocument(documentId: number, path: string): boolean {
    return this.#unlessUsed(() => {
      this.db.run('DELETE FROM filings WHERE document_id = ? AND path = ?', [documentId, path]);
      this.db.run('DELETE FROM parties WHERE document_id = ?', [documentId]);
      this.db.run('DELETE FROM documents WHERE id = ?', [documentId]);
    });
  }

  /** The same for an event. */
  forgetEvent(eventId: number, path: string): boolean {
    return this.#unlessUsed(() => {
      this.db.run('DELETE FROM event_filings WHERE event_id = ? AND path = ?', [eventId, path]);
      this.db.run('DELETE FROM events WHERE id = ?', [eventId]);
    });
  }

  #unlessUsed(work: () => void): boolean {
    try {
      this.db.transaction(work);
      return true;
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return false;
      throw error;
    }
  }

  moveEventFiling(filingId: number, companyId: number | null, path: string, stored: StoredBytes, at: string): void {
    this.db.run(
      'UPDATE event_filings SET company_id = ?, path = ?, sha256 = ?, size = ?, verified_at = ? WHERE id = ?',
      [companyId, path, stored.sha256, stored.size, at, filingId],
    );
  }
}
