import { Outbox } from '../../../src/engine/delivery';
import type { RecoveryServiceOptions, RecoveryServices } from '../../../src/engine/jobs/recovery';
import type { CorrectionServices } from '../../../src/engine/jobs/recovery/correction-work';
import type { Ledger } from '../../../src/engine/ledger';

/** Somebody has got hold of it. */
declare function has(means: unknown): void;

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
  has(ledger.journal.last(1));
  has(recovery.ledger.recoveryWork.totals(1));
  has(outbox.withdrawRecovery(1));

  // @ts-expect-error the ledger does not show its database
  has(ledger.db);
  // @ts-expect-error … nor to jobs/recovery
  has(recovery.ledger.db);
  // @ts-expect-error … nor taken apart
  has((({ db }: Ledger): unknown => db)(recovery.ledger));
  // @ts-expect-error no writers stand beside the repositories
  has(recovery.ledger.writers);
  // @ts-expect-error a repository keeps its database to itself
  has(recovery.ledger.recoveryWork.db);
  // @ts-expect-error … and so does the reader of documents
  has(recovery.ledger.documents.db);

  // @ts-expect-error the outbox keeps its writer to itself
  has(outbox.writer);
  // @ts-expect-error what becomes of a delivery is for the worker of deliveries
  has(outbox.delivered);
  // @ts-expect-error who empties the outbox lends nobody its means
  has(dispatcher.options);

  // @ts-expect-error what restores files lends nobody the writer of documents
  has(restorer.options);
  // @ts-expect-error nor does who corrects filings
  has(filings.writers);
  // @ts-expect-error nor does intake
  has(intake.options);
  // @ts-expect-error nor does who receives pages
  has(reception.options);
}

/** Who puts services together cannot forget a writer. */
export function withoutWriter(ledger: Ledger): Outbox {
  const options = { layout: 'flat', importLocation: 'a', cancelledLocation: null } as const;
  // @ts-expect-error a writer is handed to it
  return new Outbox(ledger, options, () => 0);
}
