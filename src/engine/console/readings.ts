import type { Month } from '../domain';
import type { Ledger, LiveCompany, Questions } from '../ledger';

/** What the console asks of the ledger in the thread that reads, besides the evidence. */
export const liveReadings = {
  liveCompanies: (ledger: Ledger, month: Month): readonly LiveCompany[] =>
    ledger.whileUnchanged(`companies ${month}`, () => ledger.reading(() => ledger.evidence.liveCompanies(month))),
} satisfies Questions;
