import type { DiagnosisCheck } from '../../../shared/ipc/diagnosis';
import type { Found } from '../line';
import type { Sights } from '../sights';
import { lookAtKey } from './key';
import { lookAtLedger } from './ledger';
import { lookAtLog } from './log';
import { lookAtMachine } from './machine';
import { lookAtRecords } from './records';
import { lookAtSettings } from './settings';
import { lookAtShares } from './shares';
import { lookAtSieg } from './sieg';
import { lookAtWorkbook } from './workbook';

export interface Check {
  /** Real time, after which what it looks at is unknown. */
  readonly deadlineMs: number;
  /** Answers a line for each item that there is. What it throws makes its first item unknown. */
  readonly look: (sights: Sights, signal: AbortSignal) => Promise<readonly Found[]>;
}

/** Every check. Adding one touches its row here, its items in `DIAGNOSIS_CHECKS`, and its file. */
export const CHECKS: Readonly<Record<DiagnosisCheck, Check>> = {
  settings: { deadlineMs: 15_000, look: lookAtSettings },
  sieg: { deadlineMs: 25_000, look: lookAtSieg },
  // it may have to wait for its turn behind a run
  key: { deadlineMs: 45_000, look: lookAtKey },
  shares: { deadlineMs: 35_000, look: lookAtShares },
  workbook: { deadlineMs: 45_000, look: lookAtWorkbook },
  // a million documents take some ten seconds on a disk that is not busy
  ledger: { deadlineMs: 120_000, look: lookAtLedger },
  records: { deadlineMs: 20_000, look: lookAtRecords },
  'program-log': { deadlineMs: 10_000, look: lookAtLog },
  machine: { deadlineMs: 10_000, look: lookAtMachine },
};
