import { setMaxListeners } from 'node:events';
import { isMaloteError, MaloteError } from '../../../shared/errors';
import type { ShareRoot } from '../../../shared/ipc/shares';
import type { EngineEvent, RunPhase, RunSummary, SiegAway } from '../../../shared/views';
import { runMessages } from '../../../shared/messages/pt-BR/run';
import { Capture, DEFAULT_TUNING, type CaptureContext, type CaptureTuning } from '../../capture';
import { type Clock, WakeSignal, every, sleepUntil } from '../../base';
import type { OutboxDispatcher, Outbox } from '../../delivery';
import { previousMonth, type Month, type TaxId } from '../../domain';
import { isLedgerFailure, type Answers, type CompanyRow, type Ledger } from '../../ledger';
import type { Reception } from '../../intake';
import type { FileRoot } from '../../shares';
import { sharesOneLimit, type SiegApi } from '../../sieg';
import type { JobGate } from '../runner';
import { RunProgressAccount } from './progress';
import type { runReadings } from './readings';
import type { SummaryOf } from './summary';

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
  readonly readings: Answers<typeof runReadings>;
  readonly api: SiegApi;
  readonly intake: Reception;
  readonly archive: FileRoot;
  readonly outbox: Outbox;
  readonly dispatcher: OutboxDispatcher;
  readonly clock: Clock;
  readonly random: () => number;
  readonly gate: JobGate;
  /** Aborting it is "stop now". */
  readonly signal: AbortSignal;
  readonly emit: (event: EngineEvent) => void;
  /** SIEG does not answer, or (null) does again. */
  readonly onSiegAway?: (away: SiegAway | null) => void;
  /** The roots without which it cannot go on in this phase. */
  readonly waitingFor: (phase: RunPhase) => readonly ShareRoot[];
}

/** Progress is told at most this often, in real time. */
const PROGRESS_EVERY_MS = 250;
/** The table of companies costs a look at all documents of the month: less often. */
const COMPANIES_EVERY_MS = 2_000;
/** Between two looks at what another process delivers, in real time. */
const ELSEWHERE_MS = 1_000;
/** Rounds of waiting for failed deliveries at the end of a run; what is left then is named, and the next run goes on. */
const DELIVERY_ROUNDS = 3;

/** What it comes to, or CANCELLED as soon as nothing may begin any more; what has begun goes on by itself. */
function unlessClosing<Value>(begun: Promise<Value>, closing: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      reject(new MaloteError('CANCELLED'));
    };
    if (closing.aborted) end();
    closing.addEventListener('abort', end, { once: true });
    begun.then(resolve, reject).finally(() => {
      closing.removeEventListener('abort', end);
    });
  });
}

/** The way to intake for a run: a soft stop ends what only waits, for the archive or for room in the spool. */
function untilClosing(reception: Reception, closing: AbortSignal): CaptureContext['intake'] {
  return {
    page: (batch, note, signal) => reception.page(batch, note, signal, closing),
    accept: (batch, signal, alongside) => reception.accept(batch, signal, alongside, closing),
    patiently: (work) => reception.patiently(work, closing),
    allFiled: () => reception.allFiled(closing),
  };
}

/** One month from SIEG to the import share, beginning where the last attempt ended. Capture and delivery work side by side. */
export class MonthlyRun {
  readonly #runId: number;
  readonly #chain: readonly number[];
  readonly #progress: RunProgressAccount;
  readonly #started: number;
  /** Aborted, with what it was, when the ledger takes nothing more: nothing that came now could be put on record. */
  readonly #failed = new AbortController();
  /** Ends the work: a hard stop, or a ledger that failed. */
  readonly #signal: AbortSignal;
  #companiesTold = 0;
  /** The phase that companies were last told in: with another one, they are elsewhere too. */
  #phaseTold: RunPhase | null = null;

  constructor(private readonly options: MonthlyRunOptions) {
    const { ledger, month, only, companies, clock, api } = options;
    const last = ledger.runs.last(month);
    const resumes =
      last !== undefined && ['interrupted', 'stopped', 'failed'].includes(last.outcome ?? '') ? last.id : null;
    this.#started = clock.now();
    this.#signal = AbortSignal.any([options.signal, this.#failed.signal]);
    // every file and request in flight listens to it
    setMaxListeners(0, this.#signal);
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
      sharedLimit: sharesOneLimit(api.generation),
      filesAPage: api.capabilities.maxTake,
      facts: () => ledger.evidence.liveFacts(month),
      paused: () => options.gate.paused,
      waitingFor: options.waitingFor,
      onNotice: (level, text, code) => {
        options.emit({ type: 'notice', level, text, code });
      },
      ...(options.onSiegAway === undefined ? {} : { onSiegAway: options.onSiegAway }),
      onFailure: (error) => {
        if (isLedgerFailure(error)) this.#fail(error);
      },
    });
    ledger.journal.write('run.started', `run ${String(this.#runId)}`, {
      month,
      only,
      resumes,
      companies: companies.length,
    });
  }

  /** Its row in the ledger. */
  get id(): number {
    return this.#runId;
  }

  async run(): Promise<RunSummary> {
    let fault: unknown = null;
    const stopTicking = every(PROGRESS_EVERY_MS, () => {
      try {
        this.#tell();
      } catch (error) {
        // what cannot be read now is told with the next tick
        if (!isLedgerFailure(error)) fault ??= error;
      }
    });
    try {
      // at once: a small month on a quick machine is over before the first tick
      this.#tell();
      await this.#captureAndDeliver();
      return await this.#end(null);
    } catch (thrown) {
      const error: unknown = this.#failed.signal.aborted ? this.#failed.signal.reason : thrown;
      if (!isMaloteError(error))
        await this.#end({
          status: 'failed',
          error: new MaloteError('INTERNAL', { reason: String(error) }).toEnvelope(),
        });
      if (!isMaloteError(error)) throw error;
      const stopped = error.code === 'CANCELLED';
      return await this.#end({ status: stopped ? 'stopped' : 'failed', error: stopped ? null : error.toEnvelope() });
    } finally {
      stopTicking();
      if (fault !== null) this.#tellFault(fault);
    }
  }

  #fail(error: unknown): void {
    this.options.gate.close();
    this.#failed.abort(error);
  }

  /** Progress that could not be shown for a reason that nobody foresaw is no reason to end a run. */
  #tellFault(fault: unknown): void {
    const { message, code } = new MaloteError('INTERNAL', { reason: String(fault) });
    this.options.emit({ type: 'notice', level: 'warning', text: message, code });
  }

  async #captureAndDeliver(): Promise<void> {
    // the dispatcher delivers what intake files, side by side with capture
    await this.#capture();
    this.#progress.phase('delivering');
    await this.#deliverRest();
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
    const { companies, ledger, api, intake, archive, clock, random, gate, tuning } = this.options;
    const base = {
      runId: this.#runId,
      chain: this.#chain,
      month,
      companies,
      ledger,
      api,
      intake: untilClosing(intake, gate.closing),
      archive,
      clock,
      random,
      gate,
      signal: this.#signal,
    };
    return { ...base, observer: this.#progress, tuning: { ...DEFAULT_TUNING, ...tuning, closing } };
  }

  /** Everything that is due, then a few rounds for what failed; what waits for a share that is away is delivered when it is back. */
  async #deliverRest(): Promise<void> {
    const { dispatcher, outbox, clock, gate, emit } = this.options;
    const { closing } = gate;
    await unlessClosing(dispatcher.untilKnown(closing), closing);
    for (let round = 0; round <= DELIVERY_ROUNDS; round += 1) {
      await this.#drain();
      const due = outbox.nextDue();
      if (closing.aborted) throw new MaloteError('CANCELLED');
      const pending = outbox.pending();
      if (pending === 0 || due === null || round === DELIVERY_ROUNDS || dispatcher.isStuck) return;
      const waitMs = Math.max(0, (Date.parse(due) - clock.now()) * clock.speed);
      emit({
        type: 'notice',
        level: 'info',
        text: runMessages.deliveryAgain(pending, Math.ceil(waitMs / 1000)),
        code: null,
      });
      await sleepUntil(clock, Date.parse(due) + 1, closing).catch(() => undefined);
    }
  }

  /** Here, or by waiting for the process that delivers already. */
  async #drain(): Promise<void> {
    const { dispatcher, outbox, emit } = this.options;
    const { closing } = this.options.gate;
    // a copy on a root that hangs would hold up the end of the run; what was begun is settled by the dispatcher
    const drain = (): Promise<unknown> => unlessClosing(dispatcher.drain(this.#signal), closing);
    await drain();
    for (let told = false; dispatcher.isElsewhere && outbox.pending() > 0 && !closing.aborted; told = true) {
      if (!told) emit({ type: 'notice', level: 'info', text: runMessages.deliveredElsewhere, code: null });
      await new WakeSignal().within(ELSEWHERE_MS, closing);
      await drain();
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

  async #end(ended: SummaryOf['ended']): Promise<RunSummary> {
    const { ledger, readings, month, only, workspace, clock, emit, companies } = this.options;
    const classified = await readings.monthEvidence(month, only);
    const summary = await readings.summarise({
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
    const states = new Map(classified.companies.map(({ taxId, state }) => [taxId, state]));
    for (const { id, taxId } of companies) this.#progress.companySettled(id, states.get(taxId) ?? 'open');
    this.#tell(true);
    emit({ type: 'run-ended', summary });
    return summary;
  }
}
