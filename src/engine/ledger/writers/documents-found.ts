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

  moveEventFiling(filingId: number, companyId: number | null, path: string, stored: StoredBytes, at: string): void {
    this.db.run(
      'UPDATE event_filings SET company_id = ?, path = ?, sha256 = ?, size = ?, verified_at = ? WHERE id = ?',
      [companyId, path, stored.sha256, stored.size, at, filingId],
    );
  }
}
