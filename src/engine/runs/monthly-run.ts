import { isMaloteError, MaloteError } from '../../shared/errors';
import type { EngineEvent, RunPhase, RunSummary } from '../../shared/views';
import { Capture, DEFAULT_TUNING, type CaptureContext, type CaptureTuning } from '../capture';
import type { Clock } from '../clock';
import type { Courier, Outbox } from '../delivery';
import { previousMonth, type Month, type TaxId } from '../domain';
import { isLedgerFailure, type CompanyRow, type Ledger } from '../ledger';
import type { FileRoot } from '../shares';
import type { SiegApi } from '../sieg';
import type { RunGate } from './gate';
import { RunProgressAccount } from './progress';
import { monthEvidence } from './evidence';
import { summarise } from './summary';

export interface MonthlyRunOptions {
  readonly month: Month;
  /** Only these companies; null for all of the workbook. */
  readonly only: readonly TaxId[] | null;
  readonly companies: readonly CompanyRow[];
  readonly rescanPreviousMonth: boolean;
  /** The month is closed by this run: every report is asked. Default: no. */
  readonly close?: boolean;
  readonly tuning?: Partial<CaptureTuning>;
  readonly workspace: string;
  readonly ledger: Ledger;
  readonly api: SiegApi;
  readonly intake: CaptureContext['intake'];
  readonly archive: FileRoot;
  readonly outbox: Outbox;
  readonly courier: Courier;
  readonly clock: Clock;
  readonly random: () => number;
  readonly gate: RunGate;
  /** Aborting it is "stop now". */
  readonly signal: AbortSignal;
  readonly emit: (event: EngineEvent) => void;
}

/** Progress is told at most this often, in real time. */
const PROGRESS_EVERY_MS = 250;
/** The table of companies costs a look at all documents of the month: less often. */
const COMPANIES_EVERY_MS = 2_000;
/** Between two looks at what another process delivers, in real time. */
const ELSEWHERE_MS = 1_000;
/** Rounds of waiting for failed deliveries at the end of a run; what is left then is named, and the next run goes on. */
const DELIVERY_ROUNDS = 3;

function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** One month from SIEG to the import share, beginning where the last attempt ended. Capture and delivery work side by side. */
export class MonthlyRun {
  readonly #runId: number;
  readonly #chain: readonly number[];
  readonly #progress: RunProgressAccount;
  readonly #started: number;
  #companiesTold = 0;
  /** The phase that companies were last told in: with another one, they are elsewhere too. */
  #phaseTold: RunPhase | null = null;

  constructor(private readonly options: MonthlyRunOptions) {
    const { ledger, month, only, companies, clock, api } = options;
    const last = ledger.runs.last(month);
    const resumes =
      last !== undefined && ['interrupted', 'stopped', 'failed'].includes(last.outcome ?? '') ? last.id : null;
    this.#started = clock.now();
    this.#runId = ledger.runs.start(
      month,
      { only, close: options.close ?? false, reports: api.capabilities.reports },
      companies.map(({ id }) => id),
      resumes,
    );
    this.#chain = ledger.runs.chain(this.#runId);
    this.#progress = new RunProgressAccount({
      runId: this.#runId,
      month,
      companies,
      clock,
      requestsPerMinute: (bucket) => api.requestsPerMinute(bucket),
      sharedLimit: api.generation === 'legacy',
      filesAPage: api.capabilities.maxTake,
      facts: () => ledger.evidence.liveFacts(month),
      paused: () => options.gate.paused,
      onNotice: (level, text, code) => {
        options.emit({ type: 'notice', level, text, code });
      },
    });
    ledger.journal.write('run.started', `run ${String(this.#runId)}`, {
      month,
      only,
      resumes,
      companies: companies.length,
    });
  }

  async run(): Promise<RunSummary> {
    const ticker = setInterval(() => {
      try {
        this.#tell();
      } catch (error) {
        // what cannot be read now is told with the next tick
        if (!isLedgerFailure(error)) throw error;
      }
    }, PROGRESS_EVERY_MS);
    try {
      // at once: a small month on a quick machine is over before the first tick
      this.#tell();
      await this.#captureAndDeliver();
      return this.#end(null);
    } catch (error) {
      if (!isMaloteError(error))
        this.#end({ status: 'failed', error: new MaloteError('INTERNAL', { reason: String(error) }).toEnvelope() });
      if (!isMaloteError(error)) throw error;
      const stopped = error.code === 'CANCELLED';
      return this.#end({ status: stopped ? 'stopped' : 'failed', error: stopped ? null : error.toEnvelope() });
    } finally {
      clearInterval(ticker);
    }
  }

  async #captureAndDeliver(): Promise<void> {
    const { signal } = this.options;
    // the courier delivers what intake files, side by side with capture
    await this.#capture();
    this.#progress.phase('delivering');
    await this.#deliverRest(signal);
  }

  async #capture(): Promise<void> {
    const { month, only, rescanPreviousMonth, ledger } = this.options;
    await new Capture(this.#context(month, this.options.close ?? false)).month(only !== null);
    if (only !== null) return;
    const earlier = new Set(ledger.documents.monthsBrought(this.#chain).filter((one) => one < month));
    if (rescanPreviousMonth) earlier.add(previousMonth(month));
    for (const one of [...earlier].sort()) {
      if (ledger.runs.everFinished(one)) await new Capture(this.#context(one, false)).lateArrivals();
    }
  }

  /** @param closing the month is closed: of an earlier one only what is late is fetched */
  #context(month: Month, closing: boolean): CaptureContext {
    const { companies, ledger, api, intake, archive, clock, random, gate, signal, tuning } = this.options;
    const base = {
      runId: this.#runId,
      chain: this.#chain,
      month,
      companies,
      ledger,
      api,
      intake,
      archive,
      clock,
      random,
      gate,
      signal,
    };
    return { ...base, observer: this.#progress, tuning: { ...DEFAULT_TUNING, ...tuning, closing } };
  }

  /** Everything that is due, then a few rounds for what failed; what waits for a share that is away is delivered when it is back. */
  async #deliverRest(signal: AbortSignal): Promise<void> {
    const { courier, outbox, clock } = this.options;
    await courier.untilKnown(signal);
    for (let round = 0; round <= DELIVERY_ROUNDS; round += 1) {
      await this.#drain();
      const due = outbox.writer.nextDue();
      if (signal.aborted) throw new MaloteError('CANCELLED');
      if (outbox.writer.pending() === 0 || due === null || round === DELIVERY_ROUNDS || courier.isStuck) return;
      await clock.sleep(Math.max(0, (Date.parse(due) - clock.now()) * clock.speed) + 1, signal).catch(() => undefined);
    }
  }

  /** Here, or by waiting for the process that delivers already. */
  async #drain(): Promise<void> {
    const { courier, outbox, signal } = this.options;
    await courier.drain(signal);
    while (courier.isElsewhere && outbox.writer.pending() > 0 && !signal.aborted) {
      await pauseFor(ELSEWHERE_MS, signal);
      await courier.drain(signal);
    }
  }

  #tell(withCompanies = false): void {
    const { emit, ledger, month, clock } = this.options;
    const progress = this.#progress.snapshot();
    emit({ type: 'progress', progress });
    const moved = progress.phase !== this.#phaseTold;
    if (!withCompanies && !moved && clock.now() - this.#companiesTold < COMPANIES_EVERY_MS) return;
    [this.#companiesTold, this.#phaseTold] = [clock.now(), progress.phase];
    emit({ type: 'companies', companies: this.#progress.companies(ledger.evidence.documentsPerCompany(month)) });
  }

  #end(ended: Parameters<typeof summarise>[1]['ended']): RunSummary {
    const { ledger, month, only, workspace, clock, emit, companies } = this.options;
    const summary = summarise(ledger, {
      runId: this.#runId,
      chain: this.#chain,
      month,
      only,
      seconds: (clock.now() - this.#started) / 1000,
      workspace,
      ended,
    });
    const { status } = summary.run;
    ledger.transaction(() => {
      // answers that a stop, or an archive out of reach, kept from being taken in
      ledger.requests.abandonOpen();
      ledger.runs.end(this.#runId, status, {
        documents: summary.documents,
        requests: summary.requests,
        error: summary.error,
      });
      ledger.journal.write('run.ended', `run ${String(this.#runId)}`, { status, documents: summary.documents });
    });
    this.#progress.phase('done');
    const states = new Map(monthEvidence(ledger, month, only).companies.map(({ taxId, state }) => [taxId, state]));
    for (const { id, taxId } of companies) this.#progress.companySettled(id, states.get(taxId) ?? 'open');
    this.#tell(true);
    emit({ type: 'run-ended', summary });
    return summary;
  }
}
