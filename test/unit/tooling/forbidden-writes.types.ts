import { Outbox } from '../../../src/engine/delivery';
import type { CorrectionServices } from '../../../src/engine/jobs/recovery/correction-work';
import type { RecoveryServiceOptions, RecoveryServices } from '../../../src/engine/jobs/recovery';
import type { Ledger } from '../../../src/engine/ledger';

/**
 * What a room is handed lets no write through but its own: each line below an `@ts-expect-error` is one that does not compile, and the
 * day it does, the type check says so (TS2578). Nothing of it is ever called.
 */
export function forbiddenWrites(
  ledger: Ledger,
  { outbox, restorer, dispatcher, reception }: RecoveryServices,
  { filings, intake }: CorrectionServices,
  recovery: RecoveryServiceOptions,
): void {
  // what does compile, so that what does not fails for its own reason
  ledger.journal.write('run.healed', ledger.file);
  outbox.retryRecovery(1);
  recovery.ledger.transaction(() => outbox.withdrawRecovery(1));

  // @ts-expect-error the ledger does not show its database
  ledger.db.run('UPDATE deliveries SET state = ?', ['delivered']);
  // @ts-expect-error … under no other name
  recovery.ledger.database.run('DELETE FROM documents');
  // @ts-expect-error … nor taken apart
  (({ db }: Ledger) => db.run('DELETE FROM deliveries'))(recovery.ledger);
  // @ts-expect-error no writers stand beside the repositories
  recovery.ledger.writers.deliveries.release(1);
  // @ts-expect-error a repository keeps its database to itself
  recovery.ledger.recoveryWork.db.run('DELETE FROM deliveries');
  // @ts-expect-error … and so does the reader of documents
  recovery.ledger.documents.db.run('DELETE FROM documents');

  // @ts-expect-error the outbox keeps its writer to itself
  outbox.writer.delivered(1, { size: 1, sha256: '', placement: 'placed' }, '2026-11-01T00:00:00Z');
  // @ts-expect-error what becomes of a delivery is for the worker of deliveries
  outbox.delivered(1, { size: 1, sha256: '', placement: 'placed' }, '2026-11-01T00:00:00Z');
  // @ts-expect-error who empties the outbox lends nobody its means
  dispatcher.options.writer.release(1);

  // @ts-expect-error what restores files lends nobody the writer of documents
  restorer.options.writers.documents.insertKept;
  // @ts-expect-error nor does who corrects filings
  filings.writers.foundPlaces.forgetDocument(1, 'a.xml');
  // @ts-expect-error nor does intake
  intake.options.writers.documents.insertKept;
  // @ts-expect-error nor does who receives pages
  reception.options.intake.options.writers.documents.insertKept;
}

/** Who puts services together cannot forget the writer, nor make one of the ledger by itself. */
export function withoutWriter(ledger: Ledger): Outbox {
  const options = { layout: 'flat', importLocation: 'a', cancelledLocation: null } as const;
  // @ts-expect-error a writer is handed to it
  return new Outbox(ledger, options, () => 0);
}
