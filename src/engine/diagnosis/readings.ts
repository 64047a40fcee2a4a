import type { JobState } from '../../shared/jobs';
import type { HealthView, LastShareState } from '../../shared/health';
import type { CompanyRow, Ledger, LockSight, OutboxLine, PulseSight, SpoolTotals } from '../ledger';
import type { ErrorEnvelope } from '../../shared/errors';
import type { ScheduleRunState } from '../../shared/schedule';

/** What a diagnosis asks of the ledger, in one reading. */
export interface LedgerRecords {
  readonly sizes: { readonly file: number; readonly log: number };
  readonly documents: number;
  readonly hasStatistics: boolean;
  readonly newestDocumentAt: string | null;
  readonly locks: readonly LockSight[];
  /** The last one first. */
  readonly pulses: readonly PulseSight[];
  readonly shares: readonly LastShareState[];
  readonly lastRun: HealthView['lastRun'];
  /** Lines of the schedule that are not paused, with how the last due time of each has ended. */
  readonly schedule: readonly ScheduleSight[];
  readonly spool: SpoolTotals;
  readonly outbox: readonly OutboxLine[];
  /** Newest first. */
  readonly jobs: readonly JobSight[];
}

export interface ScheduleSight {
  readonly work: string;
  readonly last: { readonly state: ScheduleRunState; readonly at: string } | null;
}

export interface JobSight {
  readonly kind: string;
  readonly state: JobState;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly error: ErrorEnvelope | null;
}

/** For who helps from afar. */
export interface SupportRecords {
  readonly tables: Readonly<Record<string, number>>;
  /** Also those that have left the workbook. */
  readonly companies: readonly CompanyRow[];
}

const LAST_JOBS = 20;

/** Questions of a diagnosis to the thread that reads (`ledger/readings`). */
export const diagnosisReadings = {
  ledgerVersions: ({ vitals }: Ledger): ReturnType<Ledger['vitals']['versions']> => vitals.versions(),
  ledgerRecords: (ledger: Ledger): LedgerRecords => ledger.reading(() => recordsOf(ledger)),
  supportRecords: ({ vitals, companies }: Ledger): SupportRecords => ({
    tables: vitals.tableRows(),
    companies: companies.everyone(),
  }),
  lookThrough: ({ upkeep }: Ledger): string => upkeep.lookThrough(),
};

function recordsOf({ vitals, pulse, shareHealth, runs, schedules, spool, outbox, jobs }: Ledger): LedgerRecords {
  const last = runs.latest();
  return {
    sizes: vitals.sizes(),
    documents: vitals.documents(),
    hasStatistics: vitals.hasStatistics(),
    newestDocumentAt: vitals.newestDocumentAt(),
    locks: vitals.locks(),
    pulses: pulse.all(),
    shares: shareHealth.lastStates(),
    lastRun:
      last === undefined
        ? null
        : { month: last.month, startedAt: last.startedAt, endedAt: last.endedAt, outcome: last.outcome },
    schedule: schedules.all().flatMap(({ id, work, pausedAt }) => {
      const last = schedules.lastEnded(id);
      const ended = last === undefined ? null : { state: last.state, at: last.endedAt ?? last.dueAt };
      return pausedAt === null ? [{ work, last: ended }] : [];
    }),
    spool: spool.totals(),
    outbox: outbox.lines(),
    jobs: jobs
      .list(LAST_JOBS)
      .map(({ kind, state, startedAt, endedAt, error }) => ({ kind, state, startedAt, endedAt, error })),
  };
}
