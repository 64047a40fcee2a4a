import PQueue from 'p-queue';
import { MaloteError, type ErrorCode } from '../../shared/errors';
import type { Clock } from '../clock';
import type { Sha256 } from '../domain';
import type { Ledger } from '../ledger';
import { fromStored, type FileRoot } from '../shares';
import { sha256Of, type DeliveryRow, type Outbox } from './outbox';

const BATCH = 96;
const IN_FLIGHT = 12;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 600_000;

export interface DeliveryRoots {
  readonly archive: FileRoot;
  readonly import: FileRoot;
  /** The same root as `import` unless cancellations have a root of their own. */
  readonly cancelled: FileRoot;
}

export interface DrainResult {
  readonly delivered: number;
  readonly conflicts: number;
  readonly failed: number;
}

type Outcome =
  | { readonly is: 'delivered'; readonly size: number; readonly sha256: Sha256 }
  | { readonly is: 'conflict'; readonly found: Sha256 }
  | { readonly is: 'failed'; readonly code: ErrorCode }
  | { readonly is: 'stopped' };

/** How long a delivery that failed `attempts` times waits before it is tried again. */
export function retryWait(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1));
}

/**
 * Empties the outbox: reads the archived file, checks that it still is what the ledger says, puts it at the target through a
 * temporary name, and records the delivery only with the size and hash read back there (invariant 1). A target with the same
 * content counts as delivered; one with other content is a conflict, kept and shown (invariant 4).
 */
export class DeliveryWorker {
  constructor(
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly roots: DeliveryRoots,
    private readonly clock: Clock,
    private readonly onProgress: () => void = () => undefined,
  ) {}

  /** Delivers until nothing is due. What failed waits for its time; see `retryWait`. */
  async drain(signal: AbortSignal): Promise<DrainResult> {
    let result: DrainResult = { delivered: 0, conflicts: 0, failed: 0 };
    while (!signal.aborted) {
      const rows = this.outbox.writer.claim(BATCH, new Date(this.clock.now()).toISOString());
      if (rows.length === 0) break;
      const outcomes = await this.#copyAll(rows, signal);
      result = this.#record(rows, outcomes, result);
      this.onProgress();
    }
    return result;
  }

  async #copyAll(rows: readonly DeliveryRow[], signal: AbortSignal): Promise<Outcome[]> {
    const queue = new PQueue({ concurrency: IN_FLIGHT });
    const outcomes = await Promise.all(rows.map((row) => queue.add(() => this.#copy(row, signal))));
    await this.roots.import.settle();
    if (this.roots.cancelled !== this.roots.import) await this.roots.cancelled.settle();
    return outcomes;
  }

  async #copy(row: DeliveryRow, signal: AbortSignal): Promise<Outcome> {
    try {
      signal.throwIfAborted();
      const bytes = await this.roots.archive.read(fromStored(row.sourcePath), { signal });
      if (bytes === null) return { is: 'failed', code: 'DELIVERY_SOURCE_ABSENT' };
      if (sha256Of(bytes) !== row.contentSha256) return { is: 'failed', code: 'DELIVERY_SOURCE_ALTERED' };
      const root = row.destination === 'cancelled' ? this.roots.cancelled : this.roots.import;
      const options = { signal, ...(row.replaces === null ? {} : { replacing: row.replaces }) };
      const placement = await root.place(fromStored(row.targetPath), bytes, options);
      return placement.outcome === 'conflict'
        ? { is: 'conflict', found: placement.found.sha256 }
        : { is: 'delivered', size: placement.found.size, sha256: placement.found.sha256 };
    } catch (error) {
      if (signal.aborted) return { is: 'stopped' };
      if (error instanceof MaloteError) return { is: 'failed', code: error.code };
      throw error;
    }
  }

  #record(rows: readonly DeliveryRow[], outcomes: readonly Outcome[], before: DrainResult): DrainResult {
    const { writer } = this.outbox;
    const now = this.clock.now();
    const count = { ...before } as { delivered: number; conflicts: number; failed: number };
    this.ledger.transaction(() => {
      rows.forEach((row, index) => {
        const outcome = outcomes[index];
        if (outcome === undefined || outcome.is === 'stopped') {
          writer.release(row.id);
        } else if (outcome.is === 'delivered') {
          writer.delivered(row.id, outcome, new Date(now).toISOString());
          count.delivered += 1;
        } else if (outcome.is === 'conflict') {
          writer.conflicted(row.id, outcome.found);
          this.ledger.journal.write('delivery.conflict', row.targetPath, {
            ours: row.contentSha256,
            found: outcome.found,
          });
          count.conflicts += 1;
        } else {
          const wait = retryWait(row.attempts + 1) / this.clock.speed;
          writer.failed(row.id, outcome.code, new Date(now + wait).toISOString());
          this.ledger.journal.write('delivery.failed', row.targetPath, {
            code: outcome.code,
            attempts: row.attempts + 1,
          });
          count.failed += 1;
        }
      });
    });
    return count;
  }
}
