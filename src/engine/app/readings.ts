import { auditReadings } from '../jobs/audit';
import type { Answers, Ledger } from '../ledger';
import { liveReadings } from '../console';
import { recordReadings } from '../records';
import { runReadings } from '../jobs/run';

/** Everything that is asked of the ledger in the thread that reads (`ledger-reader.ts`). */
export const READINGS = {
  ...runReadings,
  ...liveReadings,
  ...recordReadings,
  ...auditReadings,
  lookThrough: ({ upkeep }: Ledger): string => upkeep.lookThrough(),
};

export type Readings = Answers<typeof READINGS>;
