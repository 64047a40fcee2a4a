import { behaviourOf, isMaloteError, MaloteError } from '../../shared/errors';
import type { ScrubView } from '../../shared/ipc/shares';
import type { Month } from '../domain';
import type { Job, JobContext, JobRunner } from '../jobs/runner';
import type { DeliveredFile, Ledger } from '../ledger';
import type { Recheck as Found } from '../ledger/writers/deliveries';
import { allOrThrow, WakeSignal } from '../base';
import { fromStored, isOfOneFile, shareBehaviour, type FileRoot, type ShareHealth } from '../shares';
import { targetOf, type DeliveryRoots } from './copy-batch';
import { DESTINATIONS, type Outbox } from './outbox';

export interface ScrubOptions {
  readonly ledger: Ledger;
  readonly runner: JobRunner;
  readonly outbox: Outbox;
  readonly roots: DeliveryRoots;
  readonly health: ShareHealth;
  readonly now: () => number;
  /** Resolves when no delivery is under way: what has not been delivered at all goes first. */
  readonly idle: (signal: AbortSignal) => Promise<void>;
  /** Before a file that could not be read is looked at again, in real milliseconds; after the last one it is left alone. */
  readonly waitsMs?: readonly number[];
}

interface ScrubAsked {
  /** Null: all of them. */
  readonly month: Month | null;
}

/** Files looked at together; few, since nobody waits for them. */
const BATCH = 16;
const WAITS_MS = [500, 2_000, 5_000];
/** Before the next look at a root that is away, which others may not have noticed yet. */
const AWAY_MS = 1_000;

/**
 * "Verify again later": reads delivered files back once more, long after the client's cache has forgotten them, and notes what lies
 * there now. A file that is gone proves nothing (invariant 5); one with another content is named in the journal; one that somebody holds
 * open stays unchecked, and the next time is for it too.
 */
export class Scrub {
  #view: ScrubView | null = null;
  readonly job: Job<ScrubAsked, void> = {
    kind: 'scrub',
    heal: () => [],
    run: (asked, context) => this.#run(asked, context),
  };

  constructor(private readonly options: ScrubOptions) {
    options.runner.register(this.job);
  }

  get view(): ScrubView | null {
    return this.#view;
  }

  stop(): void {
    this.options.runner.stop('scrub', 'now');
  }

  /** Of one month or of all; ends early when stopped. Nothing happens while one is under way here. @throws MaloteError SHARE_*, JOB_IN_PROGRESS */
  async run(month: Month | null, signal: AbortSignal): Promise<ScrubView | null> {
    const { runner } = this.options;
    if (runner.isHere('scrub')) return this.#view;
    const { state, failure } = await runner.run(this.job, { month }, signal);
    if (state === 'failed') throw failure;
    return this.#view;
  }

  async #run({ month }: ScrubAsked, context: JobContext): Promise<void> {
    const { ledger, now } = this.options;
    const counts = { done: 0, total: ledger.outbox.countDelivered(month), same: 0, absent: 0, altered: 0 };
    const show = (running: boolean): void => {
      this.#view = { running, ...counts, endedAt: running ? null : new Date(now()).toISOString() };
      const { done, total } = counts;
      context.tell({ phase: null, done, total });
    };
    context.begin(() => ({
      subject: null,
      end: () => ({ action: 'delivery.rechecked', subject: month ?? 'all', detail: counts }),
    }));
    show(true);
    try {
      await this.#sweep(month, context.signal, (found) => {
        counts.done += 1;
        counts[found] += 1;
        show(true);
      });
    } finally {
      show(false);
    }
    if (context.signal.aborted) throw new MaloteError('CANCELLED');
  }

  async #sweep(month: Month | null, signal: AbortSignal, tell: (found: Found) => void): Promise<void> {
    const { ledger, outbox, idle } = this.options;
    for (let afterId = 0; ;) {
      await idle(signal).catch(() => undefined);
      if (signal.aborted) return;
      const files = ledger.outbox.delivered(afterId, BATCH, month);
      const last = files.at(-1);
      if (last === undefined) return;
      afterId = last.id;
      await allOrThrow(
        files.map(async (file) => {
          // what stands there is a better form, looked at by its own number
          const found = file.replaced === 1 ? 'same' : await this.#look(file, signal);
          if (found === null) return;
          if (file.replaced === 0) outbox.readBack(file, found);
          tell(found);
        }),
      );
    }
  }

  /** Null when it was stopped before it could tell, the file could not be read for some time, or its path cannot be read at all. */
  async #look(file: DeliveredFile, signal: AbortSignal): Promise<Found | null> {
    const { health, waitsMs = WAITS_MS } = this.options;
    const root = this.#rootOf(file);
    const name = root.id as 'import' | 'cancelled';
    const waits = [...waitsMs];
    for (;;) {
      try {
        await health.untilUsable(name, signal);
        const there = await root.fingerprint(fromStored(file.targetPath), { signal, wantedSize: file.size });
        if (there === null) return 'absent';
        return there.sha256 === file.sha256 ? 'same' : 'altered';
      } catch (error) {
        if (signal.aborted) return null;
        if (!isMaloteError(error)) throw error;
        const { again, needsPerson } = behaviourOf(error.code);
        const isAway = shareBehaviour(error) === 'when-back';
        // it stands there for as long as nobody takes it away, and does not let itself be read: of that one file nothing is known
        if (isOfOneFile(error) && again !== 'file') return null;
        if (!isAway && !mayBeOneFiles(error)) throw error;
        if (isAway || needsPerson) health.suspect(name, error);
        const wait = isAway ? AWAY_MS : waits.shift();
        if (wait === undefined) return null;
        await new WakeSignal().within(wait, signal);
      }
    }
  }

  #rootOf({ destination }: DeliveredFile): FileRoot {
    return targetOf(DESTINATIONS.find((name) => name === destination) ?? 'import', this.options.roots);
  }
}

/** Whether this may concern one file alone. Windows calls some files that another program has open, or deletes, denied. */
function mayBeOneFiles({ code }: MaloteError): boolean {
  const { again, scope } = behaviourOf(code);
  return scope === 'file-or-root' || again === 'file';
}
