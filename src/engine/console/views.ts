import type { SummaryView } from '../../shared/ipc/state';
import { GAPS_NAMED, type RunSummary } from '../../shared/views';

/** A summary as it goes to the page: every list of gaps cut to what a person can read there; the whole is in the ledger. */
export function summaryView(summary: RunSummary): SummaryView {
  const { missing, shortfalls, undelivered, unanswered, points, unread, damaged } = summary.gaps;
  return {
    ...summary,
    gaps: {
      missing: missing.slice(0, GAPS_NAMED),
      shortfalls: shortfalls.slice(0, GAPS_NAMED),
      undelivered: undelivered.slice(0, GAPS_NAMED),
      unanswered: unanswered.slice(0, GAPS_NAMED),
      points: points.slice(0, GAPS_NAMED),
      ...(unread === undefined ? {} : { unread: unread.slice(0, GAPS_NAMED) }),
      ...(damaged === undefined ? {} : { damaged: damaged.slice(0, GAPS_NAMED) }),
    },
  };
}
