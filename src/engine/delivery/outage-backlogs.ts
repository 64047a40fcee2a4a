import type { ShareRoot } from '../../shared/ipc/shares';
import { monotonicMs } from '../base';
import type { Ledger } from '../ledger';
import type { ShareHealth } from '../shares';
import type { Destination } from './outbox';

export interface OutageBacklogsOptions {
  readonly ledger: Pick<Ledger, 'outbox' | 'spool'>;
  readonly health: Pick<ShareHealth, 'usable'>;
  /** What had waited for this root has been delivered, as far as it could be. */
  readonly onDrained: (root: ShareRoot, delivered: number) => void;
}

/** A root that is well again, and what had waited for it. */
interface Return {
  readonly destinations: readonly Destination[];
  /** ISO 8601. Nothing reached the root from then until it was back. */
  readonly downSince: string;
  readonly waited: boolean;
  /** The last delivery that had waited; null while pages in the spool are still to become deliveries. */
  upTo: number | null;
  /** Real time. */
  readonly at: number;
}

/** How long whoever reads of a return waits for its number. */
const FRESH_MS = 120_000;

/**
 * Tells of each root that is back how many files have been delivered that had waited for it. The number is the ledger's, so it is the
 * same whichever process delivers; it is told once, when nothing of it is under way any more. A number that is not known is not told.
 */
export class OutageBacklogs {
  readonly #returned = new Map<ShareRoot, Return>();

  constructor(private readonly options: OutageBacklogsOptions) {}

  /** Somebody may be waiting for a number. */
  get areFresh(): boolean {
    return [...this.#returned.values()].some(({ at }) => monotonicMs() - at < FRESH_MS);
  }

  /** A root is well again that was down since this instant (ISO 8601). For one that nothing is delivered to or from, nothing is told. */
  begin(root: ShareRoot, destinations: readonly Destination[], downSince: string): void {
    if (destinations.length === 0) return;
    const { outbox, spool } = this.options.ledger;
    const isSpoolEmpty = spool.oldest() === undefined;
    const pending = outbox
      .lines()
      .some((line) => destinations.includes(line.destination as Destination) && line.pending > 0);
    this.#returned.set(root, {
      destinations,
      downSince,
      at: monotonicMs(),
      waited: pending || !isSpoolEmpty,
      upTo: root !== 'archive' || isSpoolEmpty ? outbox.newest() : null,
    });
  }

  /** Tells what can be told by now. */
  tell(): void {
    for (const [root, back] of this.#returned) {
      if (this.options.health.usable(root) && this.#isUnderWay(back)) continue;
      this.#returned.delete(root);
      const delivered = this.#delivered(back);
      // what waited and failed since is neither delivered nor nothing
      if (delivered > 0 || !back.waited) this.options.onDrained(root, delivered);
    }
  }

  #isUnderWay(back: Return): boolean {
    const { outbox, spool } = this.options.ledger;
    if (back.upTo === null && spool.oldest() === undefined) back.upTo = outbox.newest();
    return back.upTo === null || outbox.isUnderWay(back.destinations, back.upTo);
  }

  #delivered({ destinations, upTo, downSince }: Return): number {
    const { outbox } = this.options.ledger;
    return outbox.countVerifiedSince(downSince, destinations, upTo ?? outbox.newest());
  }
}
