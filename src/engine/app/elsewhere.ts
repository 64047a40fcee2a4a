import { every, type StopTimer } from '../base';
import { isLedgerFailure, type Ledger } from '../ledger';

export interface ElsewhereOptions {
  readonly ledger: Pick<Ledger, 'writtenElsewhere'>;
  /** Another process has written to the ledger. */
  readonly onWritten: () => void;
  /** Looks whether the settings are still those that are worked with; must not reject. */
  readonly lookAtSettings: () => Promise<void>;
  /** Takes away what nobody will finish; must not reject. */
  readonly payDebts: () => Promise<void>;
  /** Told of what nobody expected. */
  readonly onError: (error: unknown) => void;
}

/** Real time between two looks: what a command line does is in the window when one turns to it. */
const EVERY_MS = 2_000;
/** Looks between two attempts to take away what killed processes have left. */
const LOOKS_PER_DEBT = 90;

/** Notices what others do on the same workspace: a command line beside the window, a scheduled run, a settings file edited by hand. */
export class Elsewhere {
  readonly #written: () => boolean;
  #timer: StopTimer | null = null;
  #looking: Promise<void> = Promise.resolve();
  #looks = 0;
  /** Somebody has written, and not everybody here has been told. */
  #unheard = false;

  constructor(private readonly options: ElsewhereOptions) {
    this.#written = options.ledger.writtenElsewhere();
  }

  start(): void {
    this.#timer ??= every(
      EVERY_MS,
      () => {
        try {
          this.#look();
        } catch (error) {
          // a ledger that cannot be read now is looked at again next time
          if (!isLedgerFailure(error)) this.options.onError(error);
        }
      },
      { keepsProcess: false },
    );
  }

  async close(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    await this.#looking;
  }

  /** @throws MaloteError LEDGER_* */
  #look(): void {
    this.#unheard ||= this.#written();
    if (this.#unheard) this.options.onWritten();
    this.#unheard = false;
    this.#looks += 1;
    const isDue = this.#looks % LOOKS_PER_DEBT === 1;
    this.#looking = this.#looking
      .then(() => this.options.lookAtSettings())
      .then(() => (isDue ? this.options.payDebts() : undefined))
      .catch((error: unknown) => {
        if (!isLedgerFailure(error)) this.options.onError(error);
      });
  }
}
