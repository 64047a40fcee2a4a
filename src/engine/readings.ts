import { auditReadings } from './audit';
import type { Answers } from './ledger';
import { liveReadings } from './live';
import { recordReadings } from './records';
import { runReadings } from './runs';

/** Everything that is asked of the ledger in the thread that reads (`ledger-reader.ts`). */
export const READINGS = { ...runReadings, ...liveReadings, ...recordReadings, ...auditReadings };

export type Readings = Answers<typeof READINGS>;
