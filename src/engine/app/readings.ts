import { auditReadings } from '../jobs/audit';
import { diagnosisReadings } from '../diagnosis';
import type { Answers, CopyFacts, Ledger } from '../ledger';
import { liveReadings } from '../console';
import { recordReadings } from '../records';
import { growthReadings } from '../jobs/retention';
import { runReadings } from '../jobs/run';

/** Everything that is asked of the ledger in the thread that reads (`ledger-reader.ts`). */
export const READINGS = {
  ...runReadings,
  ...liveReadings,
  ...recordReadings,
  ...auditReadings,
  ...diagnosisReadings,
  ...growthReadings,
  copyFacts: (ledger: Ledger, deep: boolean): CopyFacts => ledger.copyFacts(deep),
};

export type Readings = Answers<typeof READINGS>;
