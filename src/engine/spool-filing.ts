import { MaloteError } from '../shared/errors';
import { HeldLock, type Ledger } from './ledger';
import type { Rooms } from './rooms';

/** Files the pages that a run left in the spool, as soon as the archive is there; not while anybody else takes in documents. */
export class SpoolFiling {
  #under: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;

  constructor(private readonly ledger: Ledger) {}

  /** Returns at once. */
  begin({ spool, reception }: Rooms): void {
    if (this.#under !== null || spool.isEmpty) return;
    const stop = new AbortController();
    const lock = new HeldLock(this.ledger.lock('run'), () => {
      stop.abort(new MaloteError('CANCELLED'));
    });
    if (lock.take() !== null) return;
    const ended = (async (): Promise<void> => {
      reception.start();
      await reception.allFiled(stop.signal).catch(() => undefined);
      await reception.stop();
      lock.release();
      this.#under = null;
    })();
    this.#under = { stop, ended };
  }

  async stop(): Promise<void> {
    this.#under?.stop.abort(new MaloteError('CANCELLED'));
    await this.#under?.ended;
  }
}
