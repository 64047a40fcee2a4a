import { performance } from 'node:perf_hooks';
import { isDeepStrictEqual } from 'node:util';
import { applyDelta } from '../../shared/ipc/apply-delta';
import type { CompanyLine, ConsoleState, Delta, JournalLine, Notice } from '../../shared/ipc/state';

/** Deltas leave at most this often: ten a second. */
export const EVERY_MS = 100;

export type Figures = Pick<
  ConsoleState,
  'workspace' | 'month' | 'run' | 'resumable' | 'lastSummary' | 'totals'
>;

interface Rows<Row> {
  readonly replace: boolean;
  readonly rows: readonly Row[];
}

interface Staged {
  figures: Partial<Figures>;
  companies: Rows<CompanyLine> | null;
  journal: Rows<JournalLine> | null;
  notices: Rows<Notice> | null;
}

/**
 * Holds the console's state and tells its changes as numbered deltas. Changes are staged; what is staged within a tenth of a second
 * leaves as one delta that carries only what differs from what was told before, and the last value always leaves.
 */
export class DeltaPublisher {
  #state: ConsoleState;
  #staged: Staged = nothingStaged();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #sentAt = -Infinity;

  constructor(
    initial: ConsoleState,
    private readonly send: (delta: Delta) => void,
  ) {
    this.#state = initial;
  }

  /** The state as told so far: the deltas after its revision build on it. */
  get state(): ConsoleState {
    return this.#state;
  }

  figures(figures: Partial<Figures>): void {
    this.#staged.figures = { ...this.#staged.figures, ...figures };
    this.#arrange();
  }

  /** Rows to be put in place of those of the same company, or (`replace`) of all. */
  companies(rows: readonly CompanyLine[], replace = false): void {
    this.#staged.companies = stage(this.#staged.companies, { rows, replace }, ({ taxId }) => taxId);
    this.#arrange();
  }

  journal(rows: readonly JournalLine[], replace = false): void {
    this.#staged.journal = stage(this.#staged.journal, { rows, replace }, ({ id }) => id);
    this.#arrange();
  }

  notices(rows: readonly Notice[], replace = false): void {
    this.#staged.notices = stage(this.#staged.notices, { rows, replace }, ({ id }) => id);
    this.#arrange();
  }

  /** Nothing is told any more. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.send = () => undefined;
  }

  #arrange(): void {
    this.#timer ??= setTimeout(
      () => {
        this.#timer = null;
        this.#flush();
      },
      Math.max(0, Math.ceil(this.#sentAt + EVERY_MS - performance.now())),
    );
  }

  #flush(): void {
    const { figures, companies, journal, notices } = this.#staged;
    this.#staged = nothingStaged();
    const set = changedFigures(this.#state, figures);
    const changes = {
      ...(Object.keys(set).length === 0 ? {} : { set }),
      ...changedRows('companies', this.#state.companies, companies),
      ...changedRows('journal', this.#state.journal, journal),
      ...changedRows('notices', this.#state.notices, notices),
    };
    if (Object.keys(changes).length === 0) return;
    const { epoch, revision } = this.#state;
    const delta: Delta = { epoch, revision: revision + 1, ...changes };
    this.#state = applyDelta(this.#state, delta) ?? this.#state;
    this.#sentAt = performance.now();
    this.send(delta);
  }
}

function nothingStaged(): Staged {
  return { figures: {}, companies: null, journal: null, notices: null };
}

/** The later of two changes over the earlier one. */
function stage<Row>(earlier: Rows<Row> | null, later: Rows<Row>, keyOf: (row: Row) => string | number): Rows<Row> {
  if (earlier === null || later.replace) return later;
  const rows = new Map([...earlier.rows, ...later.rows].map((row) => [keyOf(row), row]));
  return { replace: earlier.replace, rows: [...rows.values()] };
}

function changedFigures(state: ConsoleState, figures: Partial<Figures>): Partial<Figures> {
  const entries = Object.entries(figures) as [keyof Figures, Figures[keyof Figures]][];
  return Object.fromEntries(entries.filter(([name, value]) => !isDeepStrictEqual(state[name], value)));
}

function changedRows<Name extends string, Row>(
  name: Name,
  present: readonly Row[],
  change: Rows<Row> | null,
): Partial<Record<Name, Rows<Row>>> {
  if (change === null) return {};
  if (change.replace) return isDeepStrictEqual(present, change.rows) ? {} : ({ [name]: change } as Record<Name, Rows<Row>>);
  const known = new Map(present.map((row) => [keyOf(row), row]));
  const rows = change.rows.filter((row) => !isDeepStrictEqual(known.get(keyOf(row)), row));
  return rows.length === 0 ? {} : ({ [name]: { replace: false, rows } } as Record<Name, Rows<Row>>);
}

function keyOf(row: unknown): unknown {
  return (row as { taxId?: string }).taxId ?? (row as { id?: unknown }).id;
}
