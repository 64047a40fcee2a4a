import { setMaxListeners } from 'node:events';
import { MaloteError } from '../../shared/errors';
import type { RereadView } from '../../shared/ipc/reread';
import { READER, type Reread, type RereadProgress } from '../intake';
import { HeldLock, type Ledger, type RereadRow } from '../ledger';
import type { Services } from './services';

export interface RereadServiceOptions {
  readonly ledger: Ledger;
  /** Works with the services, which stay as they are meanwhile. @throws MaloteError SETTINGS_*, SHARE_BAD_ROOT */
  readonly within: <Value>(work: (services: Services) => Promise<Value>) => Promise<Value>;
  /** Ends what holds the lock of runs in this process. */
  readonly beforeIntake: () => Promise<void>;
  readonly onChange: () => void;
}

/** Reads kept bytes again once there is a reader for their layout, and puts a batch of it back. One at a time in a workspace. */
export class RereadService {
  constructor(private readonly options: RereadServiceOptions) {}

  /** Goes on with the batch that was stopped, else begins one. @throws MaloteError RUN_IN_PROGRESS, SETTINGS_*, SHARE_*, CANCELLED */
  run(signal?: AbortSignal, onProgress?: (progress: RereadProgress) => void): Promise<RereadView> {
    return this.#locked(signal, async (reread) => viewOf(await reread.run(onProgress)));
  }

  /** @throws MaloteError REREAD_UNKNOWN, REREAD_WRONG_STATE, RUN_IN_PROGRESS, SETTINGS_*, CANCELLED */
  undo(id: number, signal?: AbortSignal): Promise<RereadView> {
    const row = this.options.ledger.rereads.get(id);
    if (row === undefined) throw new MaloteError('REREAD_UNKNOWN', { id });
    if (row.state === 'undone') throw new MaloteError('REREAD_WRONG_STATE', { id });
    return this.#locked(signal, (reread) => Promise.resolve(viewOf(reread.undo(id))));
  }

  /** Newest first. */
  list(limit: number): RereadView[] {
    return this.options.ledger.rereads.list(limit).map(viewOf);
  }

  /** At the start of a run, whose lock is held: what a newer reader may read is read before anything is counted. */
  async beforeRun(services: Services, signal: AbortSignal): Promise<RereadView | null> {
    const { ledger } = this.options;
    if (!ledger.rereads.isDue(READER)) return null;
    return viewOf(await services.reread(signal).run());
  }

  async #locked(signal: AbortSignal | undefined, work: (reread: Reread) => Promise<RereadView>): Promise<RereadView> {
    const { ledger, within, beforeIntake, onChange } = this.options;
    await beforeIntake();
    const stop = new AbortController();
    const lock = new HeldLock(ledger.lock('run'), () => {
      stop.abort(new MaloteError('CANCELLED'));
    });
    lock.takeOr('RUN_IN_PROGRESS');
    const any = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]);
    setMaxListeners(0, any);
    try {
      return await within((services) => {
        services.companies.replace(ledger.companies.active());
        return work(services.reread(any));
      });
    } finally {
      lock.release();
      onChange();
    }
  }
}

function viewOf({ id, state, startedAt, endedAt, undoneAt, ...row }: RereadRow): RereadView {
  const { read, merged, split, unread, gone, undone } = row;
  return { id, state, startedAt, endedAt, undoneAt, read, merged, split, unread, gone, undone };
}
