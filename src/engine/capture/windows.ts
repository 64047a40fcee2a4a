import PQueue from 'p-queue';
import { SIEG_KINDS, addDays, daysInWindow, type Day, type SiegKind } from '../domain';
import type { Counts } from '../sieg';
import { settleAll } from '../settle-all';
import { partyRolesOf, type CaptureContext, type Scope } from './context';
import type { Counter } from './counter';
import type { Singles } from './singles';
import type { Sweeper } from './sweeper';
import { isTolerable } from './tolerable';

/** Walks at once: one walk waits for its answers in turn, so several are needed to use the whole request budget. */
const WALKS_AT_ONCE = 3;

interface Window {
  readonly scope: Scope;
  readonly kind: SiegKind;
  readonly from: Day;
  readonly to: Day;
  readonly promised: number;
}

/**
 * Makes what is held of a window equal to what SIEG counts there, with as few requests as it takes: nothing when they agree;
 * a walk over the pages when most is missing; else the window is halved, each half counted, and only halves that disagree are
 * looked at. A walk that SIEG ends too early (its pages went empty) is such a disagreement, and is never taken for an end.
 */
export class Windows {
  readonly #walks = new PQueue({ concurrency: WALKS_AT_ONCE });

  constructor(
    private readonly context: CaptureContext,
    private readonly counter: Counter,
    private readonly sweeper: Sweeper,
    private readonly singles: Singles,
  ) {}

  /** All kinds of the days, several walks at once. */
  async reconcile(scope: Scope, from: Day, to: Day, counts: Counts): Promise<void> {
    const windows = SIEG_KINDS.map((kind) => ({ scope, kind, from, to, promised: counts[kind] }));
    await settleAll(windows.map((window) => this.#ensure(window)));
  }

  held(window: Pick<Window, 'scope' | 'kind' | 'from' | 'to'>): number {
    const { party } = window.scope;
    const { kind } = window;
    const scope = party === null ? null : { partyRoles: partyRolesOf(party.role, kind), taxId: party.taxId };
    return this.context.ledger.documents.heldInWindow(kind, window.from, window.to, scope);
  }

  /**
   * Whether the last walk over exactly these days, when SIEG counted as much as now, went to its end and brought as many files of
   * layouts that are not read as are missing: asking again brings the same files. They stay a gap, for they stand for no document.
   */
  explained(window: Pick<Window, 'scope' | 'kind' | 'from' | 'to'> & { promised: number }, missing: number): boolean {
    const { requests } = this.context.ledger;
    const { scope, kind, from, to, promised } = window;
    const pass = requests.lastPass({ scope: scope.name, kind, filter: 'issue', from, to, eventType: null });
    if (pass?.state !== 'complete' || pass.promised !== promised) return false;
    return requests.unreadInPass(pass.id) >= missing;
  }

  /** A window that SIEG keeps failing on is noted and left; the others go on, and the next round comes back to it. */
  async #ensure(window: Window): Promise<void> {
    try {
      await this.#compareAndFetch(window);
    } catch (error) {
      if (!isTolerable(error)) throw error;
      const { ledger, observer } = this.context;
      ledger.journal.write('window.failed', describe(window), { code: error.code });
      observer.notice(`${describe(window)}: ${error.message}`);
    }
  }

  async #compareAndFetch(window: Window): Promise<void> {
    const missing = window.promised - this.held(window);
    if (missing <= 0 || this.explained(window, missing)) return;
    const oneDay = window.from === window.to;
    const underWay = this.#underWay(window);
    if (!oneDay && !underWay && this.#shouldHalve(window, missing)) {
      await this.#halve(window);
      return;
    }
    if (this.#settledBefore(window)) return;
    await this.#walk(window);
    await this.#settle(window);
  }

  /** A walk of this run or of one that it resumes stands half-way: it goes on. */
  #underWay(window: Window): boolean {
    const pass = this.sweeper.recentPass({ ...window, filter: 'issue' });
    return pass !== undefined && pass.state === 'open' && this.context.chain.includes(pass.runId);
  }

  #shouldHalve(window: Window, missing: number): boolean {
    if (window.promised > this.context.tuning.deepestPass) return true;
    const pages = Math.ceil(window.promised / this.context.api.capabilities.maxTake);
    // halving costs a count a level; it pays when little of much is missing
    return pages > 2 && missing * 2 < window.promised;
  }

  /** The same walk over the same promise came up short not long ago: asking again at once would bring the same. */
  #settledBefore(window: Window): boolean {
    const pass = this.sweeper.recentPass({ ...window, filter: 'issue' });
    return (
      pass !== undefined &&
      pass.state !== 'open' &&
      pass.promised === window.promised &&
      !this.context.chain.includes(pass.runId)
    );
  }

  async #halve(window: Window): Promise<void> {
    const days = daysInWindow(window.from, window.to).length;
    const middle = addDays(window.from, Math.floor(days / 2) - 1);
    const left = { by: 'issue' as const, from: window.from, to: middle };
    const right = { by: 'issue' as const, from: addDays(middle, 1), to: window.to };
    const leftCount = (await this.counter.count(window.scope, left))[window.kind];
    const rightCount = Math.max(0, window.promised - leftCount);
    this.counter.derive(window.scope, right, window.kind, rightCount);
    await settleAll([
      this.#ensure({ ...window, from: left.from, to: left.to, promised: leftCount }),
      this.#ensure({ ...window, from: right.from, to: right.to, promised: rightCount }),
    ]);
  }

  /** Until what it brought is filed; meanwhile the next walk goes on. */
  async #walk(window: Window, take?: number): Promise<void> {
    const { intake, signal } = this.context;
    const sweep = { ...window, filter: 'issue' as const, ...(take === undefined ? {} : { take }) };
    await this.#walks.add(() => this.sweeper.sweep(sweep));
    await intake.allFiled(signal);
  }

  /** After a walk: sound copies of broken files first, then narrower windows, then smaller pages; what is left is a named gap. */
  async #settle(window: Window): Promise<void> {
    if (window.promised <= this.held(window)) return;
    await this.singles.fetchBroken();
    const missing = window.promised - this.held(window);
    if (missing <= 0 || this.explained(window, missing)) return;
    this.context.ledger.journal.write('window.contradiction', describe(window), {
      promised: window.promised,
      missing,
    });
    if (window.from !== window.to) {
      await this.#halve(window);
      return;
    }
    const take = Math.max(1, Math.floor(this.context.api.capabilities.maxTake / 2));
    await this.#walk(window, take);
  }
}

function describe(window: Window): string {
  return `${window.kind} ${window.scope.name} ${window.from}..${window.to}`;
}

/** The days from `from` to `to` in windows of at most `maxDays`, which is as much as one query may span. */
export function cutWindow(from: Day, to: Day, maxDays: number): { readonly from: Day; readonly to: Day }[] {
  const windows: { from: Day; to: Day }[] = [];
  for (let start = from; start <= to; start = addDays(start, maxDays)) {
    const end = addDays(start, maxDays - 1);
    windows.push({ from: start, to: end < to ? end : to });
  }
  return windows;
}
