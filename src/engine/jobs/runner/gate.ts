import { setMaxListeners } from 'node:events';
import { MaloteError } from '../../../shared/errors';

/** Holds a job between two of its steps: paused, or ended after what is in flight. */
export class JobGate {
  #paused = false;
  readonly #closing = new AbortController();
  #wake: (() => void)[] = [];

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#release();
  }

  constructor() {
    // whatever waits listens to it
    setMaxListeners(0, this.#closing.signal);
  }

  /** No further step begins; those under way end and are recorded. Whoever only waits gives up. */
  close(): void {
    this.#closing.abort(new MaloteError('CANCELLED'));
    this.#release();
  }

  get closed(): boolean {
    return this.#closing.signal.aborted;
  }

  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Waits while paused. @throws MaloteError CANCELLED once it is closed, or the signal aborted */
  async pass(signal: AbortSignal): Promise<void> {
    const release = (): void => {
      this.#release();
    };
    signal.addEventListener('abort', release, { once: true });
    try {
      while (this.#paused && !this.closed && !signal.aborted) {
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
    } finally {
      signal.removeEventListener('abort', release);
    }
    if (this.closed || signal.aborted) throw new MaloteError('CANCELLED');
  }

  #release(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}
