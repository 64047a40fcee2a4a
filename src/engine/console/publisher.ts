import { isDeepStrictEqual } from 'node:util';
import { applyDelta } from '../../shared/ipc/apply-delta';
import type { WatchFigures } from '../../shared/ipc/empty-state';
import type { CompanyLine, ConsoleState, Delta, JournalLine, Notice } from '../../shared/ipc/state';
import { after, type StopTimer, monotonicMs } from '../base';

/** Deltas leave at most this often: ten a second. */
export const EVERY_MS = 100;

export type Figures = Pick<
  ConsoleState,
  'workspace' | 'month' | 'run' | 'resumable' | 'verdict' | 'lastSummary' | 'totals' | keyof WatchFigures
>;

interface Lines<Line> {
  /** Whether they are all there are now, or are appended. */
  readonly replace: boolean;
  readonly rows: readonly Line[];
}

/** What has changed and was not told yet. */
interface Staged {
  figures: Partial<Figures>;
  companies: readonly CompanyLine[] | null;
  journal: Lines<JournalLine> | null;
  notices: Lines<Notice> | null;
}

/**
 * Holds the console's state and tells its changes as numbered deltas. Changes are staged; what is staged within a tenth of a second
 * leaves as one delta that carries only what differs from what was told before, and the last value always leaves.
 */
export class DeltaPublisher {
  #state: ConsoleState;
  #staged: Staged = nothingStaged();
  /** The last snapshot given since the last delta: it may hold what no delta has told. */
  #ahead: ConsoleState | null = null;
  #timer: StopTimer | null = null;
  #sentAt = -Infinity;
  #closed = false;

  constructor(
    initial: ConsoleState,
    private readonly send: (delta: Delta) => void,
  ) {
    this.#state = initial;
  }

  /**
   * The state as it is now, for somebody who follows from here. It is numbered as it was told so far, so the next delta says again
   * what this one is ahead of it, and also takes back what has changed back meanwhile.
   */
  snapshot(): ConsoleState {
    this.#ahead = this.state;
    return this.#ahead;
  }

  /** The state as it is now. */
  get state(): ConsoleState {
    const { epoch, revision } = this.#state;
    const next = applyDelta(this.#state, { epoch, revision: revision + 1, ...changesOf([this.#state], this.#staged) });
    return { ...(next ?? this.#state), revision };
  }

  figures(figures: Partial<Figures>): void {
    this.#staged.figures = { ...this.#staged.figures, ...figures };
    this.#arrange();
  }

  /** All rows of the table as they are now. */
  companies(rows: readonly CompanyLine[]): void {
    this.#staged.companies = rows;
    this.#arrange();
  }

  /** Further lines, or (`replace`) all there are now. */
  journal(rows: readonly JournalLine[], replace = false): void {
    this.#staged.journal = append(this.#staged.journal, { rows, replace });
    this.#arrange();
  }

  notices(rows: readonly Notice[], replace = false): void {
    this.#staged.notices = append(this.#staged.notices, { rows, replace });
    this.#arrange();
  }

  /** Tells what there is to tell now: the thread is about to be held up. */
  atOnce(): void {
    if (this.#closed || this.#timer === null) return;
    this.#timer();
    this.#timer = null;
    this.#tell();
  }

  /** Nothing is told any more. */
  close(): void {
    this.#closed = true;
    this.#timer?.();
  }

  #arrange(): void {
    if (this.#closed) return;
    this.#timer ??= after(Math.max(0, Math.ceil(this.#sentAt + EVERY_MS - monotonicMs())), () => {
      this.#timer = null;
      this.#tell();
    });
  }

  #tell(): void {
    const told = this.#ahead === null ? [this.#state] : [this.#state, this.#ahead];
    const changes = changesOf(told, this.#staged);
    this.#staged = nothingStaged();
    this.#ahead = null;
    if (Object.keys(changes).length === 0) return;
    const { epoch, revision } = this.#state;
    const delta: Delta = { epoch, revision: revision + 1, ...changes };
    this.#state = applyDelta(this.#state, delta) ?? this.#state;
    this.#sentAt = monotonicMs();
    this.send(delta);
  }
}

function nothingStaged(): Staged {
  return { figures: {}, companies: null, journal: null, notices: null };
}

function append<Line>(earlier: Lines<Line> | null, later: Lines<Line>): Lines<Line> {
  if (earlier === null || later.replace) return later;
  return { replace: earlier.replace, rows: [...earlier.rows, ...later.rows] };
}

/** What differs from any of the states that were told. */
function changesOf(told: readonly ConsoleState[], staged: Staged): Omit<Delta, 'epoch' | 'revision'> {
  const set = changedFigures(told, staged.figures);
  const companies = changedCompanies(
    told.map((state) => state.companies),
    staged.companies,
  );
  const { journal, notices } = staged;
  return {
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(companies === null ? {} : { companies }),
    ...(hasLines(journal) ? { journal } : {}),
    ...(hasLines(notices) ? { notices } : {}),
  };
}

function hasLines<Line>(lines: Lines<Line> | null): lines is Lines<Line> {
  return lines !== null && (lines.replace || lines.rows.length > 0);
}

function changedFigures(told: readonly ConsoleState[], figures: Partial<Figures>): Partial<Figures> {
  const entries = Object.entries(figures) as [keyof Figures, Figures[keyof Figures]][];
  const differs = ([name, value]: (typeof entries)[number]): boolean =>
    told.some((state) => !isDeepStrictEqual(state[name], value));
  return Object.fromEntries(entries.filter(differs));
}

/** The rows that differ while the companies are the same; all rows when they are not. */
function changedCompanies(
  told: readonly (readonly CompanyLine[])[],
  after: readonly CompanyLine[] | null,
): Lines<CompanyLine> | null {
  if (after === null) return null;
  const sameCompanies = told.every(
    (before) => before.length === after.length && before.every(({ taxId }, at) => taxId === after[at]?.taxId),
  );
  if (!sameCompanies) return { replace: true, rows: after };
  const rows = after.filter((row, at) => told.some((before) => !isDeepStrictEqual(row, before[at])));
  return rows.length === 0 ? null : { replace: false, rows };
}
