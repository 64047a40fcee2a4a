import { join } from 'node:path';
import { asMaloteError, isMaloteError, MaloteError, type ErrorEnvelope } from '../../shared/errors';
import type { OutboxView, ScrubView, SpoolView } from '../../shared/ipc/shares';
import { runMessages } from '../../shared/messages/pt-BR/run';
import type {
  CompanyImportView,
  DeliverView,
  EngineEvent,
  ProbeView,
  RunSummary,
  StatusView,
  VerifyView,
} from '../../shared/views';
import { AlertCenter, type AlertChannel, type AlertSecrets, type AlertEvent } from '../alerts';
import { verifyMonth, type AuditApi } from '../jobs/audit';
import type { BackupApi } from '../jobs/backup';
import type { RetentionApi } from '../jobs/retention';
import { systemClock, type Clock, monotonicMs, realNow } from '../base';
import { HealthPage, healthView, Heartbeat } from '../diagnosis';
import { CompanyList } from './company-list';
import { ledgerFile } from './damaged-ledger';
import { monthAt, previousMonth } from '../domain';
import { Elsewhere } from './elsewhere';
import { openEvidenceServices, type EvidenceApis } from './evidence-services';
import { sweepStaleFiles } from '../archive';
import { GapsKeeper } from '../gaps';
import { isLedgerFailure, isRunAtWork, ReadingThread, type Ledger } from '../ledger';
import { openLedgerWithWriters } from '../ledger/writers/hand-out';
import type { LegacyApi } from '../jobs/legacy-import';
import { LiveReads } from '../console';
import { ServiceContainer, wideSignal } from './service-container';
import { environmentProxy, type FindProxy } from '../network';
import type { RereadService } from './reread-service';
import type { Services } from './services';
import { checkMonth, type RunOptions } from './run-options';
import type { READINGS } from './readings';
import type { RecordsApi } from '../records';
import type { CorrectionApi, RecoveryApi, WholeRecoveryApi } from '../jobs/recovery';
import { JobRunner } from '../jobs/runner';
import { jobApi, type JobApi } from './job-doors';
import { MonthRuns } from './month-runs';
import { checkRealPlaces, SETTINGS_FILE, type Settings } from '../settings';
import type { ScheduleApi, Scheduler } from '../schedule';
import { openScheduler } from './scheduling';
import { openLocalRoot, resolveFrom, type RootOpener } from '../shares';
import { SpoolFiling } from './spool-filing';
import { VitalSign } from './vital-sign';
import { copyInspector, settleRestore } from './copies';
import { alertApi, shareApi, type AlertApi, type ShareApi } from './watch-services';
import { WaitTeller } from './wait-teller';
import { workbookReader } from './workbook-file';
import { openSieg, type OpenedSieg } from './sieg-connection';
import type { SiegCredentials } from '../sieg';

/** What an engine is opened on, and with. */
export interface EngineChoice {
  /** Folder of the workspace: settings.json, ledger, kept files. On a disk of this computer. */
  readonly workspace: string;
  /** Asked for when SIEG is first needed; may reject. */
  readonly credentials?: (address: string) => Promise<SiegCredentials>;
  readonly clock?: Clock;
  /** Folder of the key-wide limiter state, shared by all workspaces of this user; default: the workspace itself. */
  readonly stateFolder?: string;
  /** How a configured root is opened. Default: in this process; where a share may hang, in a process of its own. */
  readonly openRoot?: RootOpener;
  /** Secrets of the alert channels; default: none are held. */
  readonly secrets?: AlertSecrets;
  /** Notifications of the operating system, where there are any. */
  readonly desktop?: AlertChannel;
  /** The proxy for an address. Default: by the environment. */
  readonly findProxy?: FindProxy;
  /** Folder of the host's own log, where it is not the workspace's. */
  readonly logs?: string;
  /** Of the program, for what it issues. */
  readonly version?: string;
  /** Hears what happens before the engine is open, when nobody can subscribe yet: that the ledger is waited for. */
  readonly whileOpening?: (event: EngineEvent) => void;
}

export interface EngineOptions extends EngineChoice {
  /** The built ledger-reader.js, which reads the ledger in a thread of its own. */
  readonly reader: string;
}

/** The engine's one door: what the window, the command line and the tests call. No global state; every long call is cancellable. */
export interface Engine extends EvidenceApis {
  readonly workspace: string;
  /** What a window shows besides the status of a month. */
  readonly live: LiveReads;
  readonly shares: ShareApi;
  readonly alerts: AlertApi;
  readonly jobs: JobApi;
  readonly schedule: ScheduleApi;
  run(options: RunOptions, signal?: AbortSignal): Promise<RunSummary>;
  pause(): void;
  resume(): void;
  /** `after-page` lets what is in flight finish; `now` aborts it. Both leave a run that can be resumed. */
  stop(how: 'after-page' | 'now'): void;
  /** Takes notice of the settings as they are now, and of where they put the archive. @returns what stands against them */
  checkSettings(): Promise<ErrorEnvelope | null>;
  /** @throws MaloteError LEDGER_* */
  status(month?: string): Promise<StatusView>;
  /**
   * From now on watches the shares, delivers what waits, files what is in the spool and does what is scheduled, by itself, until `close`.
   * Called again after the settings have changed. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT
   */
  watch(): Promise<void>;
  /** Delivers what waits now, also what failed and waits for its time. */
  deliver(signal?: AbortSignal): Promise<DeliverView>;
  /** Reads delivered files back once more, with low priority. */
  scrub(month?: string, signal?: AbortSignal): Promise<ScrubView | null>;
  readonly outbox: OutboxView;
  readonly spool: SpoolView;
  readonly lastScrub: ScrubView | null;
  /** The file that names every gap of the month, true now; null when there is none. @throws MaloteError CLI_CANNOT_WRITE */
  keepGaps(month: string): Promise<string | null>;
  /** From the settings' workbook, or from the given file or https address. */
  importCompanies(source?: string, signal?: AbortSignal): Promise<CompanyImportView>;
  probe(signal?: AbortSignal): Promise<ProbeView>;
  /** Reads every archived file of the month back and compares it with the ledger; looks at the import share too. */
  verify(month: string, signal?: AbortSignal): Promise<VerifyView>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  close(): Promise<void>;
}

/** Nobody waits longer for the ledger. */
const ONE_WAIT_MS = 60_000;
const NO_OUTBOX: OutboxView = { destinations: [], draining: null, waitingFor: [] };
const NO_SPOOL: SpoolView = { pages: 0, bytes: 0, limitBytes: 0, oldestAt: null, full: false };

/** @throws MaloteError LEDGER_* */
export function openEngine(options: EngineOptions): Promise<Engine> {
  // a promise although nothing waits yet: the door must not change when it opens processes of its own
  return new Promise((resolve) => {
    resolve(new LocalEngine(options));
  });
}

class LocalEngine implements Engine {
  readonly workspace: string;
  readonly live: LiveReads;
  readonly shares: ShareApi;
  readonly alerts: AlertApi;
  readonly audits: AuditApi;
  readonly recovery: RecoveryApi;
  readonly wholeRecovery: WholeRecoveryApi;
  readonly corrections: CorrectionApi;
  readonly rereads: RereadService;
  readonly legacy: LegacyApi;
  readonly records: RecordsApi;
  readonly backups: BackupApi;
  readonly retention: RetentionApi;
  readonly jobs: JobApi;
  readonly schedule: Scheduler;
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #reading: ReadingThread<typeof READINGS>;
  #lookedThrough: Promise<void> = Promise.resolve();
  readonly #companies: CompanyList;
  readonly #filing: SpoolFiling;
  /** When the services were opened on the settings of then. */
  #servicesSince = Number.NEGATIVE_INFINITY;
  readonly #container: ServiceContainer;
  readonly #center: AlertCenter;
  readonly #runner: JobRunner;
  readonly #runs: MonthRuns;
  readonly #elsewhere: Elsewhere;
  readonly #vitalSign: VitalSign;
  readonly #healthPage: HealthPage;
  readonly #closing = new AbortController();
  readonly #gaps: GapsKeeper;
  readonly #waits: WaitTeller;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  /** Several connections wait for one and the same program that has the ledger: it is said once. */
  #waitToldAt = Number.NEGATIVE_INFINITY;
  #waitIsOver = true;
  #watching = false;

  constructor(private readonly options: EngineOptions) {
    this.workspace = options.workspace;
    if (options.whileOpening !== undefined) this.#listeners.add(options.whileOpening);
    settleRestore(options.workspace);
    this.#clock = options.clock ?? systemClock();
    const openRoot = options.openRoot ?? openLocalRoot;
    const clock = this.#clock;
    const { ledger, writers } = openLedgerWithWriters(ledgerFile(options.workspace), {
      now: () => clock.now(),
      onWaiting: this.#tellWaiting,
      onWaited: () => {
        this.#waitIsOver = true;
        this.#notice('info', runMessages.ledgerFree, null);
      },
    });

    this.#ledger = ledger;
    this.#listeners.clear();
    this.#reading = this.#readingThread();
    const readings = this.#reading.answers;
    ledger.onDamaged(() => {
      this.#stopForDamage();
    });
    this.#runner = new JobRunner({ ledger, onChange: this.#changed });
    this.#filing = new SpoolFiling(ledger);
    this.#companies = new CompanyList({
      ledger,
      workspace: this.workspace,
      readFile: workbookReader(openRoot),
      findProxy: options.findProxy,
      onChange: () => this.#container.current?.companies.replace(ledger.companies.active()),
      onWarning: (text, code) => {
        this.#notice('warning', text, code);
      },
    });
    this.live = new LiveReads(ledger, readings, () => this.#runner.isHere('run'), this.workspace);
    this.#container = new ServiceContainer({
      ledger,
      writers,
      clock,
      openRoot,
      workspace: this.workspace,
      runner: this.#runner,
      tell: (alertEvent) => {
        this.#center.notify(alertEvent);
      },
      onChange: this.#changed,
      onOpened: (services) => {
        this.#servicesSince = this.#clock.now();
        this.#begin(services);
      },
      beforeClosing: () => this.#filing.stop(),
      onNotice: (level, text, code) => {
        this.#notice(level, text, code);
      },
      onWarning: (warning) => {
        this.#notice('warning', `${warning.message} ${warning.action}`, warning.code);
      },
    });
    this.#center = new AlertCenter({
      ledger,
      clock,
      settings: () => this.#container.latest,
      roots: () =>
        this.#container.current?.health.lines().map(({ root, checkedAt }) => ({ root, looked: checkedAt !== null })) ??
        null,
      rootsSince: () => this.#servicesSince,
      secrets: options.secrets ?? (() => Promise.resolve(null)),
      ...(options.desktop === undefined ? {} : { desktop: options.desktop }),
      ...(options.findProxy === undefined ? {} : { findProxy: options.findProxy }),
      onError: (error) => {
        this.#noticeOf('warning', error);
      },
    });
    this.#center.subscribe(this.#changed);
    this.alerts = alertApi(this.#center, this.#container);
    this.shares = shareApi(this.#container, ledger);
    const evidence = openEvidenceServices({
      ledger,
      readings,
      clock,
      openRoot,
      workspace: this.workspace,
      version: options.version,
      container: this.#container,
      filing: this.#filing,
      companies: this.#companies,
      onChange: this.#changed,
      runner: this.#runner,
      openSieg: (settings) => this.#openSieg(settings),
      logs: [join(this.workspace, 'logs'), ...(options.logs === undefined ? [] : [options.logs])],
      inspect: copyInspector(options.reader),
      onBackupFailure: (what, error) => this.#tell({ type: 'backup', what, error }),
      onNotice: (level, text, code) => {
        this.#notice(level, text, code);
      },
    });
    this.#runs = new MonthRuns({
      ledger,
      readings,
      clock,
      workspace: this.workspace,
      runner: this.#runner,
      container: this.#container,
      filing: this.#filing,
      companies: this.#companies,
      emit: this.#emit,
      rereads: evidence.rereads,
      openSieg: (settings, closing) => this.#openSieg(settings, closing),
      tell: (alertEvent) => this.#tell(alertEvent),
    });
    this.#gaps = new GapsKeeper({
      ledger,
      workspace: this.workspace,
      summaryOf: (month) => this.live.lastSummary(month),
      isRunning: () => this.#runner.isHere('run'),
      onError: (error) => {
        this.#notice('warning', `${error.message} ${error.action}`, error.code);
      },
    });
    this.#waits = new WaitTeller({
      atWork: () => this.#container.atWork,
      onNotice: (level, text) => {
        this.#notice(level, text, null);
      },
    });
    this.#elsewhere = new Elsewhere({
      ledger,
      onWritten: () => {
        this.#container.current?.companies.renew();
        // another process may have put something into the outbox, or into the spool, and ended
        this.#container.current?.dispatcher.wake();
        this.#emit({ type: 'elsewhere' });
        this.#gaps.changed();
      },
      lookAtSettings: () => this.#followSettings(),
      payDebts: () => this.#payDebts(),
      onError: (error) => {
        this.#noticeOf('warning', error);
      },
    });
    const heartbeat = new Heartbeat({
      settings: () => this.#container.latest,
      findProxy: options.findProxy ?? environmentProxy,
      now: monotonicMs,
      onFailure: (error) => {
        this.#noticeOf('warning', error);
      },
    });
    this.#healthPage = new HealthPage({
      settings: () => this.#container.latest,
      health: async () => healthView(await readings.ledgerRecords(), this.workspace, clock.now()),
      onFailure: (error) => {
        this.#noticeOf('warning', error);
      },
    });
    this.#vitalSign = new VitalSign({
      ledger,
      afterBeat: async () => {
        await heartbeat.beat();
        await this.#healthPage.follow();
      },
      onError: (error) => {
        this.#noticeOf('warning', error);
      },
    });
    this.audits = evidence.audits;
    this.recovery = evidence.recovery;
    this.wholeRecovery = evidence.wholeRecovery;
    this.corrections = evidence.corrections;
    this.rereads = evidence.rereads;
    this.legacy = evidence.legacy;
    this.records = evidence.records;
    this.schedule = openScheduler({
      ledger,
      clock,
      peek: () => this.#container.peek(),
      runner: this.#runner,
      jobs: () => this.jobs,
      status: (month) => this.status(month),
      tell: (alertEvent) => this.#tell(alertEvent),
      onChange: this.#changed,
      onError: (error) => {
        this.#noticeOf('error', error);
      },
    });
    this.backups = evidence.backups;
    this.retention = evidence.retention;
    this.jobs = jobApi(this.#runner, {
      ...evidence.doors,
      run: (asked) => this.run(asked),
      scrub: ({ month }) => this.scrub(month),
    });
  }

  async watch(): Promise<void> {
    this.#watching = true;
    this.#lookThroughLedger();
    this.#elsewhere.start();
    try {
      this.#begin(await this.#container.services());
    } finally {
      this.#vitalSign.start();
      await this.#healthPage.follow();
    }
    this.schedule.start();
    this.#changed();
  }

  /** Once a day, beside the work. */
  #lookThroughLedger(): void {
    if (!this.#ledger.upkeep.isDue) return;
    this.#lookedThrough = this.#lookedThroughNow().catch((error: unknown) => {
      // what cannot be read or noted now is looked through another time
      if (isMaloteError(error)) return;
      this.#noticeOf('warning', error);
    });
  }

  async #lookedThroughNow(): Promise<void> {
    const { upkeep, journal, file } = this.#ledger;
    // a thread of its own: it takes many seconds, in which others would wait for their answers
    const looking = this.#readingThread();
    let found: string | null;
    try {
      found = await upkeep.check(() => looking.answers.lookThrough());
    } finally {
      await looking.close();
    }
    if (found === null) return;
    journal.write('ledger.damaged', file, { found });
    this.#ledger.condemn(found);
  }

  #readingThread(): ReadingThread<typeof READINGS> {
    const { file } = this.#ledger;
    const onWaiting = (): void => {
      // heard late where this thread has waited for the same program, and has said so
      if (realNow() - this.#waitToldAt >= ONE_WAIT_MS)
        this.#tellWaiting(new MaloteError('LEDGER_WAITING', { place: file }));
    };
    const onDamaged = (found: string): void => this.#ledger.condemn(found);
    return new ReadingThread({ program: this.options.reader, file, onWaiting, onDamaged });
  }

  /** What nobody will finish is taken away also between runs, once its share is there. */
  async #payDebts(): Promise<void> {
    const isIdle = !this.#runner.isHere('run') && this.#ledger.lock('run').holder() === null;
    if (!isIdle || this.#ledger.staleFileDebts.open().length === 0) return;
    await this.#container
      .within(({ written }) => sweepStaleFiles(written, this.#ledger, this.#clock.now(), this.#closing.signal))
      .catch((error: unknown) => {
        if (!isMaloteError(error)) throw error;
      });
  }

  /** Settings that somebody else has changed hold as soon as nobody is at work by the former ones. */
  async #followSettings(): Promise<void> {
    if (!this.#watching || !(await this.#container.areOutdated())) return;
    await this.watch().catch(() => undefined);
  }

  /** Also for services that were opened anew on other settings, whoever came upon them first. */
  #begin(services: Services): void {
    if (!this.#watching) return;
    services.health.start();
    services.dispatcher.start();
    if (!this.#runner.isHere('run')) this.#filing.begin(services);
  }

  get outbox(): OutboxView {
    return this.#container.current?.dispatcher.view() ?? NO_OUTBOX;
  }

  get spool(): SpoolView {
    return this.#container.current?.spool.view() ?? NO_SPOOL;
  }

  get lastScrub(): ScrubView | null {
    return this.#container.current?.scrub.view ?? null;
  }

  async deliver(signal?: AbortSignal): Promise<DeliverView> {
    return this.#container.within(async ({ dispatcher, health, outbox }) => {
      await health.check();
      const result = await dispatcher.deliverNow(wideSignal(signal));
      const { waitingFor } = dispatcher.view();
      return { ...result, pending: outbox.pending(), waitingFor, elsewhere: dispatcher.isElsewhere };
    });
  }

  async scrub(month?: string, signal?: AbortSignal): Promise<ScrubView | null> {
    const of = month === undefined ? null : checkMonth(month);
    return this.#container.within(({ scrub }) => scrub.run(of, wideSignal(signal)));
  }

  async run(options: RunOptions, signal?: AbortSignal): Promise<RunSummary> {
    try {
      return await this.#runs.run(options, signal);
    } finally {
      this.#gaps.changed();
      // settings that were changed meanwhile hold from now on
      if (this.#watching) await this.watch().catch(() => undefined);
    }
  }

  /** A ledger that cannot be written must not hide how the run ended. */
  #tell(alertEvent: AlertEvent): void {
    try {
      this.#center.notify(alertEvent);
    } catch (error) {
      this.#noticeOf('error', error);
    }
  }

  pause(): void {
    this.#runner.pause('run');
  }

  resume(): void {
    this.#runner.resume('run');
  }

  stop(how: 'after-page' | 'now'): void {
    this.#runner.stop('run', how === 'now' ? 'now' : 'after-step');
  }

  async checkSettings(): Promise<ErrorEnvelope | null> {
    try {
      const settings = await this.#container.settings();
      await checkRealPlaces(settings, join(this.workspace, SETTINGS_FILE));
      const { archive } = settings;
      this.#ledger.archiveMoves.declare(resolveFrom(this.workspace, archive.root));
      return null;
    } catch (error) {
      if (!isMaloteError(error)) throw error;
      return error.toEnvelope();
    }
  }

  async status(month?: string): Promise<StatusView> {
    const latest = this.#ledger.runs.latest();
    const of = month ?? latest?.month ?? previousMonth(monthAt(this.#clock.now()));
    const last = this.#ledger.runs.last(of);
    const evidence = await this.#reading.answers.monthEvidence(of, null);
    const { id, startedAt, endedAt, outcome } = last ?? { id: 0, startedAt: '', endedAt: null, outcome: null };
    return {
      workspace: this.workspace,
      month: of,
      lastRun:
        last === undefined ? null : { id, startedAt, endedAt, outcome, underWay: isRunAtWork(this.#ledger, last) },
      ...evidence,
    };
  }

  keepGaps(month: string): Promise<string | null> {
    return this.#gaps.keep(checkMonth(month));
  }

  async importCompanies(source?: string, signal?: AbortSignal): Promise<CompanyImportView> {
    return this.#companies.import(source ?? (await this.#container.settings()).companies.workbook, signal);
  }

  async probe(signal?: AbortSignal): Promise<ProbeView> {
    const sieg = await this.#openSieg(await this.#container.settings());
    try {
      return await sieg.api.probe(wideSignal(signal));
    } finally {
      sieg.close();
    }
  }

  async verify(month: string, signal?: AbortSignal): Promise<VerifyView> {
    const checked = checkMonth(month);
    const ledger = this.#ledger;
    return this.#container.within(({ roots, outbox, dispatcher }) =>
      verifyMonth({ ledger, roots, outbox }, checked, wideSignal(signal)).finally(() => dispatcher.wake()),
    );
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Nobody works on a damaged ledger: whoever hosts this engine closes it and tells people (`tellDamageOf`); what becomes of the file is for a person to say. */
  #stopForDamage(): void {
    const error = new MaloteError('LEDGER_DAMAGED', { place: this.#ledger.file });
    this.stop('now');
    this.#notice('error', `${error.message} ${error.action}`, error.code);
  }

  async close(): Promise<void> {
    this.#watching = false;
    this.schedule.stop();
    this.stop('now');
    this.#closing.abort(new MaloteError('CANCELLED'));
    await inSpiteOfTheLedger([
      () => this.#elsewhere.close(),
      () => this.#healthPage.close(),
      () => this.#vitalSign.close(),
      () => this.#runner.close(),
      () => this.schedule.close(),
      () => this.#filing.stop(),
      () => this.#container.close(),
      () => this.#gaps.close(),
      () => this.#center.close(),
      () => this.#lookedThrough,
      () => this.#reading.close(),
      () => {
        this.#ledger.close();
      },
    ]);
  }

  readonly #emit = (event: EngineEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };

  readonly #changed = (): void => {
    this.#waits.look();
    this.#emit({ type: 'watch' });
    this.#gaps.changed();
  };

  readonly #tellWaiting = ({ message, action, code }: MaloteError): void => {
    const isTold = !this.#waitIsOver && realNow() - this.#waitToldAt < ONE_WAIT_MS;
    if (isTold) return;
    this.#waitIsOver = false;
    this.#waitToldAt = realNow();
    this.#notice('warning', `${message} ${action}`, code);
  };

  /** What nobody foresaw, and what has its words already. */
  #noticeOf(level: 'warning' | 'error', error: unknown): void {
    const { message, code } = asMaloteError(error);
    this.#notice(level, message, code);
  }

  #notice(level: 'info' | 'warning' | 'error', text: string, code: string | null): void {
    this.#emit({ type: 'notice', level, text, code });
  }

  async #openSieg(settings: Settings, closing?: AbortSignal): Promise<OpenedSieg> {
    const credentials = await this.options.credentials?.(settings.sieg.baseUrl);
    if (credentials === undefined) throw new MaloteError('SIEG_CREDENTIALS_MISSING', { missing: runMessages.apiKey });
    this.#ledger.breakers.ofServer(`${settings.sieg.generation} ${settings.sieg.baseUrl}`);
    return openSieg(settings, credentials, this.#clock, this.options.stateFolder ?? this.workspace, {
      findProxy: this.options.findProxy,
      ...(closing === undefined ? {} : { closing }),
    });
  }
}

/** Every step is taken: one that the ledger refuses has been told of already, and keeps no file open. @throws what else went wrong, the first */
async function inSpiteOfTheLedger(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      if (!isLedgerFailure(error)) failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
