import { SIEG_KINDS, addDays, firstDay, lastDay, type SiegKind } from '../domain';
import { SIEG_ROLES, type Counts } from '../sieg';
import { Asker } from './asker';
import { CANCELLATION_QUESTIONS, Cancellations } from './cancellations';
import { ACCOUNT, companyScope, type CaptureContext, type Scope } from './context';
import { Counter } from './counter';
import { Named } from './named';
import { REPORTABLE_KINDS, REPORTED_KINDS, Reports } from './reports';
import { Singles } from './singles';
import { Sweeper } from './sweeper';
import { isTolerable } from './tolerable';
import { Windows } from './windows';

/** Rounds of "count again and catch up" before what is left is called a gap. */
const CATCH_UP_ROUNDS = 3;

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
  readonly #counter: Counter;
  readonly #windows: Windows;
  readonly #sweeper: Sweeper;
  readonly #singles: Singles;
  readonly #reports: Reports;
  readonly #named: Named;
  readonly #cancellations: Cancellations;
  /** Pages and single fetches asked when a scope was last counted. */
  readonly #fetchedAtCount = new Map<string, number>();

  constructor(private readonly context: CaptureContext) {
    const asker = new Asker(context);
    this.#counter = new Counter(context, asker);
    this.#sweeper = new Sweeper(context, asker);
    this.#singles = new Singles(context, asker);
    this.#reports = new Reports(context, asker);
    this.#named = new Named(context, this.#sweeper, this.#singles);
    this.#cancellations = new Cancellations(context, this.#sweeper);
    this.#windows = new Windows(context, this.#counter, this.#sweeper, this.#singles);
  }

  /** @throws MaloteError CANCELLED, SIEG_* that no waiting mended, SHARE_* of the archive. */
  async month(only: boolean): Promise<CaptureResult> {
    const { month, observer } = this.context;
    observer.phase('counting');
    const account = await this.#counter.count(ACCOUNT, { by: 'issue', from: firstDay(month), to: lastDay(month) });
    const strategy = await this.#strategy(account, only);
    const scopes = strategy === 'account' ? [ACCOUNT] : this.#companyScopes();
    observer.phase('sweeping');
    await this.#sweepScopes(scopes);
    observer.phase('comparing');
    await this.#catchUp(scopes);
    await this.#askReports(scopes);
    await this.#named.fetch();
    if (this.#hasWaited()) await this.#catchUp(scopes);
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

  /**
   * Whole account or company by company, whichever needs fewer requests. Companies are only thought of when the account holds
   * much that is not asked for: the run is for some companies only, or most of what came before concerned none of the workbook.
   * Their counts (one per company and role) are then asked, and are of use whatever is chosen.
   */
  async #strategy(account: Counts, only: boolean): Promise<CaptureResult['strategy']> {
    const { ledger, observer } = this.context;
    const pages = this.#pages(account);
    const scopes = this.#companyScopes();
    let strategy: CaptureResult['strategy'] = 'account';
    if ((only || ledger.evidence.mostlyForeign()) && scopes.length * 2 < pages) {
      let ofCompanies = 0;
      for (const scope of scopes) ofCompanies += this.#pages(await this.#count(scope));
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
    const { observer, companies, api, tuning } = this.context;
    const reports =
      api.capabilities.reports && tuning.reports === 'always' ? companies.length * REPORTED_KINDS.length : 0;
    observer.foresee('report', reports);
    observer.foresee('events', CANCELLATION_QUESTIONS);
    observer.foresee('count', 1);
  }

  /** Pages that these counts take, one kind after the other; a walk ends with a page that is not full. */
  #pages(counts: Counts): number {
    const { maxTake } = this.context.api.capabilities;
    return SIEG_KINDS.reduce(
      (sum, kind) => sum + (counts[kind] === 0 ? 0 : Math.ceil((counts[kind] + 1) / maxTake)),
      0,
    );
  }

  #companyScopes(): Scope[] {
    return this.context.companies.flatMap(({ taxId }) => SIEG_ROLES.map((role) => companyScope(role, taxId)));
  }

  async #sweepScopes(scopes: readonly Scope[]): Promise<void> {
    const { month } = this.context;
    const [from, to] = [firstDay(month), lastDay(month)];
    for (const scope of scopes) {
      await this.#unlessUnanswered(scope, async () => {
        await this.#windows.reconcile(scope, from, to, await this.#count(scope));
      });
    }
    await this.#singles.fetchBroken();
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
          if (this.#short(scope, counts).length === 0) break;
          const held = this.#heldInAll(scope);
          this.#counter.forget();
          await this.#takeUploads(scope, counts);
          await this.#windows.reconcile(scope, from, to, counts);
          if (this.#heldInAll(scope) === held) break;
        }
      });
    }
  }

  /** One company that SIEG keeps failing on must not stop the others; a count of the whole account is what everything rests on. */
  async #unlessUnanswered(scope: Scope, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (scope === ACCOUNT || !isTolerable(error)) throw error;
      this.context.observer.unanswered(`Contagem de ${scope.name}`, error);
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
    // what a resumed run was told before is good for going on, not for a last word
    this.#fetchedAtCount.set(scope.name, fresh || chain.length === 1 ? fetched() : -1);
    return counts;
  }

  #heldInAll(scope: Scope): number {
    return SIEG_KINDS.reduce((sum, kind) => sum + this.#heldOf(scope, kind), 0);
  }

  #short(scope: Scope, counts: Counts): SiegKind[] {
    return SIEG_KINDS.filter((kind) => this.#isShort(scope, kind, counts[kind]));
  }

  /** Whether asking may still bring something: what was brought and could not be read is a gap, but not one that asking closes. */
  #isShort(scope: Scope, kind: SiegKind, promised: number): boolean {
    const { month } = this.context;
    const missing = promised - this.#heldOf(scope, kind);
    const window = { scope, kind, from: firstDay(month), to: lastDay(month), promised };
    return missing > 0 && !this.#windows.explained(window, missing);
  }

  /** By upload date since the run began: a page or two where narrowing down would take many. */
  async #takeUploads(scope: Scope, counts: Counts): Promise<void> {
    const { ledger, chain, clock, observer } = this.context;
    // SIEG's day may be another one than ours at the turn of a day
    const from = addDays(ledger.runs.startedAt(chain).slice(0, 10), -1);
    const to = addDays(new Date(clock.now()).toISOString().slice(0, 10), 1);
    try {
      const uploads = await this.#counter.count(scope, { by: 'upload', from, to }, true);
      for (const kind of this.#short(scope, counts)) {
        const missing = counts[kind] - this.#heldOf(scope, kind);
        if (uploads[kind] === 0 || uploads[kind] > Math.max(1_000, missing * 10)) continue;
        await this.#sweeper.sweep({ scope, kind, filter: 'upload', from, to, promised: uploads[kind] });
        await this.context.intake.allFiled(this.context.signal);
      }
    } catch (error) {
      if (!isTolerable(error)) throw error;
      observer.notice(
        `A consulta por data de entrada não deu certo; o que falta é procurado por dia. ${error.message}`,
      );
    }
  }

  #heldOf(scope: Scope, kind: SiegKind): number {
    const { month } = this.context;
    return this.#windows.held({ scope, kind, from: firstDay(month), to: lastDay(month) });
  }

  async #askReports(scopes: readonly Scope[]): Promise<void> {
    const { api, tuning, observer } = this.context;
    if (!api.capabilities.reports) return;
    observer.phase('reports');
    if (tuning.reports === 'always') await this.#reports.ask(REPORTED_KINDS, scopes[0] === ACCOUNT);
    const counts = scopes[0] === ACCOUNT ? this.#promised(scopes) : new Map<SiegKind, number>();
    const short = REPORTABLE_KINDS.filter((kind) => this.#isShort(ACCOUNT, kind, counts.get(kind) ?? 0));
    if (short.length > 0) await this.#reports.ask(short, true);
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

function total(counts: Counts): number {
  return SIEG_KINDS.reduce((sum, kind) => sum + counts[kind], 0);
}
