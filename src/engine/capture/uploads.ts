import { SIEG_KINDS, addDays, type Day, type SiegKind } from '../domain';
import { allOrThrow } from '../base';
import type { Counts, SiegWindow } from '../sieg';
import { ACCOUNT, dayOfClock, type CaptureContext, type Scope } from './context';
import type { Counter } from './counter';
import type { Questions } from './questions';
import type { Sweeper } from './sweeper';
import { isSkippable } from './skippable';
import { captureMessages } from '../../shared/messages/pt-BR/capture';

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
   * What has come since it was last asked for, by a run of any month: a day's worth of pages where the month has thousands, and it
   * finds what comes late to earlier months too. Does nothing for a month that was never brought to its end; a kind of which more
   * has entered than the whole month has is left to the month's own pages.
   * @param month SIEG's counts of the month
   * @param held documents of a kind that are held of it
   */
  async sinceLastRun(month: Counts, held: (kind: SiegKind) => number): Promise<void> {
    const window = this.#sinceLastRun();
    if (window === null) return;
    const { ledger, observer, runId, tuning } = this.context;
    try {
      const uploads = await this.counter.count(ACCOUNT, window, true);
      const kinds = SIEG_KINDS.filter((kind) => {
        const [entered, counted] = [uploads[kind], month[kind]];
        if (entered === null || counted === null) return true;
        return entered <= counted && !(tuning.closing && counted <= held(kind));
      });
      const brought = await allOrThrow(kinds.map((kind) => this.#walk(kind, window, uploads[kind])));
      const isAll = kinds.length === SIEG_KINDS.length && brought.every(Boolean);
      if (isAll) ledger.requests.noteUploads(runId, window.from, window.to);
    } catch (error) {
      if (!isSkippable(error)) throw error;
      this.questions.leaveOpen({ ...this.#question(null, window), operation: 'count' }, error);
      observer.notice(captureMessages.uploadsFailed(error.message));
    }
  }

  #sinceLastRun(): SiegWindow | null {
    const { ledger, month, api, clock } = this.context;
    const last = ledger.runs.lastFinishedStart(month);
    if (last === null) return null;
    const since = new Date(Date.parse(last) - BRASILIA_MS).toISOString().slice(0, 10);
    // what an earlier run asked in vain is asked again with it
    const open = ledger.questions.open(month).filter(({ filter }) => filter === 'upload');
    const known = ledger.requests.uploadsAskedUntil(since);
    const from = [known, ...open.map((question) => question.from)].sort()[0] ?? known;
    const to = dayOfClock(clock);
    return addDays(from, api.capabilities.maxWindowDays - 1) < to ? null : { by: 'upload', from, to };
  }

  /** One kind; a failure of it stops no other, and is asked again by the next run. @returns whether it was brought */
  async #walk(kind: SiegKind, window: SiegWindow, promised: number | null): Promise<boolean> {
    const question = this.#question(kind, window);
    try {
      if (promised !== 0) await this.sweep(ACCOUNT, kind, window, promised);
      this.questions.answered(question);
      this.questions.answered({ ...question, operation: 'count', kind: null });
      return true;
    } catch (error) {
      if (!isSkippable(error)) throw error;
      this.questions.leaveOpen(question, error);
      return false;
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
      if (!isSkippable(error)) throw error;
      observer.notice(captureMessages.uploadsFailed(error.message));
    }
  }

  async sweep(
    scope: Scope,
    kind: SiegKind,
    { from, to }: { from: Day; to: Day },
    promised: number | null,
  ): Promise<void> {
    await this.sweeper.sweepInParts({ scope, kind, filter: 'upload', from, to, promised });
    await this.context.intake.allFiled(this.context.signal);
  }
}
