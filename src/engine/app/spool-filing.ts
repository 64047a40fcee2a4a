import { MaloteError } from '../../shared/errors';
import { HeldLock, isLedgerFailure, type Ledger } from '../ledger';
import type { PageSpool, Reception } from '../intake';
import type { ShareHealth } from '../shares';
import { WakeSignal, sleep } from '../base';

/** How often it is looked whether a run, perhaps of another process, has left pages. */
const LOOK_EVERY_MS = 60_000;
const LOOK_FOR_ARCHIVE_EVERY_MS = 1_000;

/** What of the services it works with. */
export interface FilingServices {
  readonly spool: Pick<PageSpool, 'isEmpty'>;
  readonly reception: Pick<Reception, 'start' | 'stop' | 'allFiled'>;
  readonly health: Pick<ShareHealth, 'usable' | 'untilUsable'>;
}

interface Work {
  readonly stop: AbortController;
  readonly ended: Promise<unknown>;
}

/**
 * Files the pages that runs left in the spool, whenever the archive is there and nobody else takes in documents. Holds the lock of the
 * runs only while it files: an archive that is away keeps no run from downloading.
 */
export class SpoolFiling {
  #wake = new WakeSignal();
  #looking: Work | null = null;
  #filing: Work | null = null;

  constructor(
    private readonly ledger: Ledger,
    private readonly everyMs = LOOK_EVERY_MS,
  ) {}

  /** Returns at once. Called again, it looks at once. */
  begin(services: FilingServices): void {
    if (this.#looking !== null) {
      this.#wake.call();
      return;
    }
    const stop = new AbortController();
    this.#looking = { stop, ended: this.#look(services, stop.signal) };
  }

  /** For somebody who is about to take in documents. What is left is gone on with a minute later, or whenever he has ended. */
  async makeWay(): Promise<void> {
    const filing = this.#filing;
    if (filing === null) return;
    filing.stop.abort(new MaloteError('CANCELLED'));
    // a call of before must not bring it back ahead of him
    this.#wake = new WakeSignal();
    await filing.ended;
  }

  async stop(): Promise<void> {
    const looking = this.#looking;
    looking?.stop.abort(new MaloteError('CANCELLED'));
    await this.makeWay();
    await looking?.ended;
    if (this.#looking === looking) this.#looking = null;
  }

  async #look(services: FilingServices, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const goesOn = await this.#step(services, signal).catch((error: unknown) => {
        // a ledger that cannot be read or written now is asked again later
        if (!isLedgerFailure(error)) throw error;
        return false;
      });
      if (!goesOn) await this.#wake.within(this.everyMs, signal);
    }
  }

  async #step(services: FilingServices, signal: AbortSignal): Promise<boolean> {
    return !services.spool.isEmpty && (await isThere(services, signal)) && (await this.#file(services));
  }

  /** @returns whether the archive has gone away again meanwhile: then it goes on as soon as it is back. */
  async #file({ reception, health }: FilingServices): Promise<boolean> {
    const stop = new AbortController();
    const lock = new HeldLock(this.ledger.lock('run'), () => {
      stop.abort(new MaloteError('CANCELLED'));
    });
    if (lock.take() !== null) return false;
    const ended = (async (): Promise<boolean> => {
      reception.start();
      const all = reception.allFiled(stop.signal).then(() => false);
      const wentAway = await Promise.race([all, untilAway(health, stop.signal)]).catch(() => false);
      stop.abort(new MaloteError('CANCELLED'));
      await reception.stop();
      lock.release();
      this.#filing = null;
      return wentAway;
    })();
    this.#filing = { stop, ended };
    return ended;
  }
}

function isThere({ health }: FilingServices, signal: AbortSignal): Promise<boolean> {
  return health.untilUsable('archive', signal).then(
    () => true,
    () => false,
  );
}

async function untilAway(health: FilingServices['health'], signal: AbortSignal): Promise<true> {
  while (health.usable('archive')) await sleep(LOOK_FOR_ARCHIVE_EVERY_MS, signal);
  return true;
}
