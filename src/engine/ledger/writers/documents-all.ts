import type { LedgerDatabase } from '../database';
import { DocumentWriter } from './documents';
import { FoundPlaceWriter } from './documents-found';
import { RereadWriter } from './documents-reread';

/** What writes documents, events, filings and kept files: handed to intake when the services are put together (invariant 3). */
export interface DocumentWriters {
  readonly documents: DocumentWriter;
  readonly foundPlaces: FoundPlaceWriter;
  readonly rereads: RereadWriter;
}

export function documentWriters(db: LedgerDatabase): DocumentWriters {
  return {
    documents: new DocumentWriter(db),
    foundPlaces: new FoundPlaceWriter(db),
    rereads: new RereadWriter(db),
  };
}
