import { SIEG_KINDS, firstDay, lastDay, type SiegKind } from '../domain';
import type { Counts } from '../sieg';
import { RequestRunner } from './request-runner';
import { CANCELLATION_QUESTIONS, Cancellations } from './cancellations';
import { ACCOUNT, companyScopes, subjectOf, type CaptureContext, type Scope } from './context';
import { Counter } from './counter';
import { MissingFetcher } from './missing-fetcher';
import { Questions } from './questions';
import { Reports } from './reports';
import { Shortfalls } from './shortfalls';
import { SingleFetcher } from './single-fetcher';
import { Sweeper } from './sweeper';
import { isSkippable } from './skippable';
import { Uploads } from './uploads';
import { Windows } from './windows';

/** Rounds of "count again and catch up" before what is left is called a gap. */
const CATCH_UP_ROUNDS = 3;
/** Counts of companies at most, four each, that a shortfall of the account is worth. */
const CROSS_CHECKED = 40;

export interface CaptureResult {
  /** SIEG's last word: documents by kind, over the scopes that were captured. */
  readonly promised: ReadonlyMap<SiegKind, number>;
  /** `account` when one sweep covered everything, else one scope per company and role. */
  readonly strategy: 'account' | 'companies';
}

/**
 * Brings the month: count → sweep → compare with fresh counts → reports → narrower windows → single fetches → events.
 * Everything is decided by comparing witnesses with the ledger, so running it again asks only what could have changed.
 */
export class Capture {
  readonly #runner: RequestRunner;
  readonly #counter: Counter;
  readonly #windows: Windows;
  readonly #sweeper: Sweeper;
  readonly #singles: SingleFetcher;
  readonly #reports: Reports;
  readonly #uploads: Uploads;
  readonly #shortfalls: Shortfalls;
  readonly #cancellations: Cancellations;
  readonly #questions: Questions;
  /** Pages and single fetches asked when a scope was last counted. */
  readonly #fetchedAtCount = new Map<string, number>();

  constructor(private readonly context: CaptureContext) {
    const runner = new RequestRunner(context);
    this.#runner = runner;
    this.#questions = new Questions(context);
    this.#counter = new Counter(context, runner, this.#questions);
    this.#sweeper = new Sweeper(context, runner);
    this.#singles = new SingleFetcher(context, runner);
    this.#reports = new Reports(context, runner, this.#questions);
    this.#cancellations = new Cancellations(context, this.#sweeper, this.#questions);
    this.#uploads = new Uploads(context, this.#counter, this.#sweeper, this.#questions);
    const [counter, sweeper, singles] = [this.#counter, this.#sweeper, this.#singles];
    this.#windows = new Windows(context, { counter, sweeper, singles, questions: this.#questions }, () => {
      this.#beginReports();
    });
    const named = new MissingFetcher(context, sweeper, singles);
    this.#shortfalls = new Shortfalls(context, { counter, windows: this.#windows, reports: this.#reports, named });
  }

  /** @throws MaloteError CANCELLED, SIEG_* that no waiting mended, SHARE_* of the archive. */
  async month(only: boolean): Promise<CaptureResult> {
    try {
      return await this.#month(only);
    } finally {
      await this.#reports.stop();
    }
  }

  async #month(only: boolean): Promise<CaptureResult> {
    const { observer, tuning } = this.context;
    observer.phase('counting');
    const account = await this.#count(ACCOUNT);
    const strategy = await this.#strategy(account, only);
    const scopes = strategy === 'account' ? [ACCOUNT] : companyScopes(this.context.companies);
    observer.phase('sweeping');
    if (this.context.api.capabilities.reports) this.#reports.beginUnanswered();
    this.#beginReports();
    if (!only && tuning.dailyByUpload) {
      await this.#uploads.sinceLastRun(account, (kind) => this.#heldOf(ACCOUNT, kind));
    }
    await this.#sweepScopes(scopes);
    observer.phase('comparing');
    await this.#catchUp(scopes);
    if (strategy === 'account' && tuning.closing) await this.#lookAtZeros();
    if (strategy === 'account' && only) await this.#crossCheck();
    this.#beginReports(true);
    await this.#shortfalls.close(scopes, (scope) => this.#countIfAnswered(scope));
    await this.#tryAsideAgain(scopes);
    if (this.#hasWaited()) await this.#catchUp(scopes);
    // what came during the last rounds may have begun a report more
    await this.#reports.finish();
    await this.#cancellations.bring();
    await this.context.intake.allFiled(this.context.signal);
    return { promised: this.#promised(scopes), strategy };
  }

  /** Late arrivals of an earlier month: its counts against what is held, and only where they differ anything more. */
  async lateArrivals(): Promise<void> {
    const { month } = this.context;
    const counts = await this.#counter.count(ACCOUNT, { by: 'issue', from: firstDay(month), to: lastDay(month) });
    await this.#windows.reconcile(ACCOUNT, firstDay(month), lastDay(month), counts);
    await this.#singles.fetchBroken();
  }

  /** At the closing, reports of what is held by now are asked beside the sweep. */
  #beginReports(now = false): void {
    const { api, tuning } = this.context;
    if (api.capabilities.reports && tuning.closing && tuning.reports === 'always') this.#reports.beginClosing(now);
  }

  /**
   * A few companies of an account that is short: their own counts are cheap, and say whether what is missing may be theirs. A report that
   * leaves something out would say so too late.
   */
  async #crossCheck(): Promise<void> {
    const scopes = companyScopes(this.context.companies);
    if (scopes.length > CROSS_CHECKED || this.#short(ACCOUNT, await this.#count(ACCOUNT)).length === 0) return;
    await this.#sweepScopes(scopes);
  }

  /** A count of zero is SIEG's word alone: at the closing, one page says so too. */
  async #lookAtZeros(): Promise<void> {
    const { month, ledger } = this.context;
    const counts = await this.#count(ACCOUNT);
    for (const kind of SIEG_KINDS) {
      if (counts[kind] !== 0 || this.#heldOf(ACCOUNT, kind) > 0) continue;
      await this.#windows.lookInto(ACCOUNT, kind, firstDay(month), lastDay(month));
      const held = this.#heldOf(ACCOUNT, kind);
      if (held > 0) ledger.journal.write('count.contradicted', `${kind} ${month}`, { counted: 0, held });
    }
  }

  /**
   * Whole account or company by company, whichever needs fewer requests. Companies are only thought of when the account holds
   * much that is not asked for: the run is for some companies only, or most of what came before concerned none of the workbook.
   * Their counts (one per company and role) are then asked, and are of use whatever is chosen.
   */
  async #strategy(account: Counts, only: boolean): Promise<CaptureResult['strategy']> {
    const { ledger, observer } = this.context;
    const pages = this.#pages(account);
    const scopes = companyScopes(this.context.companies);
    let strategy: CaptureResult['strategy'] = 'account';
    if ((only || ledger.evidence.mostlyForeign()) && scopes.length * 2 < pages) {
      let ofCompanies = 0;
      for (const scope of scopes) ofCompanies += this.#pages(await this.#countIfAnswered(scope));
      if (ofCompanies < pages) strategy = 'companies';
      ledger.journal.write('capture.planned', this.context.month, {
        strategy,
        pages: { account: pages, companies: ofCompanies },
      });
    }
    if (strategy === 'account') observer.promised(total(account));
    this.#foresee();
    return strategy;
  }

  /** What the run will ask besides pages, as far as it can be known now. */
  #foresee(): void {
    const { observer } = this.context;
    observer.foresee('events', CANCELLATION_QUESTIONS);
    observer.foresee('count', 1);
  }

  /** Pages that these counts take, one kind after the other; a walk ends with a page that is not full. */
  #pages(counts: Counts): number {
    const { maxTake } = this.context.api.capabilities;
    return SIEG_KINDS.reduce(
      (sum, kind) => sum + (counts[kind] === 0 ? 0 : Math.ceil(((counts[kind] ?? 0) + 1) / maxTake)),
      0,
    );
  }

  async #sweepScopes(scopes: readonly Scope[]): Promise<void> {
    const { month } = this.context;
    const [from, to] = [firstDay(month), lastDay(month)];
    for (const [index, scope] of scopes.entries()) {
      await this.#unlessUnanswered(scope, async () => {
        await this.#windows.reconcile(scope, from, to, await this.#count(scope));
      });
      if (scopes[index + 1]?.party?.taxId !== scope.party?.taxId) this.#tellSwept(scope);
    }
    await this.#singles.fetchBroken();
  }

  /** The others have had their turn: one request for each company that was set aside, and where it is answered, all that is open. */
  async #tryAsideAgain(scopes: readonly Scope[]): Promise<void> {
    const { breakers } = this.#runner;
    const aside = breakers.setAside;
    for (const taxId of aside) {
      breakers.letTry(taxId);
      const own = scopes.filter(({ party }) => party?.taxId === taxId);
      await this.#sweepScopes(own);
      await this.#catchUp(own);
      if (this.context.api.capabilities.reports) this.#reports.beginAgain(taxId);
      await this.#reports.finish();
    }
    if (aside.some((taxId) => !breakers.isSetAside(taxId)))
      await this.#shortfalls.close(scopes, (scope) => this.#countIfAnswered(scope));
  }

  /** The last part of a company's account has been asked. */
  #tellSwept({ party }: Scope): void {
    const company = this.context.companies.find(({ taxId }) => taxId === party?.taxId);
    if (company !== undefined) this.context.observer.companyCompared(company.id);
  }

  /** Documents keep entering SIEG's vault while the sweep goes on: count afresh, take what was uploaded meanwhile, narrow down. */
  async #catchUp(scopes: readonly Scope[]): Promise<void> {
    const { month, observer } = this.context;
    const [from, to] = [firstDay(month), lastDay(month)];
    for (const scope of scopes) {
      await this.#unlessUnanswered(scope, async () => {
        for (let round = 1; round <= CATCH_UP_ROUNDS; round += 1) {
          const counts = await this.#count(scope);
          if (scope === ACCOUNT) observer.promised(total(counts));
          this.#settleQuestions(scope, counts);
          if (this.#short(scope, counts).length === 0) break;
          const held = this.#heldInAll(scope);
          this.#counter.forget();
          await this.#uploads.duringRun(scope, this.#short(scope, counts), counts, (kind) => this.#heldOf(scope, kind));
          await this.#windows.reconcile(scope, from, to, counts);
          if (this.#heldInAll(scope) === held) break;
        }
      });
    }
  }

  /**
   * Where the month's count is held, what failed on the way there no longer matters. A count of zero is SIEG's word alone: once pages are
   * asked besides, as they are at the closing, it does not stand for their answer.
   */
  #settleQuestions(scope: Scope, counts: Counts): void {
    const { ledger, runId, month, tuning } = this.context;
    for (const kind of SIEG_KINDS) {
      const counted = counts[kind];
      if (counted === null || counted > this.#heldOf(scope, kind) || (counted === 0 && tuning.closing)) continue;
      ledger.questions.settled(runId, { month, scope: scope.name, kind, from: firstDay(month), to: lastDay(month) });
    }
  }

  /** One company that SIEG keeps failing on must not stop the others; a count of the whole account is what everything rests on. */
  async #unlessUnanswered(scope: Scope, work: () => Promise<void>): Promise<void> {
    const { month } = this.context;
    const taxId = scope.party?.taxId;
    const company = this.context.companies.find((one) => one.taxId === taxId);
    const question = {
      operation: 'count' as const,
      kind: null,
      scope: scope.name,
      companyId: company?.id ?? null,
      filter: 'issue' as const,
      eventType: null,
      from: firstDay(month),
      to: lastDay(month),
    };
    try {
      await work();
      this.#questions.answered(question);
    } catch (error) {
      if (scope === ACCOUNT || !isSkippable(error)) throw error;
      this.#questions.leaveOpen(question, error, subjectOf(scope, company));
    }
  }

  /** The month's counts of a scope, asked afresh when documents have been fetched since the last time. */
  async #count(scope: Scope): Promise<Counts> {
    const { month, ledger, runId, chain } = this.context;
    const fetched = (): number => {
      const totals = ledger.requests.totals([runId]);
      return (totals.get('page') ?? 0) + (totals.get('document') ?? 0);
    };
    const before = this.#fetchedAtCount.get(scope.name);
    const fresh = before !== undefined && fetched() > before;
    const counts = await this.#counter.count(scope, { by: 'issue', from: firstDay(month), to: lastDay(month) }, fresh);
    if (fresh) this.#fetchedAtCount.set(scope.name, fetched());
    // what a resumed run was told before is good for going on, not for a last word
    else if (before === undefined) this.#fetchedAtCount.set(scope.name, chain.length === 1 ? fetched() : -1);
    return counts;
  }

  /** The same; of a company on which SIEG keeps failing no number is known, and the others go on. */
  async #countIfAnswered(scope: Scope): Promise<Counts> {
    try {
      return await this.#count(scope);
    } catch (error) {
      if (scope === ACCOUNT || !isSkippable(error)) throw error;
      return UNKNOWN_COUNTS;
    }
  }

  #heldInAll(scope: Scope): number {
    return SIEG_KINDS.reduce((sum, kind) => sum + this.#heldOf(scope, kind), 0);
  }

  #short(scope: Scope, counts: Counts): SiegKind[] {
    return SIEG_KINDS.filter((kind) => this.#isShort(scope, kind, counts[kind] ?? 0));
  }

  /** Whether asking may still bring something: what was brought and could not be read is a gap, but not one that asking closes. */
  #isShort(scope: Scope, kind: SiegKind, promised: number): boolean {
    const { month } = this.context;
    const missing = promised - this.#heldOf(scope, kind);
    const window = { scope, kind, from: firstDay(month), to: lastDay(month), promised };
    return missing > 0 && !this.#windows.explained(window, missing);
  }

  #heldOf(scope: Scope, kind: SiegKind): number {
    const { month } = this.context;
    return this.#windows.held({ scope, kind, from: firstDay(month), to: lastDay(month) });
  }

  /** Reports and single fetches take their time: SIEG's counts may have moved on. */
  #hasWaited(): boolean {
    const totals = this.context.ledger.requests.totals([this.context.runId]);
    return (totals.get('report') ?? 0) + (totals.get('document') ?? 0) > 0 && (totals.get('page') ?? 0) > 0;
  }

  #promised(scopes: readonly Scope[]): Map<SiegKind, number> {
    const { ledger, month } = this.context;
    const scope = scopes.length === 1 ? scopes[0] : undefined;
    return new Map(
      SIEG_KINDS.map((kind) => {
        const last =
          scope === undefined ? null : ledger.requests.lastCount(scope.name, kind, firstDay(month), lastDay(month));
        return [kind, last ?? this.#heldOf(ACCOUNT, kind)];
      }),
    );
  }
}

const UNKNOWN_COUNTS = Object.fromEntries(SIEG_KINDS.map((kind) => [kind, null])) as Counts;

function total(counts: Counts): number {
  return SIEG_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0);
}
