import { isMaloteError, MaloteError } from '../../shared/errors';
import type { RecheckView } from '../../shared/ipc/shares';
import type { Month } from '../domain';
import type { DeliveredFile, Ledger } from '../ledger';
import type { Recheck as Found } from '../ledger/writers/deliveries';
import { settleAll } from '../settle-all';
import { fromStored, shareBehaviour, type FileRoot, type ShareHealth } from '../shares';
import { targetOf, type DeliveryRoots } from './copy-batch';
import { DESTINATIONS, type Outbox } from './outbox';

export interface RecheckOptions {
  readonly ledger: Ledger;
  readonly outbox: Outbox;
  readonly roots: DeliveryRoots;
  readonly health: ShareHealth;
  readonly now: () => number;
  /** Resolves when no delivery is under way: what has not been delivered at all goes first. */
  readonly idle: (signal: AbortSignal) => Promise<void>;
  readonly onChange: () => void;
}

/** Files looked at together; few, since nobody waits for them. */
const BATCH = 16;

/**
 * "Verify again later": reads delivered files back once more, long after the client's cache has forgotten them, and notes what lies
 * there now. A file that is gone proves nothing (invariant 5); one with another content is named in the journal.
 */
export class Recheck {
  #view: RecheckView | null = null;
  #stop: AbortController | null = null;

  constructor(private readonly options: RecheckOptions) {}

  get view(): RecheckView | null {
    return this.#view;
  }

  stop(): void {
    this.#stop?.abort(new MaloteError('CANCELLED'));
  }

  /** Of one month or of all; ends early when stopped. Nothing happens while one is under way. @throws MaloteError SHARE_* */
  async run(month: Month | null, signal: AbortSignal): Promise<RecheckView | null> {
    if (this.#stop !== null) return this.#view;
    const stop = new AbortController();
    this.#stop = stop;
    const { ledger, now } = this.options;
    const counts = { done: 0, total: ledger.outbox.countDelivered(month), same: 0, absent: 0, altered: 0 };
    const tell = (running: boolean): void => {
      this.#view = { running, ...counts, endedAt: running ? null : new Date(now()).toISOString() };
      this.options.onChange();
    };
    tell(true);
    try {
      await this.#sweep(month, AbortSignal.any([signal, stop.signal]), (found) => {
        counts.done += 1;
        if (found !== null) counts[found] += 1;
        tell(true);
      });
    } finally {
      this.#stop = null;
      tell(false);
      ledger.journal.write('delivery.rechecked', month ?? 'all', counts);
    }
    return this.#view;
  }

  async #sweep(month: Month | null, signal: AbortSignal, tell: (found: Found | null) => void): Promise<void> {
    const { ledger, idle } = this.options;
    for (let afterId = 0; ;) {
      await idle(signal).catch(() => undefined);
      if (signal.aborted) return;
      const files = ledger.outbox.delivered(afterId, BATCH, month);
      if (files.length === 0) return;
      const found = await settleAll(files.map((file) => this.#look(file, signal)));
      files.forEach((file, index) => {
        const one = found[index] ?? null;
        if (one !== null) this.#note(file, one);
        tell(one);
        afterId = file.id;
      });
    }
  }

  /** Null when it was stopped before it could tell. */
  async #look(file: DeliveredFile, signal: AbortSignal): Promise<Found | null> {
    const root = this.#rootOf(file);
    for (;;) {
      try {
        await this.options.health.untilUsable(root.id as 'import' | 'cancelled', signal);
        const there = await root.fingerprint(fromStored(file.targetPath), { signal });
        if (there === null) return 'absent';
        return there.sha256 === file.sha256 ? 'same' : 'altered';
      } catch (error) {
        if (signal.aborted) return null;
        if (!isMaloteError(error) || shareBehaviour(error) !== 'when-back') throw error;
        this.options.health.suspect(root.id as 'import' | 'cancelled', error);
      }
    }
  }

  #rootOf({ destination }: DeliveredFile): FileRoot {
    return targetOf(DESTINATIONS.find((name) => name === destination) ?? 'import', this.options.roots);
  }

  #note(file: DeliveredFile, found: Found): void {
    const { ledger, outbox, now } = this.options;
    outbox.writer.rechecked(file.id, found, new Date(now()).toISOString());
    if (found === 'altered') ledger.journal.write('delivery.altered', file.targetPath, { delivered: file.sha256 });
  }
}
