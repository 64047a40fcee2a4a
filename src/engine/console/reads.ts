import type { RunStatus, RunSummary } from '../../shared/views';
import type { Month, TaxId } from '../domain';
import {
  isRunAtWork,
  type Answers,
  type JournalEntry,
  type Ledger,
  type LiveCompany,
  type RunRow,
  type SpoolTotals,
  type UnseenFiles,
} from '../ledger';
import type { runReadings } from '../jobs/run';
import type { liveReadings } from './readings';

/** A run that did not come to its end by itself, and that the same month's next run continues. */
export interface InterruptedRun {
  readonly month: Month;
  readonly outcome: 'interrupted' | 'stopped' | 'failed';
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly only: readonly TaxId[] | null;
  readonly archived: number;
  /** Null when nothing more is known than what is held. */
  readonly expected: number | null;
}

/**
 * What a window shows of the ledger besides the status of a month. Reads alone; what takes long, in the thread that reads.
 */
export class LiveReads {
  constructor(
    private readonly ledger: Ledger,
    private readonly readings: Answers<typeof runReadings & typeof liveReadings>,
    /** Whether a run is at work in this process. */
    private readonly running: () => boolean,
    private readonly workspace: string,
  ) {}

  companies(month: Month): Promise<readonly LiveCompany[]> {
    return this.readings.liveCompanies(month);
  }

  /** The last `limit` entries after the one with id `after` (0: of all), oldest first. */
  journal(limit: number, after = 0): readonly JournalEntry[] {
    return this.ledger.journal.after(after, limit);
  }

  /** Of the run that began last; null before any. */
  latestMonth(): Month | null {
    return this.ledger.runs.latest()?.month ?? null;
  }

  /** What waits on this computer for the archive, also before the settings were read. */
  spooled(): SpoolTotals {
    return this.ledger.spool.totals();
  }

  /** Files that no audit has looked for where the archive is now. */
  archiveMoved(): UnseenFiles | null {
    return this.ledger.archiveMoves.unseen;
  }

  /** The latest run, when nobody is at work on it and it is not done: also one whose process died and that no run has healed yet. */
  async interrupted(): Promise<InterruptedRun | null> {
    const run = this.ledger.runs.latest();
    if (run === undefined || this.running()) return null;
    const outcome = this.#unfinished(run);
    if (outcome === null) return null;
    const only = onlyOf(run);
    const { archived, expected, missing } = (await this.readings.monthEvidence(run.month, only)).documents;
    const more = expected > archived + missing || missing > 0;
    return {
      month: run.month,
      outcome,
      startedAt: run.startedAt,
      endedAt: run.endedAt,
      only,
      archived,
      expected: more ? expected : null,
    };
  }

  #unfinished(run: RunRow): InterruptedRun['outcome'] | null {
    const { outcome } = run;
    if (outcome === 'complete' || outcome === 'gaps') return null;
    if (outcome !== null) return outcome;
    return isRunAtWork(this.ledger, run) ? null : 'interrupted';
  }

  /** The month's last attempt that has ended, with the facts of the whole month as they stand now; null before one has. */
  async lastSummary(month: Month): Promise<RunSummary | null> {
    const run = this.ledger.runs.last(month);
    if (run === undefined || run.endedAt === null || run.outcome === null) return null;
    return this.readings.summarise({
      runId: run.id,
      chain: this.ledger.runs.chain(run.id),
      month,
      only: null,
      seconds: (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000,
      workspace: this.workspace,
      ended: endOf(run.outcome),
    });
  }
}

function endOf(outcome: RunStatus | 'interrupted'): { status: 'stopped' | 'failed'; error: null } | null {
  if (outcome === 'complete' || outcome === 'gaps') return null;
  return { status: outcome === 'failed' ? 'failed' : 'stopped', error: null };
}

/** The companies that a run was limited to, as its row keeps them. */
function onlyOf({ options }: RunRow): readonly TaxId[] | null {
  const { only } = JSON.parse(options) as { only?: unknown };
  return Array.isArray(only) ? only.filter((one) => typeof one === 'string') : null;
}
