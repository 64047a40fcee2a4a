import { monotonicMs } from '../../base';
import type { ItemResult } from '../port';
import type { WireResult, WireResults } from './protocol';

/** A batch that lasts longer than this tells what it has: its caller hears that it lives, and keeps what is done. */
const EVERY_MS = 500;
/** No message grows far beyond this. */
const BYTES_AT_ONCE = 4 * 1024 ** 2;

/** Gathers the results of a batch into few messages: a quick batch becomes one, its answer. */
export class PartTeller<Value> {
  #untold: (readonly [number, WireResult<Value>])[] = [];
  #bytes = 0;
  #lastTold = monotonicMs();

  constructor(private readonly post: (results: WireResults<Value>) => void) {}

  add(at: number, result: ItemResult<Value>): void {
    if (result.ok) this.#bytes += sizeOf(result.value);
    this.#untold.push([at, result.ok ? result : { ...result, error: result.error.toEnvelope() }]);
    if (this.#bytes >= BYTES_AT_ONCE || monotonicMs() - this.#lastTold >= EVERY_MS) this.post(this.take());
  }

  /** What was not told yet. */
  take(): WireResults<Value> {
    const untold = this.#untold;
    [this.#untold, this.#bytes, this.#lastTold] = [[], 0, monotonicMs()];
    return untold;
  }
}

const sizeOf = (value: unknown): number => (value instanceof Uint8Array ? value.byteLength : 0);
