import type { Questions } from '../../ledger';
import { monthEvidence } from './evidence';
import { summarise } from './summary';

/** What runs ask of the ledger in the thread that reads. */
export const runReadings = { monthEvidence, summarise } satisfies Questions;
