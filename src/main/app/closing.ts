import type { Preferences } from '../../shared/ipc/shell';
import type { CloseAnswer, TrayAnswer } from '../dialogs/questions';

type Wishes = Pick<Preferences, 'closeWhileRunning' | 'closeToTray'>;

export interface ClosingOptions {
  readonly running: () => boolean;
  readonly preferences: () => Wishes;
  readonly remember: (wishes: Partial<Wishes>) => void;
  /** Asks what is to become of the run. */
  readonly askAboutRun: () => Promise<{ readonly answer: CloseAnswer; readonly always: boolean }>;
  /** Asks whether to go on in the tray. */
  readonly askAboutTray: () => Promise<{ readonly answer: TrayAnswer; readonly always: boolean }>;
  /** Whether the desktop shows the program's item in its tray now: without it nothing closes to the tray. */
  readonly hasTray: () => Promise<boolean>;
  readonly hasWindow: () => boolean;
  /** Takes the window away without asking. */
  readonly destroyWindow: () => void;
  readonly quit: () => void;
}

/** After a run that went on without a window, the word of its end may still be read, and clicked, for so long. */
export const LINGER_MS = 60_000;

/** What closing the window and ending the program mean: never silently the end of the work, never unasked a life in the tray. */
export class Closing {
  #isLeaving = false;
  #sessionEnds = false;
  #isAsking = false;
  /** Why the program goes on without a window. */
  #goesOn: 'no' | 'for-run' | 'in-tray' = 'no';
  #linger: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ClosingOptions) {}

  /** Whether the program goes on when its last window has closed. */
  get goesOn(): boolean {
    return this.#goesOn !== 'no' && !this.#isLeaving;
  }

  /** The program begins without a window: it is in the tray. */
  beginInBackground(): void {
    this.#goesOn = 'in-tray';
  }

  /** Whether the window may close now. When not, the person is asked where they have not said it before, and what they say is done. */
  mayClose(): boolean {
    const { closeWhileRunning, closeToTray } = this.options.preferences();
    this.#goesOn = 'no';
    if (this.#isLeaving) return true;
    if (this.options.running()) {
      this.#inTurn(() => (closeWhileRunning === 'ask' ? this.#askAboutRun() : this.#doWithRun(closeWhileRunning)));
      return false;
    }
    if (closeToTray === 'quit') return true;
    this.#inTurn(() => this.#closeQuietly(closeToTray));
    return false;
  }

  /** Whether the program may end now, as a person wants (menu, tray). A wish never to be asked about closing does not forbid ending. */
  mayQuit(): boolean {
    if (!this.#isLeaving && this.options.running() && this.options.preferences().closeWhileRunning !== 'stop') {
      this.#inTurn(() => this.#askAboutRun());
      return false;
    }
    this.leave();
    return true;
  }

  /** Whether the program ends because the session of its user does: then the system waits for seconds only. */
  get sessionEnds(): boolean {
    return this.#sessionEnds;
  }

  /** From now on nothing is asked: the program ends. */
  leave(why: 'asked' | 'session-ends' = 'asked'): void {
    this.#isLeaving = true;
    this.#sessionEnds ||= why === 'session-ends';
    clearTimeout(this.#linger);
  }

  /** A run has ended. When it went on without a window, the program ends too, or goes on in the tray where that is wished. */
  async runEnded(): Promise<void> {
    if (this.#goesOn !== 'for-run' || this.options.hasWindow()) return;
    if (this.options.preferences().closeToTray === 'tray' && (await this.options.hasTray())) {
      this.#goesOn = 'in-tray';
      return;
    }
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      if (this.#goesOn === 'for-run' && !this.options.hasWindow() && !this.options.running()) this.#end();
    }, LINGER_MS);
  }

  async #askAboutRun(): Promise<void> {
    const { answer, always } = await this.options.askAboutRun();
    if (answer === 'cancel') return;
    if (always) this.options.remember({ closeWhileRunning: answer });
    this.#doWithRun(answer);
  }

  #doWithRun(answer: 'background' | 'stop'): void {
    if (answer === 'stop') this.#end();
    else this.#goOn('for-run');
  }

  async #closeQuietly(wish: 'ask' | 'tray'): Promise<void> {
    if (!(await this.options.hasTray())) {
      this.#end();
      return;
    }
    if (wish === 'tray') {
      this.#goOn('in-tray');
      return;
    }
    const { answer, always } = await this.options.askAboutTray();
    if (answer === 'cancel') return;
    if (always) this.options.remember({ closeToTray: answer });
    if (answer === 'tray') this.#goOn('in-tray');
    // a run may have begun while the question stood
    else if (this.options.running()) await this.#askAboutRun();
    else this.#end();
  }

  #goOn(why: 'for-run' | 'in-tray'): void {
    this.#goesOn = why;
    this.options.destroyWindow();
  }

  #end(): void {
    this.leave();
    this.options.destroyWindow();
    this.options.quit();
  }

  /** One question at a time, and never from within the event that it answers. */
  #inTurn(work: () => Promise<void> | void): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    setImmediate(() => {
      void Promise.resolve()
        .then(work)
        .finally(() => {
          this.#isAsking = false;
        });
    });
  }
}
