import { isSettled } from '../../../shared/ipc/verdict';
import type { RunStatus, RunSummary } from '../../../shared/views';
import type { ErrorEnvelope } from '../../../shared/errors';
import type { Month } from '../../domain';
import type { Ledger } from '../../ledger';
import { monthEvidence } from './evidence';

/** Files on a page at most, as SIEG sets it: the measure of the least number of requests. */
const FILES_A_PAGE = 50;

export function requestTotals(ledger: Ledger, month: Month, runIds: readonly number[]): RunSummary['requests'] {
  const byKind = Object.fromEntries(ledger.requests.totals(runIds));
  const total = Object.values(byKind).reduce((sum, count) => sum + count, 0);
  const files = [...ledger.evidence.filesByKind(month).values()];
  return { total, minimum: files.reduce((sum, count) => sum + Math.ceil(count / FILES_A_PAGE), 0), byKind };
}

export interface SummaryOf {
  readonly runId: number;
  readonly chain: readonly number[];
  readonly month: Month;
  readonly only: readonly string[] | null;
  readonly seconds: number;
  readonly workspace: string;
  /** Null when the run came to its end by itself. */
  readonly ended: { readonly status: 'stopped' | 'failed'; readonly error: ErrorEnvelope | null } | null;
}

export function summarise(ledger: Ledger, run: SummaryOf): RunSummary {
  const { verdict, documents, outbox, gaps } = monthEvidence(ledger, run.month, run.only);
  const { gaps: withGaps, ...companies } = verdict.companies;
  // a run that was ended early says so, whatever the month's verdict is
  const status: RunStatus = run.ended?.status ?? (isSettled(verdict.state) ? 'complete' : 'gaps');
  return {
    run: { id: run.runId, month: run.month, status, seconds: run.seconds },
    verdict,
    companies: { ...companies, withGaps },
    documents,
    requests: requestTotals(ledger, run.month, run.chain),
    outbox,
    gaps,
    workspace: run.workspace,
    error: run.ended?.error ?? null,
  };
}
