import { isMaloteError, MaloteError } from '../../../shared/errors';
import type { LegacyImportView, LegacyProgress } from '../../../shared/ipc/legacy';
import type { Clock } from '../../base';
import type { Ledger } from '../../ledger';
import type { Job, JobContext, JobRunner } from '../runner';
import type { FileRoot, RootOpener } from '../../shares';
import { importArchive } from './archive-pass';
import type { ImportContext, LegacyServices } from './context';
import {
  importLogs,
  importStates,
  importTransactions,
  LOG_FOLDER,
  STATE_FOLDER,
  TRANSACTION_FOLDER,
} from './old-files';
import { importReports } from './report-files';
import { Tally } from './tally';

export interface LegacyServiceOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  /** Works with the services, which are not exchanged meanwhile. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  readonly within: <Value>(work: (services: LegacyServices) => Promise<Value>) => Promise<Value>;
  readonly openRoot: RootOpener;
  readonly clock: Clock;
  /** Before the lock of runs is taken: ends what holds it in this process, and brings the list of companies up to date. */
  readonly prepare?: (signal: AbortSignal) => Promise<void>;
}

/** What an import is asked. */
export interface LegacyAsked {
  readonly from: string;
  /** Reads the same and writes nothing; documents may be taken in by others meanwhile. */
  readonly dryRun: boolean;
}

/** The system before this one. */
export interface LegacyApi {
  readonly progress: LegacyProgress | null;
  readonly last: LegacyImportView | null;
  /**
   * Reads its folders (`estado`, `transactions/completed`, `logs` below `from`) and the archive. Idempotent; goes on where it stopped.
   * @throws MaloteError LEGACY_*, SHARE_*, RUN_IN_PROGRESS
   */
  import(asked: LegacyAsked, signal?: AbortSignal): Promise<LegacyImportView>;
  stop(): void;
}

/** Takes over what the system before this one left: its states, transactions, logs and reports, and the archive. */
export class LegacyService implements LegacyApi {
  #tally: Tally | null = null;
  #last: LegacyImportView | null = null;
  readonly job: Job<LegacyAsked, LegacyImportView> = {
    kind: 'legacy-import',
    needs: ({ dryRun }) => (dryRun ? [] : ['intake']),
    prepare: async ({ dryRun }, signal) => {
      if (!dryRun) await this.options.prepare?.(signal);
    },
    heal: () => [],
    run: (asked, context) => this.options.within((services) => this.#import(services, asked, context)),
    endOf: ({ outcome }) => ({ state: outcome ?? 'complete', error: null }),
  };

  constructor(private readonly options: LegacyServiceOptions) {
    options.runner.register(this.job);
  }

  get progress(): LegacyProgress | null {
    return this.#tally?.progress() ?? null;
  }

  /** Of this process. */
  get last(): LegacyImportView | null {
    return this.#last;
  }

  stop(): void {
    this.options.runner.stop('legacy-import', 'now');
  }

  /**
   * A dry run reads the same and writes nothing; it needs no lock of runs. Stopped, by `stop` or the signal, it resolves with what
   * there is. @throws MaloteError LEGACY_NOT_THERE, LEGACY_IN_PROGRESS, RUN_IN_PROGRESS, RUN_NO_COMPANIES, SETTINGS_*, SHARE_*
   */
  async import(asked: LegacyAsked, signal?: AbortSignal): Promise<LegacyImportView> {
    const { result, failure } = await this.options.runner.run(this.job, asked, signal);
    if (result === null) throw failure;
    return result;
  }

  async #import(
    services: LegacyServices,
    { from, dryRun }: LegacyAsked,
    context: JobContext,
  ): Promise<LegacyImportView> {
    const { ledger, openRoot, clock } = this.options;
    const companies = ledger.companies.active();
    if (!dryRun && companies.length === 0) throw new MaloteError('RUN_NO_COMPANIES');
    services.companies.replace(companies);
    const tally: Tally = new Tally({ dryRun, from }, clock, () => {
      const { phase, files, total } = tally.progress();
      context.tell({ phase, done: files, total });
    });
    this.#tally = tally;
    const old = openRoot({ id: 'legacy', location: from, clock });
    try {
      context.begin(() => ({ subject: null, leavesNoTrace: dryRun }));
      ledger.legacy.beginSupposing();
      const outcome = await importAll({ ledger, services, old, tally, dryRun, signal: context.signal });
      const view = tally.view(ledger, outcome);
      ledger.legacy.beginSupposing();
      if (!dryRun) {
        const { files, documents, unreadableTotal } = view;
        ledger.journal.write('legacy.imported', from, { outcome, files, documents, unreadable: unreadableTotal });
      }
      this.#last = view;
      return view;
    } finally {
      this.#tally = null;
      await old.close();
    }
  }
}

async function importAll(context: ImportContext): Promise<'complete' | 'stopped'> {
  try {
    await assertThere(context.old, context.signal);
    await importStates(context);
    await importTransactions(context);
    await importLogs(context);
    await importReports(context, await importArchive(context));
    return 'complete';
  } catch (error) {
    if (context.signal.aborted && isMaloteError(error, 'CANCELLED')) return 'stopped';
    throw error;
  }
}

/** @throws MaloteError LEGACY_NOT_THERE when none of the old system's folders holds a file, SHARE_* */
async function assertThere(old: FileRoot, signal: AbortSignal): Promise<void> {
  for (const folder of [STATE_FOLDER, TRANSACTION_FOLDER, LOG_FOLDER]) {
    for await (const file of old.list(folder, { signal })) {
      if (file.path.length > 0) return;
    }
  }
  throw new MaloteError('LEGACY_NOT_THERE', { location: old.location });
}
