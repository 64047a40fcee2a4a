import { readdir } from 'node:fs/promises';
import { asMaloteError, isMaloteError, type MaloteError } from '../../shared/errors';
import type { RunSummary } from '../../shared/views';
import { after, type StopTimer, monotonicMs } from '../base';
import type { Month } from '../domain';
import type { Ledger } from '../ledger';
import { Throttle } from '../console';
import { keepGapsFile } from './gaps-file';

export interface GapsKeeperOptions {
  readonly ledger: Pick<Ledger, 'journal'>;
  readonly workspace: string;
  /** The month as the facts stand now; null when it has had no run. */
  readonly summaryOf: (month: Month) => Promise<Pick<RunSummary, 'run' | 'gaps' | 'workspace'> | null>;
  /** While a run of this process is at work, what is missing is still coming. */
  readonly isRunning: () => boolean;
  readonly onError: (error: MaloteError) => void;
}

const SOON_MS = 1_000;
const EVERY_MS = 3_000;
const ONE_IN = 5;
const GAPS_FILE = /^gaps-(\d{4}-\d{2})\.txt$/;

/**
 * Keeps the files `gaps-<month>.txt` true: each is a view of its month. Told that something may have changed, it asks the journal which
 * months are concerned, whoever has written there, and writes their files anew, or removes them when no gap is left.
 */
export class GapsKeeper {
  readonly #throttle = new Throttle(EVERY_MS, ONE_IN, monotonicMs);
  #seen: number;
  #timer: StopTimer | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | null = null;

  constructor(private readonly options: GapsKeeperOptions) {
    this.#seen = options.ledger.journal.newest();
  }

  /** Something may have changed. Told often; files are looked at when it has become quiet for a moment, and seldom enough. */
  changed(): void {
    if (this.#closed !== null) return;
    this.#timer ??= after(
      SOON_MS,
      () => {
        this.#timer = null;
        if (this.options.isRunning()) return;
        if (!this.#throttle.due) {
          this.changed();
          return;
        }
        this.flush().catch((error: unknown) => {
          this.options.onError(asMaloteError(error));
        });
      },
      { keepsProcess: false },
    );
  }

  /** Looks now at all months that have changed since the last look. A file that cannot be written is told, and tried again. */
  flush(): Promise<void> {
    return this.#inTurn(async () => {
      const { journal } = this.options.ledger;
      const newest = journal.newest();
      if (newest === this.#seen) return;
      const written = await this.#monthsWithFiles();
      const months = new Set([...journal.monthsTouchedSince(this.#seen), ...written]);
      try {
        for (const month of months) await this.#keepNow(month);
        this.#seen = newest;
      } catch (error) {
        if (!isMaloteError(error)) throw error;
        this.options.onError(error);
      }
    });
  }

  /** @returns the file of the month, true now, or null when there is no gap. @throws MaloteError CLI_CANNOT_WRITE */
  keep(month: Month): Promise<string | null> {
    return this.#inTurn(() => this.#keepNow(month));
  }

  /** Looks once more, and then no more. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#timer?.();
    this.#timer = null;
    await this.flush();
  }

  /** Reading a month takes as long as it is large: how seldom that may be is measured by it. */
  async #keepNow(month: Month): Promise<string | null> {
    const summary = await this.#throttle.take(() => this.options.summaryOf(month));
    return summary === null ? null : keepGapsFile(summary);
  }

  async #monthsWithFiles(): Promise<Month[]> {
    const names = await readdir(this.options.workspace).catch(() => []);
    return names.flatMap((name) => GAPS_FILE.exec(name)?.[1] ?? []);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
