import { every, type StopTimer } from '../base';
import { isLedgerFailure, type Ledger } from '../ledger';

export interface VitalSignOptions {
  readonly ledger: Pick<Ledger, 'pulse'>;
  /** After each beat that the ledger took. Must not reject. */
  readonly afterBeat: () => Promise<void>;
  /** Told of what nobody expected. */
  readonly onError: (error: unknown) => void;
  readonly everyMs?: number;
}

/** Real time between two signs of life: a third of what a monitor waits for (`diagnosis/health.ts`). */
const EVERY_MS = 60_000;

/**
 * The sign of life of an engine that watches, given by its own loop and through its own ledger: it ends with whatever keeps the engine
 * from its work, be it dead, frozen, or without its ledger.
 */
export class VitalSign {
  #stop: StopTimer | null = null;
  #closed = false;
  #after: Promise<void> = Promise.resolve();

  constructor(private readonly options: VitalSignOptions) {}

  start(): void {
    if (this.#stop !== null || this.#closed) return;
    this.#stop = every(
      this.options.everyMs ?? EVERY_MS,
      () => {
        try {
          this.#beat();
        } catch (error) {
          this.#failed(error);
        }
      },
      { keepsProcess: false },
    );
    try {
      this.#beat();
      this.options.ledger.pulse.forgetOld();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Says that it ends in order. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#stop === null) return;
    this.#stop();
    this.#stop = null;
    await this.#after;
    try {
      this.options.ledger.pulse.end();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** @throws MaloteError LEDGER_* */
  #beat(): void {
    this.options.ledger.pulse.beat();
    this.#after = this.options.afterBeat().catch(this.options.onError);
  }

  /** A ledger that cannot be written now is tried again with the next beat. */
  #failed(error: unknown): void {
    if (!isLedgerFailure(error)) this.options.onError(error);
  }
}
