import { monotonicMs } from '../../base';

/** Waits before a new agent, in milliseconds, after agents that ended by themselves. */
const WAITS_MS: readonly number[] = [100, 500, 1_000, 2_000, 5_000];
/** How long nothing is tried after the last of them. */
const COOL_DOWN_MS = 30_000;

/** How soon an agent may be started after others have died. Real time: processes know no other. */
export class BackOff {
  #deaths = 0;
  #notBefore = 0;
  #lastReason = '';

  constructor(private readonly waitsMs: readonly number[] = WAITS_MS) {}

  /** One that had worked owes nothing to those before it. */
  died(reason: string, hadWorked: boolean): void {
    this.#deaths = hadWorked ? 1 : this.#deaths + 1;
    this.#lastReason = reason;
    this.#notBefore = monotonicMs() + (this.waitsMs[this.#deaths - 1] ?? COOL_DOWN_MS);
  }

  get waitMs(): number {
    return Math.max(0, this.#notBefore - monotonicMs());
  }

  /** Why agents do not stand, while nobody waits for the next one; null while there is hope. */
  get hopeless(): string | null {
    return this.#deaths > this.waitsMs.length && this.waitMs > 0 ? this.#lastReason : null;
  }
}
