import type { Preferences } from '../../shared/ipc/shell';
import type { CloseAnswer } from '../dialogs/questions';

export interface ClosingOptions {
  readonly running: () => boolean;
  readonly preference: () => Preferences['closeWhileRunning'];
  readonly remember: (preference: Preferences['closeWhileRunning']) => void;
  readonly ask: () => Promise<{ readonly answer: CloseAnswer; readonly always: boolean }>;
  /** Takes the window away without asking. */
  readonly destroyWindow: () => void;
  readonly quit: () => void;
}

/** What closing the window means while a run is under way: never silently the end of the work. */
export class Closing {
  #mayClose = false;
  #asking = false;

  constructor(private readonly options: ClosingOptions) {}

  /** Whether the window may close now. When not, the person is asked, and what they say is done. */
  mayClose(): boolean {
    if (this.#mayClose || !this.options.running()) return true;
    const preference = this.options.preference();
    if (preference !== 'ask') setImmediate(() => this.#do(preference));
    else if (!this.#asking) void this.#ask();
    return false;
  }

  /** From now on nothing is asked: the program ends. */
  leave(): void {
    this.#mayClose = true;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    try {
      const { answer, always } = await this.options.ask();
      if (answer === 'cancel') return;
      if (always) this.options.remember(answer);
      this.#do(answer);
    } finally {
      this.#asking = false;
    }
  }

  #do(answer: 'background' | 'stop'): void {
    if (answer === 'stop') this.leave();
    this.options.destroyWindow();
    if (answer === 'stop') this.options.quit();
  }
}
