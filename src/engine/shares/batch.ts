import { isMaloteError } from '../../shared/errors';
import type { MaloteError } from '../../shared/errors';
import { isRootWide } from './errors';
import type { ItemResult } from './port';

const AT_ONCE = 12;

/** A mistake of the program is not one file's result. */
function expected(error: unknown): MaloteError {
  if (isMaloteError(error)) return error;
  throw error;
}

const stopsAll = (error: MaloteError): boolean => error.code === 'CANCELLED' || isRootWide(error);

/**
 * Does `work` for each item, `concurrency` at a time, and tells each result as it comes. After an error that concerns the
 * whole root nothing more is begun: on a root that hangs, each further file would cost its whole deadline.
 */
export async function runBatch<Item, Value>(
  items: readonly Item[],
  concurrency: number = AT_ONCE,
  work: (item: Item) => Promise<Value>,
  onSettled: (index: number, result: ItemResult<Value>) => void = () => undefined,
): Promise<readonly ItemResult<Value>[]> {
  const results: ItemResult<Value>[] = [];
  let stop: MaloteError | null = null;
  let next = 0;

  async function settle(item: Item): Promise<ItemResult<Value>> {
    if (stop !== null) return { ok: false, error: stop, begun: false };
    try {
      return { ok: true, value: await work(item) };
    } catch (thrown) {
      const error = expected(thrown);
      if (stopsAll(error)) stop ??= error;
      return { ok: false, error, begun: true };
    }
  }

  async function takeTurns(): Promise<void> {
    while (next < items.length) {
      const index = next;
      next += 1;
      const result = await settle(items[index] as Item);
      results[index] = result;
      onSettled(index, result);
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, items.length)) }, takeTurns));
  return results;
}
