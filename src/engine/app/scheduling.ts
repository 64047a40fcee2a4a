import { dayHere, monthAt, previousMonth, readOwnHolidays } from '../domain';
import { excludedBy } from '../../shared/jobs';
import type { StatusView } from '../../shared/views';
import type { AlertEvent } from '../alerts';
import type { Clock } from '../base';
import type { JobRunner } from '../jobs/runner';
import type { Ledger } from '../ledger';
import { Scheduler, type ScheduleHours } from '../schedule';
import type { Settings } from '../settings';
import type { JobApi } from './job-doors';

export interface SchedulingOptions {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** The settings as they are now; null when they cannot be had. */
  readonly peek: () => Promise<Settings | null>;
  readonly runner: JobRunner;
  readonly jobs: () => JobApi;
  readonly status: (month: string) => Promise<StatusView>;
  /** Tells people; must not throw. */
  readonly tell: (alertEvent: AlertEvent) => void;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** The schedule over the jobs of an engine. */
export function openScheduler(options: SchedulingOptions): Scheduler {
  const { ledger, clock, peek, runner, jobs, status, tell, onChange, onError } = options;
  return new Scheduler({
    ledger,
    clock,
    tell,
    onChange,
    onError,
    hours: async () => hoursOf(await peek()),
    start: ({ kind, asked }) => jobs().start(kind, asked),
    isBusy: (kind) => excludedBy(kind).some((other) => runner.isAtWork(other)),
    isAtWork: (kind) => runner.isAtWork(kind),
    remind: async (work, dueAt) => {
      if (work === 'silence-check') {
        const last = ledger.vitals.newestDocumentAt();
        // caught up later, it is still of its own day
        const isSilent = last === null || dayHere(Date.parse(last)) < dayHere(dueAt);
        if (isSilent) tell({ type: 'no-documents', last });
        return;
      }
      const month = previousMonth(monthAt(clock.now()));
      const { verdict } = await status(month);
      tell({ type: 'closing', month, state: verdict.askedAt === null ? null : verdict.state });
    },
  });
}

/** @param settings null where they do not hold: then there are no hours of the office's own */
function hoursOf(settings: Settings | null): ScheduleHours {
  const { quietFrom = '', quietTo = '', ownHolidays = '' } = settings?.schedule ?? {};
  return {
    quietFrom,
    quietTo,
    ownHolidays: readOwnHolidays(ownHolidays) ?? new Set(),
    hasBackupFolder: settings?.backup.folder !== undefined,
  };
}
