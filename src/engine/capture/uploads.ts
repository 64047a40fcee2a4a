import { SIEG_KINDS, addDays, type Day, type SiegKind } from '../domain';
import { settleAll } from '../settle-all';
import type { Counts, SiegWindow } from '../sieg';
import { ACCOUNT, dayOfClock, type CaptureContext, type Scope } from './context';
import type { Counter } from './counter';
import type { Questions } from './questions';
import type { Sweeper } from './sweeper';
import { isTolerable } from './tolerable';

/** SIEG's days are those of Brasília: an instant early in our day lies in the day before. */
const BRASILIA_MS = 3 * 3_600_000;

/** What entered SIEG's vault in a stretch of days, whatever its month of issue. */
export class Uploads {
  constructor(
    private readonly context: CaptureContext,
    private readonly counter: Counter,
    private readonly sweeper: Sweeper,
    private readonly questions: Questions,
  ) {}

  /**
   * What has come since the last run over the whole workbook that ended: a day's worth of pages where the month has thousands, and
   * it finds what comes late to earlier months too. Does nothing for a month that was never brought to its end.
   */
  async sinceLastRun(): Promise<void> {
    const window = this.#sinceLastRun();
    if (window === null) return;
    const { observer } = this.context;
    try {
      const uploads = await this.counter.count(ACCOUNT, window, true);
      await settleAll(SIEG_KINDS.map((kind) => this.#walk(kind, window, uploads[kind])));
    } catch (error) {
      if (!isTolerable(error)) throw error;
      this.questions.leaveOpen({ ...this.#question(null, window), operation: 'count' }, error);
      observer.notice(
        `A consulta por data de entrada não deu certo; o que falta é procurado por dia. ${error.message}`,
      );
    }
  }

  #sinceLastRun(): SiegWindow | null {
    const { ledger, month, api, clock } = this.context;
    const last = ledger.runs.lastFinishedStart(month);
    if (last === null) return null;
    const since = new Date(Date.parse(last) - BRASILIA_MS).toISOString().slice(0, 10);
    // what an earlier run asked in vain is asked again with it
    const open = ledger.questions.open(month).filter(({ filter }) => filter === 'upload');
    const from = [since, ...open.map((question) => question.from)].sort()[0] ?? since;
    const to = dayOfClock(clock);
    return addDays(from, api.capabilities.maxWindowDays - 1) < to ? null : { by: 'upload', from, to };
  }

  /** One kind; a failure of it stops no other, and is asked again by the next run. */
  async #walk(kind: SiegKind, window: SiegWindow, promised: number | null): Promise<void> {
    const question = this.#question(kind, window);
    try {
      if (promised !== 0) await this.sweep(ACCOUNT, kind, window, promised);
      this.questions.answered(question);
      this.questions.answered({ ...question, operation: 'count', kind: null });
    } catch (error) {
      if (!isTolerable(error)) throw error;
      this.questions.leaveOpen(question, error);
    }
  }

  #question(kind: SiegKind | null, { from, to }: SiegWindow): Parameters<Questions['answered']>[0] {
    const account = { scope: ACCOUNT.name, companyId: null, eventType: null };
    return { ...account, operation: 'page', kind, filter: 'upload', from, to };
  }

  /** Since the run began, for kinds that are short: a page or two where narrowing down would take many. */
  async duringRun(
    scope: Scope,
    short: readonly SiegKind[],
    counts: Counts,
    held: (kind: SiegKind) => number,
  ): Promise<void> {
    const { ledger, chain, clock, observer } = this.context;
    // SIEG's day may be another one than ours at the turn of a day
    const from = addDays(ledger.runs.startedAt(chain).slice(0, 10), -1);
    const window = { by: 'upload' as const, from, to: addDays(dayOfClock(clock), 1) };
    try {
      const uploads = await this.counter.count(scope, window, true);
      for (const kind of short) {
        const missing = (counts[kind] ?? 0) - held(kind);
        const entered = uploads[kind] ?? 0;
        if (entered === 0 || entered > Math.max(1_000, missing * 10)) continue;
        await this.sweep(scope, kind, window, entered);
      }
    } catch (error) {
      if (!isTolerable(error)) throw error;
      observer.notice(
        `A consulta por data de entrada não deu certo; o que falta é procurado por dia. ${error.message}`,
      );
    }
  }

  async sweep(
    scope: Scope,
    kind: SiegKind,
    { from, to }: { from: Day; to: Day },
    promised: number | null,
  ): Promise<void> {
    await this.sweeper.sweep({ scope, kind, filter: 'upload', from, to, promised });
    await this.context.intake.allFiled(this.context.signal);
  }
}
