import { MaloteError } from '../../shared/errors';
import type { Gate } from '../capture';

/** Holds a run between two requests: paused, or ended after what is in flight. */
export class RunGate implements Gate {
  #paused = false;
  #closed = false;
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

  /** No further request leaves; those under way end and are recorded. */
  close(): void {
    this.#closed = true;
    this.#release();
  }

  get closed(): boolean {
    return this.#closed;
  }

  async pass(signal: AbortSignal): Promise<void> {
    const release = (): void => {
      this.#release();
    };
    signal.addEventListener('abort', release, { once: true });
    try {
      while (this.#paused && !this.#closed && !signal.aborted) {
        await new Promise<void>((resolve) => this.#wake.push(resolve));
      }
    } finally {
      signal.removeEventListener('abort', release);
    }
    if (this.#closed || signal.aborted) throw new MaloteError('CANCELLED');
  }

  #release(): void {
    const waiting = this.#wake;
    this.#wake = [];
    for (const resolve of waiting) resolve();
  }
}
