import { after } from './time';

/** A bell: whoever waits is woken by the first call, also by one that came while nobody waited. */
export class WakeSignal {
  #called = false;
  #ring: (() => void) | null = null;

  call(): void {
    this.#called = true;
    this.#ring?.();
  }

  /** Waits for a call, but no longer than this (real milliseconds), and not once the signal is aborted. */
  async within(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#called && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          stop();
          signal.removeEventListener('abort', end);
          this.#ring = null;
          resolve();
        };
        const stop = after(ms, end);
        this.#ring = end;
        signal.addEventListener('abort', end, { once: true });
      });
    }
    this.#called = false;
  }
}
