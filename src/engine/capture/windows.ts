import PQueue from 'p-queue';
import { SIEG_KINDS, addDays, daysInWindow, type Day, type SiegKind } from '../domain';
import type { Counts } from '../sieg';
import { allOrThrow } from '../base';
import { partyRolesOf, subjectOf, type CaptureContext, type Scope } from './context';
import type { Counter } from './counter';
import { Futility } from './futility';
import type { Questions } from './questions';
import type { SingleFetcher } from './single-fetcher';
import type { Sweeper } from './sweeper';
import { isSkippable } from './skippable';

/** Walks at once: one walk waits for its answers in turn, so several are needed to use the whole request budget. */
const WALKS_AT_ONCE = 3;

export interface Window {
  readonly scope: Scope;
  readonly kind: SiegKind;
  readonly from: Day;
  readonly to: Day;
  readonly promised: number;
}

interface Walked {
  /** Documents of the window that were not held before. */
  readonly gained: number;
  /** Pages went empty beyond the first one although more was promised. */
  readonly endedAtOffset: boolean;
}

/**
 * Makes what is held of a window equal to what SIEG counts there, with as few requests as it takes: nothing when they agree;
 * a walk over the pages when most is missing; else the window is halved, each half counted, and only halves that disagree are
 * looked at. A walk that SIEG ends too early (its pages went empty) is such a disagreement, and is never taken for an end.
 */
export class Windows {
  readonly #walks = new PQueue({ concurrency: WALKS_AT_ONCE });
  readonly #futility = new Futility();
  /** The narrowest windows that pages left short. */
  readonly #unresolved = new Map<string, Window>();

  /** @param onWalked after each walk, when what it brought is filed */
  constructor(
    private readonly context: CaptureContext,
    private readonly parts: {
      readonly counter: Counter;
      readonly sweeper: Sweeper;
      readonly singles: SingleFetcher;
      readonly questions: Questions;
    },
    private readonly onWalked: () => void = () => undefined,
  ) {}

  /** All kinds of the days (or only these), several walks at once. */
  async reconcile(
    scope: Scope,
    from: Day,
    to: Day,
    counts: Counts,
    kinds: readonly SiegKind[] = SIEG_KINDS,
  ): Promise<void> {
    for (const [key, window] of this.#unresolved) {
      if (window.scope.name === scope.name && kinds.includes(window.kind)) this.#unresolved.delete(key);
    }
    await allOrThrow(
      kinds.map((kind) => {
        const promised = counts[kind];
        return promised === null
          ? this.#walkUncounted({ scope, kind, from, to })
          : this.#ensure({ scope, kind, from, to, promised });
      }),
    );
  }

  /** The pages of days of which SIEG counts nothing. */
  lookInto(scope: Scope, kind: SiegKind, from: Day, to: Day): Promise<void> {
    return this.#walkUncounted({ scope, kind, from, to });
  }

  /** SIEG does not say how many there are: its pages are walked to their end, which proves nothing. */
  async #walkUncounted(window: Omit<Window, 'promised'>): Promise<void> {
    const sweep = { ...window, filter: 'issue' as const, promised: null };
    if (this.parts.sweeper.recentPass(sweep)?.state === 'complete') return;
    try {
      await this.#walks.add(() => this.parts.sweeper.sweepInParts(sweep));
      await this.context.intake.allFiled(this.context.signal);
    } catch (error) {
      this.#leaveOpen(window, error);
    }
  }

  /** Whether pages of this kind have been given up in this scope. */
  isStuck(scope: Scope, kind: SiegKind): boolean {
    return this.#futility.isStuck(scope, kind);
  }

  /** Whether a window has more documents than pages are known to reach, because they went empty at an offset. */
  isBehindWall(window: Window): boolean {
    return this.parts.sweeper.wall(window) !== null && this.#isDeep(window);
  }

  #isDeep(window: Window): boolean {
    return window.promised > this.#deepest(window);
  }

  /** What pages left short, in windows as narrow as they were asked for. */
  get unresolved(): readonly Window[] {
    return [...this.#unresolved.values()].filter((window) => window.promised > this.held(window));
  }

  #leave(window: Window): void {
    this.#unresolved.set(describe(window), window);
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
    const { ledger, runId, month } = this.context;
    const { scope, kind, from, to } = window;
    try {
      await this.#compareAndFetch(window);
      if (window.promised <= this.held(window)) {
        ledger.questions.settled(runId, { month, scope: scope.name, kind, from, to });
      }
    } catch (error) {
      this.#leaveOpen(window, error);
    }
  }

  #leaveOpen(window: Omit<Window, 'promised'>, error: unknown): void {
    if (!isSkippable(error)) throw error;
    const { ledger, companies } = this.context;
    const { scope, kind, from, to } = window;
    ledger.journal.write('window.failed', describe(window), { code: error.code });
    const company = companies.find(({ taxId }) => taxId === scope.party?.taxId);
    const asked = { operation: 'page' as const, filter: 'issue' as const, eventType: null };
    const question = { ...asked, scope: scope.name, companyId: company?.id ?? null, kind, from, to };
    this.parts.questions.leaveOpen(question, error, subjectOf(scope, company));
  }

  async #compareAndFetch(window: Window): Promise<void> {
    const missing = window.promised - this.held(window);
    if (missing <= 0 || this.explained(window, missing)) return;
    if (this.#futility.isStuck(window.scope, window.kind)) {
      this.#leave(window);
      return;
    }
    const oneDay = window.from === window.to;
    const underWay = this.#underWay(window);
    if (!oneDay && !underWay && this.#shouldHalve(window, missing)) {
      await this.#halve(window);
      return;
    }
    if (this.#settledBefore(window)) {
      this.#leave(window);
      return;
    }
    await this.#settle(window, await this.#walk(window));
  }

  /** A walk of this run or of one that it resumes stands half-way: it goes on. */
  #underWay(window: Window): boolean {
    const pass = this.parts.sweeper.recentPass({ ...window, filter: 'issue' });
    return pass !== undefined && pass.state === 'open' && this.context.chain.includes(pass.runId);
  }

  #shouldHalve(window: Window, missing: number): boolean {
    if (this.#isDeep(window)) return true;
    const pages = Math.ceil(window.promised / this.context.api.capabilities.maxTake);
    // halving costs a count a level; it pays when little of much is missing
    return pages > 2 && missing * 2 < window.promised;
  }

  /** Documents of a window whose pages stay above every offset that is known to be empty. */
  #deepest(window: Window): number {
    const { deepestPass } = this.context.tuning;
    const wall = this.parts.sweeper.wall(window);
    if (wall === null) return deepestPass;
    // an offset is one of files, a promise one of documents
    const share = wall.offset === 0 ? 1 : wall.documents / wall.offset;
    return Math.min(deepestPass, Math.max(1, Math.floor(wall.offset * share)));
  }

  /**
   * The same walk over the same promise came up short not long ago: asking again at once would bring the same. Within one run only
   * what lies behind an offset is known not to come.
   */
  #settledBefore(window: Window): boolean {
    const pass = this.parts.sweeper.recentPass({ ...window, filter: 'issue' });
    return (
      pass !== undefined &&
      pass.state !== 'open' &&
      pass.promised === window.promised &&
      (!this.context.chain.includes(pass.runId) || this.isBehindWall(window))
    );
  }

  async #halve(window: Window): Promise<void> {
    const days = daysInWindow(window.from, window.to).length;
    const middle = addDays(window.from, Math.floor(days / 2) - 1);
    const left = { by: 'issue' as const, from: window.from, to: middle };
    const right = { by: 'issue' as const, from: addDays(middle, 1), to: window.to };
    const leftCount = (await this.parts.counter.count(window.scope, left))[window.kind];
    if (leftCount === null) {
      this.#leave(window);
      return;
    }
    const rightCount = Math.max(0, window.promised - leftCount);
    this.parts.counter.derive(window.scope, right, window.kind, rightCount);
    await allOrThrow([
      this.#ensure({ ...window, from: left.from, to: left.to, promised: leftCount }),
      this.#ensure({ ...window, from: right.from, to: right.to, promised: rightCount }),
    ]);
  }

  /** Until what it brought is filed; meanwhile the next walk goes on. */
  async #walk(window: Window, take?: number): Promise<Walked> {
    const { intake, signal } = this.context;
    const before = this.held(window);
    const sweep = { ...window, filter: 'issue' as const, ...(take === undefined ? {} : { take }) };
    const pass = await this.#walks.add(() => this.parts.sweeper.sweep(sweep));
    await intake.allFiled(signal);
    this.onWalked();
    return { gained: this.held(window) - before, endedAtOffset: (pass.emptyAt ?? 0) > 0 };
  }

  /** After a walk: sound copies of broken files first, then narrower windows while they bring something; what is left is a gap. */
  async #settle(window: Window, { gained, endedAtOffset }: Walked): Promise<void> {
    if (window.promised > this.held(window)) await this.parts.singles.fetchBroken();
    const { scope, kind } = window;
    const missing = window.promised - this.held(window);
    if (missing <= 0 || this.explained(window, missing)) {
      this.#futility.settled(scope, kind);
      return;
    }
    const { journal } = this.context.ledger;
    journal.write('window.contradiction', describe(window), { promised: window.promised, missing });
    // what lies behind an offset comes in narrower windows, whatever this one brought
    if (!endedAtOffset) this.#futility.contradicted(scope, kind, gained);
    if (this.#futility.isStuck(scope, kind)) {
      journal.write('window.no-progress', describe(window), { promised: window.promised, missing });
      this.#leave(window);
      return;
    }
    if (window.from !== window.to) {
      await this.#halve(window);
      return;
    }
    await this.#smallerPages(window);
    if (window.promised > this.held(window)) this.#leave(window);
  }

  /** A day that pages leave short, once more in smaller ones; not where they ended at an offset, which is the same for all sizes. */
  async #smallerPages(window: Window): Promise<void> {
    if (this.isBehindWall(window)) return;
    const take = Math.max(1, Math.floor(this.context.api.capabilities.maxTake / 2));
    const { gained } = await this.#walk(window, take);
    if (window.promised > this.held(window)) this.#futility.contradicted(window.scope, window.kind, gained);
  }
}

function describe(window: Omit<Window, 'promised'>): string {
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
