import { behaviourOf, isMaloteError, MaloteError } from '../../shared/errors';
import type { ShareRoot } from '../../shared/ipc/shares';
import type { EngineEvent, RunPhase, RunSummary } from '../../shared/views';
import type { AlertEvent } from '../alerts';
import { sweepStaleFiles } from '../archive';
import type { Clock } from '../base';
import type { Month, TaxId } from '../domain';
import { MonthlyRun } from '../jobs/run';
import type { Job, JobContext, JobRunner } from '../jobs/runner';
import type { Ledger } from '../ledger';
import type { Settings } from '../settings';
import type { CompanyList } from './company-list';
import type { Readings } from './readings';
import type { RereadService } from './reread-service';
import { checkRun, chooseCompanies, closes, type RunOptions } from './run-options';
import type { ServiceContainer } from './service-container';
import type { Services } from './services';
import type { OpenedSieg } from './sieg-connection';
import type { SpoolFiling } from './spool-filing';
import { awayOf } from './wait-teller';

export interface MonthRunsOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly readings: Readings;
  readonly clock: Clock;
  readonly workspace: string;
  readonly container: ServiceContainer;
  readonly filing: SpoolFiling;
  readonly companies: CompanyList;
  readonly rereads: RereadService;
  readonly openSieg: (settings: Settings, closing: AbortSignal) => Promise<OpenedSieg>;
  readonly emit: (event: EngineEvent) => void;
  /** Tells people; must not throw. */
  readonly tell: (alertEvent: AlertEvent) => void;
}

interface RunAsked {
  readonly month: Month;
  /** Null: all of the workbook. */
  readonly only: readonly TaxId[] | null;
  /** Null: all that are chosen. */
  readonly limit: number | null;
  /** Null: once its days of grace are over. */
  readonly close: boolean | null;
}

/** The runs of months as jobs: what stands between the engine's services and the one month that `jobs/run` brings home. */
export class MonthRuns {
  readonly job: Job<RunAsked, RunSummary> = {
    kind: 'run',
    needs: () => ['intake'],
    prepare: () => this.options.filing.makeWay(),
    // what its own tables say of runs that died is put right under the lock of the intake, which recoveries hold too while they fetch
    heal: () => [],
    run: (asked, context) => this.#toldRun(asked, context),
    endOf: ({ run: { status }, error }) => ({ state: status === 'gaps' ? 'complete' : status, error }),
  };

  constructor(private readonly options: MonthRunsOptions) {
    options.runner.register(this.job);
  }

  /** @throws MaloteError RUN_*, SETTINGS_*, SIEG_*, SHARE_*, LEDGER_* */
  async run(options: RunOptions, signal?: AbortSignal): Promise<RunSummary> {
    const { month, only } = checkRun(options, this.options.clock.now());
    const asked = { month, only, limit: options.limit ?? null, close: options.close ?? null };
    const { result, failure } = await this.options.runner.run(this.job, asked, signal);
    if (result === null) throw failure;
    return result;
  }

  /** People hear how it has ended, whoever has asked for it. */
  async #toldRun(asked: RunAsked, context: JobContext): Promise<RunSummary> {
    const { container, tell } = this.options;
    try {
      const summary = await container.within((services) => this.#run(services, asked, context));
      tell({ type: 'run-ended', summary, takenOver: context.takenOver && summary.run.status === 'stopped' });
      return summary;
    } catch (error) {
      const told = isMaloteError(error) ? error : new MaloteError('INTERNAL', { reason: String(error) });
      // who stops a run before its start, or names a company that is not there, sees so at once
      if (behaviourOf(told.code).tell !== 'asker') tell({ type: 'run-failed', month: asked.month, error: told });
      throw error;
    }
  }

  async #run(services: Services, { month, only, limit, close }: RunAsked, context: JobContext): Promise<RunSummary> {
    const { ledger, companies: list, clock, rereads, openSieg, tell } = this.options;
    const { signal, gate } = context;
    // before the first question nothing is in hand: whoever waits ends with a soft stop too
    const { closing } = gate;
    const { settings, roots, written, outbox, dispatcher, reception, health } = services;
    this.#heal();
    health.start();
    // a run begins with a look: what was well minutes ago may be away, and nothing waits for the answer
    void health.check();
    await list.refresh(settings.companies.workbook, closing);
    services.companies.replace(ledger.companies.active());
    const companies = chooseCompanies(ledger.companies.active(), only, limit);
    const sieg = await openSieg(settings, closing);
    reception.start();
    try {
      await sweepStaleFiles(written, ledger, clock.now(), closing);
      await reception.patiently((last) => services.refile(signal, last), closing);
      await reception.patiently(() => rereads.beforeRun(services, signal), closing);
      await reception.allFiled(closing);
      outbox.retryEverything();
      dispatcher.start();
      dispatcher.wake();
      const { reports, reportsAtOnce, dailyByUpload, rescanPreviousMonth, graceDays } = settings.capture;
      const begin = (): MonthlyRun =>
        new MonthlyRun({
          month,
          only: limit === null ? only : companies.map(({ taxId }) => taxId),
          companies,
          rescanPreviousMonth,
          close: closes(month, graceDays, clock.now(), close ?? undefined),
          tuning: { reports, reportsAtOnce, dailyByUpload },
          workspace: this.options.workspace,
          ledger,
          outbox,
          dispatcher,
          gate,
          signal,
          readings: this.options.readings,
          intake: reception,
          archive: roots.archive,
          api: sieg.api,
          clock,
          random: Math.random,
          emit: (event) => this.#emit(event, context),
          onSiegAway: (away) => {
            tell({ type: 'sieg', away });
          },
          waitingFor: (phase) => waitingFor(services, phase),
        });
      const { run } = context.begin(() => {
        const made = begin();
        return { subject: made.id, run: made };
      });
      return await run.run();
    } finally {
      await reception.stop();
      sieg.close();
    }
  }

  #emit(event: EngineEvent, context: JobContext): void {
    if (event.type === 'progress') {
      const { phase, documents } = event.progress;
      context.note({ phase, done: documents.archived, total: documents.expected });
    }
    this.options.emit(event);
  }

  /** What a killed process left half-done: its run, its open requests. We hold the lock, so nobody is at work. */
  #heal(): void {
    const { ledger } = this.options;
    ledger.transaction(() => {
      const runs = ledger.runs.markInterrupted();
      const requests = ledger.requests.abandonOpen();
      if (runs + requests > 0) ledger.journal.write('run.healed', 'workspace', { runs, requests });
    });
  }
}

/** The roots without which a run in this phase cannot go on. */
function waitingFor({ reception, health }: Services, phase: RunPhase): readonly ShareRoot[] {
  if (phase === 'delivering') return awayOf(health);
  return reception.waitsForArchive ? ['archive'] : [];
}
