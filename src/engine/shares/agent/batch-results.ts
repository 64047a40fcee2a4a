import { thrownFrom } from '../../../shared/ipc/thrown';
import { shareError } from '../errors';
import type { ItemResult } from '../port';
import type { WireResults } from './protocol';

/** The results of one batch on their way in: in parts, from one agent and perhaps from a second. */
export class BatchResults<Item, Value> {
  readonly #results: ItemResult<Value>[] = [];
  #isBegun = false;

  constructor(
    private readonly items: readonly Item[],
    /** Told of each item that succeeded. */
    private readonly onDone: (item: Item, value: Value) => void = () => undefined,
  ) {}

  /** What has no result yet, to be asked for now. */
  rest(): (Item & { readonly at: number })[] {
    this.#isBegun = true;
    return this.items.flatMap((item, at) => (this.#results[at] === undefined ? [{ ...item, at }] : []));
  }

  take(told: WireResults<unknown>): void {
    for (const [at, result] of told) {
      const item = this.items[at];
      if (item === undefined) continue;
      if (result.ok) this.onDone(item, result.value as Value);
      this.#results[at] = result.ok
        ? { ok: true, value: result.value as Value }
        : { ...result, error: thrownFrom(result.error) };
    }
  }

  /** One result for each item: those that never came have failed with `error`. */
  all(error: unknown, location: string): readonly ItemResult<Value>[] {
    const begun = this.#isBegun;
    return this.items.map(
      (_, at) => this.#results[at] ?? { ok: false, error: shareError(error, { location, path: location }), begun },
    );
  }
}
