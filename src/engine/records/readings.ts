import type { Questions } from '../ledger';
import { companyDocuments, companyMonth } from './company-month';

/** What the records ask of the ledger in the thread that reads. */
export const recordReadings = { companyMonth, companyDocuments } satisfies Questions;
