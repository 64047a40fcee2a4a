import { setMaxListeners } from 'node:events';
import { RETRY_RULES, type MaloteError } from '../../shared/errors';
import { VerifiedContents } from '../archive';
import { type Clock, allOrThrow, waitAfter } from '../base';
import type { Ledger } from '../ledger';
import type { DeliveryRow, DeliveryWriter } from '../ledger/writers/deliveries';
import { AWAY, type FileRoot } from '../shares';
import { BatchCopier, targetOf, type CopiedBatch, type DeliveryRoots, type Outcome } from './copy-batch';
import { DESTINATIONS, type Destination, type Outbox } from './outbox';

const BATCH = 192;
/** Batches at once, while there is more than one: one is read, or put on record, while another one is being placed. */
const WORKERS = 2;
const everywhere = (): readonly Destination[] => DESTINATIONS;

export interface DeliveryWorkerOptions {
  readonly ledger: Ledger;
  readonly writer: DeliveryWriter;
  readonly outbox: Pick<Outbox, 'completeCancellations'>;
  readonly roots: DeliveryRoots;
  readonly clock: Clock;
  /** What is delivered without being read at the archive once more. Default: nothing. */
  readonly contents?: VerifiedContents;
}

export interface DrainResult {
  readonly delivered: number;
  readonly conflicts: number;
  readonly failed: number;
}

export interface DrainOptions {
  /** Destinations whose roots work; asked before each batch. Default: all of them. */
  readonly open?: () => readonly Destination[];
  /** A root may not be well. */
  readonly onSuspect?: (root: FileRoot, error: MaloteError) => void;
  /** Told after each batch how many of it were delivered. */
  readonly onBatch?: (delivered: number) => void;
}

/** How long a delivery that failed `attempts` times waits before it is tried again. */
export function retryWait(attempts: number): number {
  return waitAfter(RETRY_RULES.delivery, attempts);
}

/**
 * Empties the outbox: takes the bytes that were read back at the archive, or reads them there and checks that they still are what the
 * ledger says, puts them at the target through a temporary name, and records the delivery only with the size and hash read back there (invariant 1). A target with the same
 * content counts as delivered; one with other content is a conflict, kept and shown (invariant 4). While a share is down its
 * deliveries wait, and those to the other one go on (invariant 8). A cancelled document follows its cancellation (invariant 13).
 */
export class DeliveryWorker {
  /** Destinations whose share was down the last time. */
  readonly #postponed = new Set<Destination>();
  readonly #copier: BatchCopier;
  #workers = WORKERS;

  constructor(private readonly options: DeliveryWorkerOptions) {
    this.#copier = new BatchCopier(options.roots, options.contents ?? new VerifiedContents());
  }

  /** From the next batches on, no root is given more files at once than this; null: as many as it takes well. */
  limit(files: number | null): void {
    this.#workers = files === 1 ? 1 : WORKERS;
    this.#copier.limit(files === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(files / this.#workers)));
  }

  /** Delivers until nothing is due; each delivery is tried once at most. What failed waits for its time; see `retryWait`. */
  async drain(signal: AbortSignal, options: DrainOptions = {}): Promise<DrainResult> {
    const total = { delivered: 0, conflicts: 0, failed: 0 };
    const dueAt = this.#instant(0);
    // every file in flight listens to it
    setMaxListeners(0, signal);
    this.options.outbox.completeCancellations();
    const queue = { isLong: false };
    const claim = (): DeliveryRow[] => {
      queue.isLong = false;
      const rows = this.options.writer.claim(BATCH, dueAt, (options.open ?? everywhere)());
      queue.isLong = rows.length === BATCH;
      return rows;
    };
    const workers: Promise<void>[] = [];
    // a worker claims its first batch before it waits for anything
    do workers.push(this.#work(claim, signal, options, total));
    while (queue.isLong && workers.length < this.#workers);
    await allOrThrow(workers);
    if (!signal.aborted) total.failed += this.#failHeldBack(dueAt);
    return total;
  }

  /** Cancelled documents whose cancellation cannot be handed over. @returns how many. */
  #failHeldBack(dueAt: string): number {
    return this.options.ledger.transaction(() => {
      const held = this.options.writer.failHeldBack(dueAt, this.#instant(retryWait(1)), AWAY);
      if (held.length > 0) this.options.ledger.journal.write('delivery.held-back', 'outbox', { deliveries: held });
      return held.length;
    });
  }

  async #work(
    claim: () => readonly DeliveryRow[],
    signal: AbortSignal,
    { onSuspect, onBatch }: DrainOptions,
    total: { delivered: number; conflicts: number; failed: number },
  ): Promise<void> {
    while (!signal.aborted) {
      const rows = claim();
      if (rows.length === 0) return;
      const batch = await this.#copier.copy(rows, signal);
      this.options.ledger.transaction(() => {
        this.#record(rows, batch);
      });
      for (const [root, error] of batch.suspect) onSuspect?.(root, error);
      const delivered = batch.outcomes.filter(({ is }) => is === 'delivered').length;
      total.delivered += delivered;
      total.conflicts += batch.outcomes.filter(({ is }) => is === 'conflict').length;
      total.failed += batch.outcomes.filter(({ is }) => is === 'failed').length;
      onBatch?.(delivered);
      // nothing has happened that would put them off: claimed again now, they would be met again at once
      if (batch.down.size === 0 && batch.outcomes.every(({ is }) => is === 'stopped')) return;
    }
  }

  #instant(waitMs: number): string {
    return new Date(this.options.clock.now() + waitMs / this.options.clock.speed).toISOString();
  }

  #record(rows: readonly DeliveryRow[], { outcomes, down }: CopiedBatch): void {
    const verified: number[] = [];
    rows.forEach((row, index) => {
      const outcome = outcomes[index] ?? { is: 'stopped' };
      this.#recordOne(row, outcome);
      if (outcome.is === 'delivered') verified.push(row.id);
    });
    if (verified.length > 0) this.options.ledger.journal.write('delivery.verified', 'outbox', { deliveries: verified });
    this.#apply(rows, outcomes, down);
  }

  #recordOne(row: DeliveryRow, outcome: Outcome): void {
    const { writer } = this.options;
    switch (outcome.is) {
      case 'stopped':
        writer.release(row.id);
        return;
      case 'delivered':
        writer.delivered(row.id, outcome, this.#instant(0));
        if (row.eventId !== null) writer.releaseDocumentOf(row.eventId);
        return;
      case 'conflict':
        writer.conflicted(row.id, outcome.found);
        this.options.ledger.journal.write('delivery.conflict', row.targetPath, {
          ours: row.contentSha256,
          found: outcome.found,
          bytes: outcome.bytes,
        });
        return;
      case 'failed':
        this.#recordFailure(row, outcome.code);
    }
  }

  #recordFailure(row: DeliveryRow, code: Extract<Outcome, { is: 'failed' }>['code']): void {
    const { writer } = this.options;
    const attempts = row.attempts + 1;
    if (code === 'DELIVERY_SOURCE_ALTERED' && writer.supersedeStale(row.id)) {
      this.options.ledger.journal.write('delivery.superseded', row.targetPath, { content: row.contentSha256 });
      return;
    }
    writer.failed(row.id, code, this.#instant(retryWait(attempts)));
    this.options.ledger.journal.write('delivery.failed', row.targetPath, { code, attempts });
  }

  /** What waits for a share that is down is put off with what failed on it; the first copy that gets through calls it back. */
  #apply(rows: readonly DeliveryRow[], outcomes: readonly Outcome[], down: CopiedBatch['down']): void {
    const { writer } = this.options;
    for (const destination of DESTINATIONS) {
      const own = rows.filter((row) => row.destination === destination);
      if (down.has(targetOf(destination, this.options.roots)) || down.has(this.options.roots.archive)) {
        const attempts = Math.max(0, ...own.map((row) => row.attempts));
        writer.postpone(destination, this.#instant(retryWait(attempts + 1)));
        this.#postponed.add(destination);
      } else if (
        this.#postponed.has(destination) &&
        own.some((row) => outcomes[rows.indexOf(row)]?.is === 'delivered')
      ) {
        writer.resume(destination);
        this.#postponed.delete(destination);
      }
    }
  }
}
