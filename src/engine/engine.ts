import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { MaloteError } from '../shared/errors';
import type { CompanyImportView, EngineEvent, ProbeView, RunSummary, StatusView, VerifyView } from '../shared/views';
import { verifyMonth } from './audit';
import { systemClock, type Clock } from './clock';
import { fetchWorkbook, isAddress, readWorkbook } from './companies';
import { isMonth, normaliseTaxId, previousMonth, type Month, type TaxId } from './domain';
import { refileForNewCompanies } from './intake';
import { sweepLeftovers } from './leftovers';
import { openLedger, type CompanyRow, type Ledger } from './ledger';
import { LiveReads } from './live';
import { MonthlyRun, RunGate, monthEvidence } from './runs';
import { loadSettings, type Settings } from './settings';
import { resolveFrom } from './shares';
import { openSieg, type OpenedSieg } from './sieg-connection';
import type { SiegCredentials } from './sieg';
import { openRooms, openVerifyRoots } from './rooms';

export interface EngineOptions {
  /** Folder of the workspace: settings.json, ledger, kept files. On a disk of this computer. */
  readonly workspace: string;
  /** Asked for when SIEG is first needed; may reject. */
  readonly credentials?: () => Promise<SiegCredentials>;
  readonly clock?: Clock;
  /** Folder of the key-wide limiter state, shared by all workspaces of this user; default: the workspace itself. */
  readonly stateFolder?: string;
}

export interface RunOptions {
  readonly month: string;
  /** Only these companies (CNPJ/CPF); default: all of the workbook. */
  readonly only?: readonly string[];
}

/** The engine's one door: what the window, the command line and the tests call. No global state; every long call is cancellable. */
export interface Engine {
  readonly workspace: string;
  /** What a window shows besides the status of a month. */
  readonly live: LiveReads;
  run(options: RunOptions, signal?: AbortSignal): Promise<RunSummary>;
  pause(): void;
  resume(): void;
  /** `after-page` lets what is in flight finish; `now` aborts it. Both leave a run that can be resumed. */
  stop(how: 'after-page' | 'now'): void;
  status(month?: string): StatusView;
  /** From the settings' workbook, or from the given file or https address. */
  importCompanies(source?: string, signal?: AbortSignal): Promise<CompanyImportView>;
  probe(signal?: AbortSignal): Promise<ProbeView>;
  /** Reads every archived file of the month back and compares it with the ledger; looks at the import share too. */
  verify(month: string, signal?: AbortSignal): Promise<VerifyView>;
  subscribe(listener: (event: EngineEvent) => void): () => void;
  close(): Promise<void>;
}

const HEARTBEAT_MS = 5_000;
const LEDGER_FILE = 'malote.db';

interface RunUnderWay {
  readonly gate: RunGate;
  readonly abort: AbortController;
  readonly ended: Promise<unknown>;
}

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
  readonly #clock: Clock;
  readonly #ledger: Ledger;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #run: RunUnderWay | null = null;
  #setAside: string | null;

  constructor(private readonly options: EngineOptions) {
    this.workspace = options.workspace;
    this.#clock = options.clock ?? systemClock();
    this.#ledger = openLedger(join(options.workspace, LEDGER_FILE), { now: () => this.#clock.now() });
    this.#setAside = this.#ledger.setAside;
    this.live = new LiveReads(this.#ledger, () => this.#run !== null, this.workspace);
  }

  async run(options: RunOptions, signal?: AbortSignal): Promise<RunSummary> {
    const { month, only } = checkRun(options, this.#clock.now());
    const lock = this.#ledger.lock('run');
    const holder = lock.take();
    if (holder !== null)
      throw new MaloteError('RUN_IN_PROGRESS', { pid: holder.pid, host: holder.host, since: holder.takenAt });
    const abort = new AbortController();
    // every file and request in flight listens to this one signal
    setMaxListeners(0, abort.signal);
    const forward = (): void => {
      abort.abort(new MaloteError('CANCELLED'));
    };
    signal?.addEventListener('abort', forward, { once: true });
    if (signal?.aborted === true) forward();
    const heartbeat = setInterval(() => {
      if (!lock.heartbeat()) forward();
    }, HEARTBEAT_MS);
    const gate = new RunGate();
    const ended = this.#runLocked(month, only, gate, abort.signal);
    this.#run = { gate, abort, ended: ended.catch(() => undefined) };
    try {
      return await ended;
    } finally {
      this.#run = null;
      clearInterval(heartbeat);
      signal?.removeEventListener('abort', forward);
      lock.release();
    }
  }

  async #runLocked(
    month: Month,
    only: readonly TaxId[] | null,
    gate: RunGate,
    signal: AbortSignal,
  ): Promise<RunSummary> {
    const settings = await this.#settings();
    this.#heal();
    await this.#importConfigured(settings, signal);
    const companies = chooseCompanies(this.#ledger.companies.active(), only);
    const sieg = await this.#openSieg(settings);
    const rooms = openRooms(settings, this.workspace, this.#ledger, this.#clock);
    try {
      const { ledger, intake, archive, outbox, worker } = rooms;
      await sweepLeftovers(rooms.written, ledger, this.#clock.now(), signal);
      await refileForNewCompanies(
        { ...rooms, previousMonthDays: settings.previousMonth.days, now: () => this.#clock.now() },
        signal,
      );
      outbox.writer.retryNow();
      outbox.writer.lookAgainAtConflicts();
      const run = new MonthlyRun({
        month,
        only,
        companies,
        rescanPreviousMonth: settings.capture.rescanPreviousMonth,
        tuning: { reports: settings.capture.reports },
        workspace: this.workspace,
        ...{ ledger, intake, archive, outbox, worker, gate, signal },
        api: sieg.api,
        clock: this.#clock,
        random: Math.random,
        emit: this.#emit,
      });
      return await run.run();
    } finally {
      await rooms.close();
      sieg.close();
    }
  }

  /** What a killed process left half-done: its run, its open requests, its copies under way. We hold the lock, so nobody is at work. */
  #heal(): void {
    const ledger = this.#ledger;
    ledger.transaction(() => {
      const runs = ledger.runs.markInterrupted();
      const requests = ledger.requests.abandonOpen();
      if (runs + requests > 0) ledger.journal.write('run.healed', 'workspace', { runs, requests });
    });
  }

  pause(): void {
    this.#run?.gate.pause();
  }

  resume(): void {
    this.#run?.gate.resume();
  }

  stop(how: 'after-page' | 'now'): void {
    this.#run?.gate.close();
    if (how === 'now') this.#run?.abort.abort(new MaloteError('CANCELLED'));
  }

  status(month?: string): StatusView {
    const latest = this.#ledger.runs.latest();
    const of = month ?? latest?.month ?? previousMonth(new Date(this.#clock.now()).toISOString().slice(0, 7));
    const last = this.#ledger.runs.last(of);
    const evidence = monthEvidence(this.#ledger, of, null);
    const { id, startedAt, endedAt, outcome } = last ?? { id: 0, startedAt: '', endedAt: null, outcome: null };
    return {
      workspace: this.workspace,
      month: of,
      lastRun: last === undefined ? null : { id, startedAt, endedAt, outcome },
      ...evidence,
    };
  }

  async importCompanies(source?: string, signal?: AbortSignal): Promise<CompanyImportView> {
    return this.#import(source ?? (await this.#settings()).companies.workbook, signal);
  }

  async #import(source: string, signal?: AbortSignal): Promise<CompanyImportView> {
    const place = isAddress(source) ? source : resolveFrom(this.workspace, source);
    const bytes = await fetchWorkbook(place, signal === undefined ? {} : { signal });
    const list = await readWorkbook(bytes, source);
    const changes = this.#ledger.companies.replaceActive(list.companies);
    const badRows = list.badRows.map(({ row, reason }) => ({ row, reason }));
    this.#ledger.journal.write('companies.imported', list.source, {
      ...changes,
      total: list.companies.length,
      badRows,
    });
    return { source: list.source, total: list.companies.length, ...changes, badRows };
  }

  /** The workbook as it is now; when it cannot be had, the companies of the last import do, and that is said. */
  async #importConfigured(settings: Settings, signal: AbortSignal): Promise<void> {
    try {
      const view = await this.#import(settings.companies.workbook, signal);
      for (const { row, reason } of view.badRows)
        this.#notice('warning', `Planilha, linha ${String(row)}: ${reason}`, 'COMPANIES_BAD_ROW');
    } catch (error) {
      if (!(error instanceof MaloteError) || error.code === 'CANCELLED' || this.#ledger.companies.active().length === 0)
        throw error;
      this.#notice('warning', `${error.message} Vale a última lista importada.`, error.code);
    }
  }

  async probe(signal?: AbortSignal): Promise<ProbeView> {
    const sieg = await this.#openSieg(await this.#settings());
    try {
      return await sieg.api.probe(wideSignal(signal));
    } finally {
      sieg.close();
    }
  }

  async verify(month: string, signal?: AbortSignal): Promise<VerifyView> {
    const settings = await this.#settings();
    const roots = openVerifyRoots(settings, this.workspace, this.#clock);
    try {
      return await verifyMonth(this.#ledger, roots, checkMonth(month), wideSignal(signal));
    } finally {
      await roots.close();
    }
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    this.#tellSetAside(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** A damaged ledger was put aside before anybody could listen: whoever listens first is told. */
  #tellSetAside(listener: (event: EngineEvent) => void): void {
    if (this.#setAside === null) return;
    const { message, action, code } = new MaloteError('LEDGER_SET_ASIDE', { place: this.#setAside });
    this.#setAside = null;
    listener({ type: 'notice', level: 'error', text: `${message} ${action}`, code });
  }

  async close(): Promise<void> {
    this.stop('now');
    await this.#run?.ended;
    this.#ledger.close();
  }

  readonly #emit = (event: EngineEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };

  #notice(level: 'info' | 'warning' | 'error', text: string, code: string | null): void {
    this.#emit({ type: 'notice', level, text, code });
  }

  async #settings(): Promise<Settings> {
    const { settings, warnings } = await loadSettings(this.workspace);
    for (const warning of warnings) this.#notice('warning', `${warning.message} ${warning.action}`, warning.code);
    return settings;
  }

  async #openSieg(settings: Settings): Promise<OpenedSieg> {
    const credentials = await this.options.credentials?.();
    if (credentials === undefined) throw new MaloteError('SIEG_CREDENTIALS_MISSING', { missing: 'a chave da API' });
    return openSieg(settings, credentials, this.#clock, this.options.stateFolder ?? this.workspace);
  }
}

/** A signal that many operations at once may listen to. */
function wideSignal(signal: AbortSignal = new AbortController().signal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}

function checkMonth(month: string): Month {
  if (!isMonth(month)) throw new MaloteError('RUN_BAD_MONTH', { month });
  return month;
}

function checkRun(options: RunOptions, now: number): { month: Month; only: TaxId[] | null } {
  const month = checkMonth(options.month);
  if (month > new Date(now).toISOString().slice(0, 7)) throw new MaloteError('RUN_BAD_MONTH', { month });
  if (options.only === undefined || options.only.length === 0) return { month, only: null };
  const only = options.only.map((text) => {
    const taxId = normaliseTaxId(text);
    if (taxId === null) throw new MaloteError('RUN_UNKNOWN_COMPANY', { taxId: text });
    return taxId;
  });
  return { month, only };
}

function chooseCompanies(active: readonly CompanyRow[], only: readonly TaxId[] | null): readonly CompanyRow[] {
  if (active.length === 0) throw new MaloteError('RUN_NO_COMPANIES');
  if (only === null) return active;
  return only.map((taxId) => {
    const company = active.find((one) => one.taxId === taxId);
    if (company === undefined) throw new MaloteError('RUN_UNKNOWN_COMPANY', { taxId });
    return company;
  });
}
