import { isMaloteError, MaloteError } from '../../shared/errors';
import { addDays, daysInWindow, type Day, type SiegKind } from '../domain';
import { SIEG_RETRY_POLICY } from '../base';
import type { SiegDays } from '../intake';
import type { EmptyOffset, PassFilter, PassQuery, PassRow } from '../ledger';
import type { Page } from '../sieg';
import type { Asked, RequestRunner } from './request-runner';
import type { CaptureContext, Scope } from './context';
import { Repeats } from './repeats';
import type { PageNote } from './settle-page';

export interface Sweep {
  readonly scope: Scope;
  readonly kind: SiegKind;
  readonly filter: PassFilter;
  readonly from: Day;
  readonly to: Day;
  readonly eventType?: string;
  /** Documents that SIEG counts for this query; null when there is no such count (events). */
  readonly promised: number | null;
  /** Page size; default the most that the API allows. */
  readonly take?: number;
}

interface Taken {
  /** A file came broken beyond telling which document it was. */
  readonly unreadable: boolean;
  /** Identities of documents that are not filed yet. */
  readonly waiting: readonly string[];
  /** What the page brought, by meaning. */
  readonly contents: readonly string[];
}

/** A page too heavy for the server (504) is asked again in these sizes; 20 is known to work. */
const LIGHTER_TAKES = [20, 10, 5] as const;

/** Walks over all pages of one query, from a cursor that is good for this walk only, and hands each page to intake. */
export class Sweeper {
  constructor(
    private readonly context: CaptureContext,
    private readonly runner: RequestRunner,
  ) {}

  /** The last walk over exactly this query that is recent enough to be continued or trusted. */
  recentPass(sweep: Sweep): PassRow | undefined {
    const pass = this.context.ledger.requests.lastPass(queryOf(sweep));
    if (pass === undefined) return undefined;
    const age = this.context.clock.now() - Date.parse(pass.touchedAt);
    return age <= this.context.tuning.passLifeMs ? pass : undefined;
  }

  /**
   * The same, the days halved where pages only repeat themselves.
   * @throws MaloteError as `sweep`; SIEG_PAGES_REPEAT when that befalls a single day, after the other days have been walked
   */
  async sweepInParts(sweep: Sweep): Promise<void> {
    try {
      await this.sweep(sweep);
    } catch (error) {
      if (!isMaloteError(error, 'SIEG_PAGES_REPEAT') || sweep.from === sweep.to) throw error;
      await this.#halves(sweep);
    }
  }

  async #halves(sweep: Sweep): Promise<void> {
    const middle = addDays(sweep.from, Math.floor(daysInWindow(sweep.from, sweep.to).length / 2) - 1);
    const halves = [
      { ...sweep, to: middle, promised: null },
      { ...sweep, from: addDays(middle, 1), promised: null },
    ];
    let repeating: MaloteError | null = null;
    for (const half of halves) {
      try {
        await this.sweepInParts(half);
      } catch (error) {
        if (!isMaloteError(error, 'SIEG_PAGES_REPEAT')) throw error;
        repeating = error;
      }
    }
    if (repeating !== null) throw repeating;
  }

  /**
   * @returns the walk when it ended: `complete`, or `short` when SIEG ended it before what it had promised.
   * @throws MaloteError SIEG_*, CANCELLED, SHARE_*; SIEG_PAGES_REPEAT when its pages only repeat themselves and no count of the days
   * could tell what that has left out
   */
  async sweep(sweep: Sweep): Promise<PassRow> {
    const { requests } = this.context.ledger;
    const recent = this.recentPass(sweep);
    const own = recent !== undefined && this.context.chain.includes(recent.runId);
    const pass =
      own && recent.state === 'open' ? recent : requests.openPass(this.context.runId, queryOf(sweep), sweep.promised);
    const take = sweep.take ?? this.context.api.capabilities.maxTake;
    let askedEmptyAgain = false;
    const repeats = new Repeats();
    /** Documents that this walk has brought and that are not filed yet; those that are by now count twice, and are compared later. */
    const inSpool = new Set<string>();
    for (;;) {
      const before = requests.pass(pass.id);
      if (this.#isAtWall(sweep, before)) {
        requests.closePass(pass.id, 'short', before.nextSkip);
        return { ...before, state: 'short', emptyAt: before.nextSkip };
      }
      const { asked, used } = await this.#page(sweep, before, take);
      const files = asked.value.files.length;
      const taken = await this.#take(sweep, pass, asked, files);
      if (taken.unreadable) await this.#readAgain(sweep, before, used);
      for (const identity of taken.waiting) inSpool.add(identity);
      const now = requests.pass(pass.id);
      const short = sweep.promised !== null && now.seen + inSpool.size < sweep.promised;
      if (files === 0 && short && !askedEmptyAgain) {
        askedEmptyAgain = true;
        await this.#waitAfterEmpty(sweep, now);
        continue;
      }
      if (files > 0) askedEmptyAgain = false;
      if (files < used) {
        const state = short ? 'short' : 'complete';
        const emptyAt = state === 'short' && files === 0 ? now.nextSkip : null;
        requests.closePass(pass.id, state, emptyAt);
        return { ...now, state, emptyAt };
      }
      repeats.page(before.nextSkip, taken.contents);
      if (repeats.stuckAt !== null) return this.#endRepeating(sweep, now, { at: repeats.stuckAt, short });
    }
  }

  /** What lies behind is asked for in other ways, as behind an offset from which on pages are empty. */
  #endRepeating(sweep: Sweep, pass: PassRow, { at, short }: { readonly at: number; readonly short: boolean }): PassRow {
    const { requests, journal } = this.context.ledger;
    const isCompared = sweep.filter === 'issue' && sweep.promised !== null;
    const state = short || sweep.promised === null ? 'short' : 'complete';
    requests.closePass(pass.id, state, at);
    journal.write('page.repeated', describe(sweep), { skip: at, seen: pass.seen, promised: sweep.promised });
    if (state === 'short' && !isCompared) throw new MaloteError('SIEG_PAGES_REPEAT', { skip: at });
    return { ...pass, state, emptyAt: at };
  }

  /** Where the pages of this scope and kind went empty not long ago; null when they did not. */
  wall({ scope, kind }: Pick<Sweep, 'scope' | 'kind'>): EmptyOffset | null {
    const since = new Date(this.context.clock.now() - this.context.tuning.passLifeMs).toISOString();
    return this.context.ledger.requests.lowestEmptyOffset(scope.name, kind, since);
  }

  /** Nothing comes from here on: it is not asked for again. */
  #isAtWall(sweep: Sweep, { nextSkip, seen }: PassRow): boolean {
    if (sweep.promised === null || seen >= sweep.promised) return false;
    const wall = this.wall(sweep);
    return wall !== null && nextSkip >= wall.offset;
  }

  /** A file came broken beyond telling which document it was: the same page once more, without moving the cursor. */
  async #readAgain(sweep: Sweep, pass: PassRow, take: number): Promise<void> {
    const asked = await this.#ask(sweep, pass, take, true);
    await this.#take(sweep, pass, asked, 0);
  }

  async #waitAfterEmpty(sweep: Sweep, pass: PassRow): Promise<void> {
    const { ledger, clock, gate } = this.context;
    ledger.journal.write('page.unexpectedly-empty', describe(sweep), {
      skip: pass.nextSkip,
      seen: pass.seen,
      promised: sweep.promised,
    });
    await clock.sleep(SIEG_RETRY_POLICY.classes.empty_report.firstWaitMs, gate.closing);
  }

  /** One page; when the server finds it too heavy, a lighter one from the same offset. */
  async #page(sweep: Sweep, pass: PassRow, take: number): Promise<{ asked: Asked<Page>; used: number }> {
    for (const used of [take, ...LIGHTER_TAKES.filter((lighter) => lighter < take)]) {
      const last = used === LIGHTER_TAKES[LIGHTER_TAKES.length - 1];
      try {
        return { asked: await this.#ask(sweep, pass, used, last), used };
      } catch (error) {
        if (last || !(isMaloteError(error, 'SIEG_GATEWAY_TIMEOUT') || isMaloteError(error, 'SIEG_TOO_LARGE')))
          throw error;
      }
    }
    throw new Error('unreachable: the last page size either answers or throws');
  }

  #ask(sweep: Sweep, pass: PassRow, take: number, last: boolean): Promise<Asked<Page>> {
    const { api } = this.context;
    const party = sweep.scope.party === null ? {} : { party: sweep.scope.party };
    const query = { kind: sweep.kind, skip: pass.nextSkip, take, ...party };
    const eventType = sweep.eventType === undefined ? {} : { eventType: sweep.eventType };
    return this.runner.ask({
      operation: sweep.filter === 'event' ? 'events' : 'page',
      kind: sweep.kind,
      about: sweep.scope.party?.taxId,
      query: { pass: pass.id, skip: pass.nextSkip, take },
      settledByCaller: true,
      handled: last ? [] : ['SIEG_GATEWAY_TIMEOUT', 'SIEG_TOO_LARGE'],
      call: (signal) =>
        sweep.filter === 'event'
          ? api.events({ ...query, ...eventType, from: sweep.from, to: sweep.to }, signal)
          : api.page({ ...query, window: { by: sweep.filter, from: sweep.from, to: sweep.to }, events: true }, signal),
    });
  }

  /** Hands the page to intake, with what has to be on record together with its documents. */
  async #take(sweep: Sweep, pass: PassRow, asked: Asked<Page>, advanceBy: number): Promise<Taken> {
    const { intake, ledger, month, signal, observer, runId } = this.context;
    const { files } = asked.value;
    if (files.length === 0) {
      ledger.requests.end(asked.requestId, { outcome: 'nothing', files: 0 });
      return { unreadable: false, waiting: [], contents: [] };
    }
    const source = sweep.filter === 'event' ? ('events' as const) : ('page' as const);
    const handedOutAs = sweep.filter === 'event' ? undefined : sweep.kind;
    const batch = { files, source, requestId: asked.requestId, month, siegDays: siegDays(sweep), handedOutAs };
    const note: PageNote = { passId: pass.id, advanceBy, kind: sweep.kind, runId };
    const { result, documents, contents } = await intake.page(batch, note, signal);
    if (result === null) return { unreadable: false, waiting: documents, contents };
    observer.companiesTouched(result.companyIds);
    return { unreadable: result.refusals.some(({ keyHint }) => keyHint === null), waiting: [], contents };
  }
}

function siegDays(sweep: Sweep): SiegDays {
  return sweep.filter === 'issue' ? { rule: 'within', from: sweep.from, to: sweep.to } : { rule: 'own' };
}

function queryOf(sweep: Sweep): PassQuery {
  const { scope, kind, filter, from, to } = sweep;
  return { scope: scope.name, kind, filter, from, to, eventType: sweep.eventType ?? null };
}

function describe(sweep: Sweep): string {
  return `${sweep.kind} ${sweep.scope.name} ${sweep.from}..${sweep.to}`;
}
