import { isDeepStrictEqual } from 'node:util';
import type { CompanyLine, ConsoleState, Delta, RunView, SummaryView, TotalsView } from '../../shared/ipc/state';
import { EMPTY_TOTALS, JOURNAL_TAIL } from '../../shared/ipc/state';
import { EMPTY_STATE, type WatchFigures } from '../../shared/ipc/empty-state';
import { asMaloteError } from '../../shared/errors';
import type { CompanyPhase, EngineEvent, RunProgress, RunSummary, StatusView } from '../../shared/views';
import { after, type StopTimer, monotonicMs, realNow } from '../base';
import { isLedgerFailure, type LiveCompany } from '../ledger';
import { companyLine, gapsOf, RateMeter, withinRun } from './companies';
import { journalLine } from './journal-text';
import { Throttle } from './throttle';
import { DeltaPublisher } from './publisher';
import type { InterruptedRun, LiveReads } from './reads';
import { summaryView } from './views';
import { WatchReader, type WatchSource } from './watch';

/** What the console watches: an engine on a workspace. */
export interface ConsoleSource extends WatchSource {
  readonly live: Pick<LiveReads, 'companies' | 'journal' | 'interrupted' | 'lastSummary'>;
  status(month?: string): Promise<StatusView>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
}

export interface LiveConsoleOptions {
  /** Names this process; revisions of another epoch are of another one. */
  readonly epoch: string;
  readonly send: (delta: Delta) => void;
  /** Milliseconds since 1970, for the time of notices. */
  readonly now?: () => number;
}

/** What is known of a month at one moment. */
interface MonthFacts {
  /** What waited when they were asked for: where something else waits now, they are old. */
  readonly waiting: readonly number[];
  readonly status: StatusView;
  readonly summary: RunSummary | null;
  readonly resumable: InterruptedRun | null;
  readonly companies: readonly LiveCompany[];
}

/** The table of companies and the journal are looked at this often during a run, and less often where that takes long. */
const LOOK_EVERY_MS = 1_000;
/** The whole evidence of a month costs more. */
const EVIDENCE_EVERY_MS = 10_000;
const ELSEWHERE_EVERY_MS = 2_000;
const ONE_IN = 5;

/**
 * Folds what an engine tells and what its ledger holds into the state of a console, and tells its changes as deltas. One console
 * outlives the engines it watches: it is attached to one workspace after another. While something newer is being gathered, what was
 * known last is shown; figures of one month appear together.
 */
export class LiveConsole {
  readonly #publisher: DeltaPublisher;
  readonly #now: () => number;
  readonly #rates = new RateMeter();
  readonly #look = new Throttle(LOOK_EVERY_MS, ONE_IN, monotonicMs);
  readonly #evidence = new Throttle(EVIDENCE_EVERY_MS, ONE_IN, monotonicMs);
  /** What another process has changed. */
  readonly #elsewhere = new Throttle(ELSEWHERE_EVERY_MS, ONE_IN, monotonicMs);
  #elsewhereTimer: StopTimer | null = null;
  #source: ConsoleSource | null = null;
  #unsubscribe: () => void = () => undefined;
  #month: string;
  /** To be shown as soon as it is gathered. */
  #wanted: string;
  #run: RunView | null = null;
  #phases = new Map<string, CompanyPhase>();
  /** By company, as the month was last judged; null where the verdict does not say. */
  #gaps = new Map<string, number | null>();
  #totals: TotalsView = EMPTY_TOTALS;
  #companies: readonly CompanyLine[] = [];
  /** As the engine told it: it alone knows why a run failed. */
  #told: SummaryView | null = null;
  /** What waited when the month that is shown was asked for. */
  #waiting: readonly number[] = [];
  #lastEntry = 0;
  #noticeCount = 0;
  readonly #watch = new WatchReader(
    (figures) => {
      this.#showWatch(figures);
    },
    (error) => {
      this.#noticeOf(error);
    },
  );

  constructor(initial: Pick<ConsoleState, 'workspace' | 'month'>, options: LiveConsoleOptions) {
    this.#month = initial.month;
    this.#wanted = initial.month;
    this.#now = options.now ?? realNow;
    this.#publisher = new DeltaPublisher(
      {
        ...initial,
        epoch: options.epoch,
        revision: 0,
        engine: { state: 'ready' },
        run: null,
        resumable: null,
        verdict: null,
        lastSummary: null,
        totals: EMPTY_TOTALS,
        ...EMPTY_STATE,
        companies: [],
        journal: [],
        notices: [],
      },
      options.send,
    );
  }

  /** The state as it is now; the deltas told after this moment build on it. */
  get snapshot(): ConsoleState {
    return this.#publisher.snapshot();
  }

  /** The state as it is now, for who does not follow. */
  get state(): ConsoleState {
    return this.#publisher.state;
  }

  get running(): boolean {
    return this.#run !== null;
  }

  /**
   * Shows another workspace, from its own facts alone, once they are gathered; `month` where it has had no run yet.
   * @throws MaloteError LEDGER_*
   */
  async attach(source: ConsoleSource, workspace: ConsoleState['workspace'], month?: string): Promise<void> {
    this.detach();
    this.#source = source;
    this.#told = null;
    this.#publisher.notices([], true);
    this.#unsubscribe = source.subscribe((event) => {
      this.#handle(event);
    });
    const [overview, usual, schedule] = await Promise.all([
      source.audits.overview(),
      source.status(),
      source.schedule.list(),
    ]);
    this.#wanted = usual.lastRun === null ? (month ?? usual.month) : usual.month;
    const facts = await this.#gather(source, this.#wanted, usual);
    if (this.#source !== source) return;
    this.#publisher.figures({ workspace });
    this.#lastEntry = 0;
    this.#readJournal(true);
    this.#tell(this.#wanted, facts);
    this.#watch.attach(source, overview, schedule);
  }

  /** The workspace is being closed: nothing is read of it any more. */
  detach(): void {
    this.#unsubscribe();
    this.#elsewhereTimer?.();
    this.#elsewhereTimer = null;
    this.#watch.detach();
    this.#source = null;
    this.#run = null;
  }

  close(): void {
    this.detach();
    this.#publisher.close();
  }

  workspaceChanged(workspace: ConsoleState['workspace']): void {
    this.#publisher.figures({ workspace });
  }

  /** Shows another month. @throws MaloteError LEDGER_* */
  async showMonth(month: string): Promise<void> {
    if (month !== this.#month || month !== this.#wanted) await this.#show(month);
  }

  /** Looks at everything again, for what was done besides a run. */
  refresh(): void {
    this.#inBackground(this.#refresh());
  }

  async #refresh(): Promise<void> {
    this.#readJournal(false);
    await this.#show(this.#wanted);
  }

  notice(level: 'info' | 'warning' | 'error', text: string, code: string | null): void {
    this.#noticeCount += 1;
    const at = new Date(this.#now()).toISOString();
    this.#publisher.notices([{ id: `e-${String(this.#noticeCount)}`, at, level, text, code }]);
    // while the ledger is waited for, no timer tells anything
    if (code === 'LEDGER_WAITING') this.#publisher.atOnce();
  }

  /** The run that is being started, before the engine can tell of it. */
  runStarting(month: string, only: readonly string[] | null): void {
    this.#run = { ...progressOf(month), stopping: null, only };
    this.#publisher.figures({ run: this.#run, resumable: null });
    this.#rates.forget();
    this.#inBackground(this.#showBegun(month));
  }

  async #showBegun(month: string): Promise<void> {
    await this.showMonth(month);
    this.#phases.clear();
    this.#gaps.clear();
    this.#tellTotals({ missing: 0 });
    await this.#tellCompanies();
  }

  /** It has been asked to end. */
  runStopping(how: 'after-page' | 'now'): void {
    if (this.#run === null) return;
    this.#run = { ...this.#run, stopping: how };
    this.#publisher.figures({ run: this.#run });
  }

  /** It has been paused or goes on: said at once, before the engine's next word. */
  runPaused(paused: boolean): void {
    if (this.#run === null) return;
    this.#run = { ...this.#run, paused, etaSeconds: paused ? null : this.#run.etaSeconds };
    this.#publisher.figures({ run: this.#run });
    this.#boundCompanies();
  }

  /** Nobody is at work any more, whether or not the engine could tell how it ended. */
  runEnded(): void {
    this.#run = null;
    const tellEnd = (): void => this.#publisher.figures({ run: this.#run });
    this.#inBackground(this.#refresh().finally(tellEnd));
  }

  readonly #handle = (event: EngineEvent): void => {
    switch (event.type) {
      case 'progress':
        this.#handleProgress(event.progress);
        return;
      case 'companies':
        for (const { taxId, phase } of event.companies) this.#phases.set(taxId, phase);
        return;
      case 'notice':
        this.notice(event.level, event.text, event.code);
        return;
      case 'watch':
        this.#watch.changed();
        return;
      case 'elsewhere':
        this.#watch.changed();
        this.#lookAgain();
        return;
      case 'run-ended':
        this.#told = summaryView(event.summary);
    }
  };

  /** What the dispatcher delivers between runs, and what comes out of the spool, belongs to the month that is shown. */
  #showWatch(figures: Partial<WatchFigures>): void {
    this.#publisher.figures(figures);
    if (!isDeepStrictEqual(waitingIn(this.#publisher.state), this.#waiting)) this.#lookAgain();
  }

  /** A run of this process tells by itself what it brings. Else everything may have changed, which costs time to read. */
  #lookAgain(): void {
    if (this.#run !== null || this.#elsewhereTimer !== null) return;
    if (this.#elsewhere.due) {
      this.#inBackground(
        this.#elsewhere.take(() => this.#refresh()),
        () => this.#lookAgain(),
      );
      return;
    }
    this.#elsewhereTimer = after(ELSEWHERE_EVERY_MS, () => {
      this.#elsewhereTimer = null;
      this.#lookAgain();
    });
  }

  /** @param again what to do about a ledger that cannot be read now; default: nothing, since it is looked at again anyway */
  #inBackground(work: Promise<void>, again: () => void = () => undefined): void {
    const source = this.#source;
    work.catch((error: unknown) => {
      if (this.#source !== source) return;
      if (isLedgerFailure(error)) again();
      else this.#noticeOf(error);
    });
  }

  #noticeOf(error: unknown): void {
    const { message, action, code } = asMaloteError(error);
    this.notice('error', `${message} ${action}`, code);
  }

  #handleProgress(progress: RunProgress): void {
    if (this.#run === null) return;
    this.#run = { ...this.#run, ...progress };
    this.#publisher.figures({ run: this.#run });
    this.#boundCompanies();
    if (progress.month !== this.#month) return;
    const { expected, archived, delivered, pending } = progress.documents;
    this.#tellTotals({
      expected: expected ?? this.#totals.expected,
      archived,
      delivered,
      verified: delivered,
      pending,
      events: progress.events,
    });
    if (!this.#look.due) return;
    this.#inBackground(
      this.#look.take(async () => {
        this.#readJournal(false);
        await this.#tellCompanies();
      }),
    );
    if (this.#evidence.due) this.#inBackground(this.#evidence.take(() => this.#readEvidence()));
  }

  async #show(month: string): Promise<void> {
    this.#wanted = month;
    const source = this.#source;
    if (source === null) return;
    const facts = await this.#gather(source, month);
    if (this.#source === source && this.#wanted === month) this.#tell(month, facts);
  }

  /** @param known a month's status as it was just told */
  async #gather(source: ConsoleSource, month: string, known?: StatusView): Promise<MonthFacts> {
    const waiting = waitingIn(source);
    const [status, summary, resumable, companies] = await Promise.all([
      known?.month === month ? known : source.status(month),
      source.live.lastSummary(month),
      this.#run === null ? source.live.interrupted() : null,
      source.live.companies(month),
    ]);
    return { waiting, status, summary, resumable, companies };
  }

  #tell(month: string, { waiting, status, summary, resumable, companies }: MonthFacts): void {
    this.#waiting = waiting;
    this.#month = month;
    this.#gaps = new Map(status.companies.map((company) => [company.taxId, gapsOf(company)]));
    const asked = status.verdict.askedAt !== null;
    if (this.#run?.month !== month) {
      this.#phases = new Map(status.companies.map(({ taxId, state }) => [taxId, asked ? state : 'waiting']));
    }
    this.#publisher.figures({
      month,
      verdict: asked ? status.verdict : null,
      run: this.#run,
      lastSummary: this.#lastSummary(summary),
      resumable: this.#run === null ? resumable : null,
    });
    this.#tellTotals(totalsOf(status));
    this.#showCompanies(companies);
  }

  #lastSummary(summary: RunSummary | null): SummaryView | null {
    if (summary === null) return null;
    const view = summaryView(summary);
    return view.run.id === this.#told?.run.id ? { ...view, error: this.#told.error } : view;
  }

  /** What a run brings besides documents. What it has not brought yet is not missing: that is said when it has ended. */
  async #readEvidence(): Promise<void> {
    const [source, month] = [this.#source, this.#month];
    if (source === null) return;
    const { conflicts, cancelled, unassigned, refused, damaged = 0 } = (await source.status(month)).documents;
    if (this.#source !== source || this.#month !== month) return;
    this.#tellTotals({ conflicts, cancelled, unassigned, refused, damaged });
  }

  #tellTotals(totals: Partial<TotalsView>): void {
    this.#totals = { ...this.#totals, ...totals };
    this.#publisher.figures({ totals: this.#totals });
  }

  async #tellCompanies(): Promise<void> {
    const [source, month] = [this.#source, this.#month];
    if (source === null) return;
    const companies = await source.live.companies(month);
    if (this.#source === source && this.#month === month) this.#showCompanies(companies);
  }

  #showCompanies(companies: readonly LiveCompany[]): void {
    const atWork = this.#run !== null && this.#run.month === this.#month && !this.#run.paused;
    if (atWork) this.#rates.sample(companies, monotonicMs());
    const runSeconds = this.#run?.etaSeconds ?? null;
    this.#companies = companies.map((company) => {
      const rate = (flow: 'archived' | 'delivered'): number | null =>
        atWork ? this.#rates.ratePerMinute(company.taxId, flow) : null;
      const rates = { archived: rate('archived'), delivered: rate('delivered') };
      return withinRun(
        companyLine(
          company,
          this.#phases.get(company.taxId) ?? 'waiting',
          rates,
          this.#gaps.get(company.taxId) ?? null,
        ),
        runSeconds,
      );
    });
    this.#publisher.companies(this.#companies);
  }

  /** The run's time is told more often than the companies are looked at, and never contradicts theirs. */
  #boundCompanies(): void {
    const runSeconds = this.#run?.etaSeconds ?? null;
    const bounded = this.#companies.map((line) => withinRun(line, runSeconds));
    if (bounded.every((line, at) => line === this.#companies[at])) return;
    this.#companies = bounded;
    this.#publisher.companies(bounded);
  }

  #readJournal(replace: boolean): void {
    const entries = this.#source?.live.journal(JOURNAL_TAIL, this.#lastEntry) ?? [];
    this.#lastEntry = entries.at(-1)?.id ?? this.#lastEntry;
    this.#publisher.journal(entries.map(journalLine), replace);
  }
}

/** How much waits, for each destination and for the archive. */
function waitingIn({ outbox, spool }: Pick<WatchFigures, 'outbox' | 'spool'>): readonly number[] {
  return [spool.pages, ...outbox.destinations.map(({ pending }) => pending)];
}

/** A run of which nothing is known but that it begins. Its number comes with the engine's first word. */
function progressOf(month: string): RunProgress {
  return {
    runId: 0,
    month,
    phase: 'preparing',
    paused: false,
    waitingFor: [],
    requests: { done: 0, planned: null },
    documents: { expected: null, archived: 0, delivered: 0, pending: 0 },
    events: 0,
    failures: 0,
    elapsedSeconds: 0,
    etaSeconds: null,
  };
}

function totalsOf({ documents, outbox, lastRun }: StatusView): TotalsView {
  const { damaged = 0, expected } = documents;
  return { ...documents, damaged, expected: lastRun === null ? null : expected, pending: outbox.pending };
}
