import { SIEG_KINDS, type SiegKind } from '../domain';
import type { Counts, SiegWindow } from '../sieg';
import type { Asker } from './asker';
import type { CaptureContext, Scope } from './context';

/** SIEG's counts, each question asked once per run (a resumed run knows what its predecessor asked). */
export class Counter {
  readonly #known = new Map<string, Counts>();
  #trustsEarlier = true;

  constructor(
    private readonly context: CaptureContext,
    private readonly asker: Asker,
  ) {}

  /** Counts by kind for the days of the window. @param fresh asks even when the answer is known: time has passed. */
  async count(scope: Scope, window: SiegWindow, fresh = false): Promise<Counts> {
    const name = `${scope.name} ${window.by} ${window.from} ${window.to}`;
    const known = fresh ? undefined : (this.#known.get(name) ?? this.#fromLedger(scope, window));
    if (known !== undefined) return known;
    const query = { window, ...(scope.party === null ? {} : { party: scope.party }) };
    const { value } = await this.asker.ask({
      operation: 'count',
      kind: null,
      query: { scope: scope.name, ...window },
      call: (signal) => this.context.api.count(query, signal),
    });
    this.#record(scope, window, value, false);
    this.#known.set(name, value);
    return value;
  }

  /** Time has passed and documents came in: halves must not be subtracted from a whole that was counted later. */
  forget(): void {
    this.#known.clear();
    this.#trustsEarlier = false;
  }

  /**
   * The count of one half, from the whole's and the other half's: documents have one issue day, so counts add up.
   * Only the kind at hand is recorded, since only for it the whole is known to be recent.
   */
  derive(scope: Scope, window: SiegWindow, kind: SiegKind, count: number): void {
    this.context.ledger.requests.recordCount(this.context.runId, scope.name, kind, window, count, true);
  }

  #fromLedger(scope: Scope, window: SiegWindow): Counts | undefined {
    if (!this.#trustsEarlier) return undefined;
    const rows = this.context.ledger.requests.countsInRuns(this.context.chain, scope.name, window);
    if (rows === null || SIEG_KINDS.some((kind) => !rows.has(kind))) return undefined;
    return Object.fromEntries(SIEG_KINDS.map((kind) => [kind, rows.get(kind) ?? 0])) as Counts;
  }

  #record(scope: Scope, window: SiegWindow, counts: Counts, derived: boolean): void {
    const { ledger, runId } = this.context;
    ledger.transaction(() => {
      for (const kind of SIEG_KINDS)
        ledger.requests.recordCount(runId, scope.name, kind, window, counts[kind], derived);
    });
  }
}
