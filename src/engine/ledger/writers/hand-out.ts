import { databaseOf, openLedger, type Ledger, type LedgerOptions } from '../ledger';
import { DeliveryWriter } from './deliveries';
import { documentWriters, type DocumentWriters } from './documents-all';

/** What writes in a ledger what one room alone is answerable for (invariant 3). */
export interface LedgerWriters {
  /** For intake. */
  readonly documents: DocumentWriters;
  /** For delivery. */
  readonly deliveries: DeliveryWriter;
}

/**
 * As `openLedger`, with the writers beside it, for who puts the services together: a room that is handed the ledger alone has no way
 * to them. Only `app` may import this file (lint enforces it).
 * @throws MaloteError as `openLedger`
 */
export function openLedgerWithWriters(
  file: string,
  options: LedgerOptions,
): { readonly ledger: Ledger; readonly writers: LedgerWriters } {
  const ledger = openLedger(file, options);
  return { ledger, writers: writersOf(ledger) };
}

/** The writers of a ledger that is open. */
export function writersOf(ledger: Ledger): LedgerWriters {
  const db = databaseOf(ledger);
  return { documents: documentWriters(db), deliveries: new DeliveryWriter(db, () => ledger.now()) };
}
