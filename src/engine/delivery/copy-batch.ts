import { isMaloteError, type ErrorCode, type MaloteError } from '../../shared/errors';
import { monotonicMs } from '../base';
import { sha256Of, type VerifiedContents } from '../archive';
import type { Sha256 } from '../domain';
import type { DeliveryRow } from '../ledger/writers/deliveries';
import { AWAY, fromStored, isRootWide, type FileRoot, type ItemResult } from '../shares';
import { AdaptiveConcurrency } from './adaptive-concurrency';

export interface DeliveryRoots {
  readonly archive: FileRoot;
  readonly import: FileRoot;
  /** The same root as `import` unless cancellations have a root of their own. */
  readonly cancelled: FileRoot;
}

export type Outcome =
  | {
      readonly is: 'delivered';
      readonly size: number;
      readonly sha256: Sha256;
      /** Whether it was written now, or stood there already with equal content. */
      readonly placement: 'placed' | 'same';
    }
  /** `found`: null where what stands there was not read, since its size is another one. */
  | { readonly is: 'conflict'; readonly found: Sha256 | null; readonly bytes: number }
  | { readonly is: 'failed'; readonly code: ErrorCode }
  /** Not tried, or not to its end: a person stopped it, or the root was already known to be down. Nobody's fault. */
  | { readonly is: 'stopped' };

export interface CopiedBatch {
  /** One for each row, in their order. */
  readonly outcomes: readonly Outcome[];
  /** Roots that may not be well although single files get through: somebody should look. */
  readonly suspect: ReadonlyMap<FileRoot, MaloteError>;
  /** Roots on which nothing works at present, and what they said. */
  readonly down: ReadonlyMap<FileRoot, MaloteError>;
}

/** What is better met with fewer files at once. */
const CROWDED: readonly ErrorCode[] = [...AWAY, 'SHARE_BUSY'];

export function targetOf(destination: string, roots: DeliveryRoots): FileRoot {
  return destination === 'cancelled' ? roots.cancelled : roots.import;
}

/**
 * The same files, one of each target folder in turn: systems make one entry of a folder at a time, so that files of one folder wait
 * for each other where files of several do not.
 */
function folderByFolder<Item extends { readonly row: DeliveryRow }>(items: readonly Item[]): readonly Item[] {
  const turns = new Map<string, number>();
  const turnOf = ({ row: { targetPath } }: Item): number => {
    const folder = targetPath.slice(0, targetPath.lastIndexOf('/') + 1);
    const turn = turns.get(folder) ?? 0;
    turns.set(folder, turn + 1);
    return turn;
  };
  return items
    .map((item) => ({ item, turn: turnOf(item) }))
    .sort((one, other) => one.turn - other.turn)
    .map(({ item }) => item);
}

interface RowOfBatch {
  readonly row: DeliveryRow;
  readonly index: number;
}

/** Copies batches from the archive to their targets, and learns with each how many files a root takes at once. */
export class BatchCopier {
  readonly #concurrency = new Map<FileRoot, AdaptiveConcurrency>();
  #most = Number.POSITIVE_INFINITY;

  constructor(
    private readonly roots: DeliveryRoots,
    private readonly contents: VerifiedContents,
  ) {}

  /** No root is given more files at once than this, in one batch. */
  limit(most: number): void {
    this.#most = most;
    for (const flight of this.#concurrency.values()) flight.limit(most);
  }

  /** What a root does is an outcome, never an exception. */
  async copy(rows: readonly DeliveryRow[], signal: AbortSignal): Promise<CopiedBatch> {
    const batch = new Batch(rows, signal);
    await this.#read(batch);
    for (const target of new Set([this.roots.import, this.roots.cancelled])) {
      if (!batch.down.has(this.roots.archive)) await this.#place(batch, target);
    }
    rows.forEach(({ contentSha256 }, index) => {
      if (batch.outcomes[index]?.is === 'delivered') this.contents.drop(contentSha256);
    });
    return { outcomes: batch.outcomes, suspect: batch.suspect, down: batch.down };
  }

  /** The bytes that the ledger means: kept since they were archived, or the archive's, where they still are that. */
  async #read(batch: Batch): Promise<void> {
    batch.rows.forEach(({ contentSha256 }, index) => {
      const kept = this.contents.get(contentSha256);
      if (kept !== undefined && sha256Of(kept) === contentSha256) batch.bytes[index] = kept;
    });
    const wanted = batch.rows.flatMap((row, index) => (batch.bytes[index] === undefined ? [{ row, index }] : []));
    if (wanted.length > 0) await this.#readArchived(batch, wanted);
  }

  async #readArchived(batch: Batch, wanted: readonly RowOfBatch[]): Promise<void> {
    const { archive } = this.roots;
    const { signal } = batch;
    const paths = wanted.map(({ row }) => fromStored(row.sourcePath));
    const read = await this.#fly(archive, paths.length, signal, (concurrency) =>
      archive.readMany(paths, { signal, concurrency }),
    );
    wanted.forEach(({ row, index }, at) => {
      const bytes = batch.valueOf(archive, index, read[at]);
      if (bytes === undefined) return;
      if (bytes === null) batch.outcomes[index] = { is: 'failed', code: 'DELIVERY_SOURCE_ABSENT' };
      else if (sha256Of(bytes) === row.contentSha256) batch.bytes[index] = bytes;
      else batch.outcomes[index] = { is: 'failed', code: 'DELIVERY_SOURCE_ALTERED' };
    });
  }

  async #place(batch: Batch, target: FileRoot): Promise<void> {
    const { signal } = batch;
    const own = batch.rows.flatMap((row, index) => {
      const bytes = batch.bytes[index];
      return bytes === undefined || targetOf(row.destination, this.roots) !== target ? [] : [{ row, index, bytes }];
    });
    if (own.length === 0) return;
    const turns = folderByFolder(own);
    const files = turns.map(({ row, bytes }) => ({
      path: fromStored(row.targetPath),
      bytes,
      ...(row.replaces === null ? {} : { replacing: row.replaces }),
    }));
    const placed = await this.#fly(target, files.length, signal, (concurrency) =>
      target.writeVerifiedMany(files, { signal, concurrency }),
    );
    turns.forEach(({ index }, at) => {
      const placement = batch.valueOf(target, index, placed[at]);
      if (placement === undefined) return;
      batch.outcomes[index] =
        placement.outcome === 'conflict'
          ? { is: 'conflict', found: placement.found.sha256, bytes: placement.found.size }
          : { is: 'delivered', ...placement.found, placement: placement.outcome };
    });
    await this.#settle(
      batch,
      target,
      own.map(({ index }) => index).filter((index) => batch.outcomes[index]?.is === 'delivered'),
    );
  }

  /** Flushes the folders; when that fails, the names of what was just delivered are not safe. */
  async #settle(batch: Batch, target: FileRoot, delivered: readonly number[]): Promise<void> {
    if (delivered.length === 0) return;
    try {
      await target.flush({ signal: batch.signal });
    } catch (error) {
      if (!isMaloteError(error)) throw error;
      for (const index of delivered) batch.fail(target, index, error);
    }
  }

  async #fly<Value>(
    root: FileRoot,
    files: number,
    signal: AbortSignal,
    work: (concurrency: number) => Promise<readonly ItemResult<Value>[]>,
  ): Promise<readonly ItemResult<Value>[]> {
    const flight = this.#concurrencyOf(root);
    const { inFlight } = flight;
    const start = monotonicMs();
    const results = await work(inFlight);
    const ms = monotonicMs() - start;
    const trouble = results.some((result) => !result.ok && result.begun && CROWDED.includes(result.error.code));
    // a batch that was stopped, or held back, was quick because it did nothing
    const isWhole = !signal.aborted && results.every((result) => result.ok || result.begun);
    if (trouble || isWhole) flight.learn({ files, inFlight, ms, trouble });
    return results;
  }

  #concurrencyOf(root: FileRoot): AdaptiveConcurrency {
    const known = this.#concurrency.get(root);
    if (known !== undefined) return known;
    const flight = new AdaptiveConcurrency();
    flight.limit(this.#most);
    this.#concurrency.set(root, flight);
    return flight;
  }
}

/** One batch on its way: what is known of each row by now. */
class Batch {
  readonly outcomes: Outcome[];
  readonly bytes: (Uint8Array | undefined)[] = [];
  readonly suspect = new Map<FileRoot, MaloteError>();
  readonly down = new Map<FileRoot, MaloteError>();

  constructor(
    readonly rows: readonly DeliveryRow[],
    readonly signal: AbortSignal,
  ) {
    this.outcomes = rows.map(() => ({ is: 'stopped' }));
  }

  /** The value of a result; undefined when there is none, which is then an outcome. */
  valueOf<Value>(root: FileRoot, index: number, result: ItemResult<Value> | undefined): Value | undefined {
    if (result?.ok === true) return result.value;
    if (result !== undefined) this.fail(root, index, result.error, result.begun);
    return undefined;
  }

  /**
   * A file that was not begun, or that a person stopped, is nobody's fault. What its error says of the root counts all the same: where
   * no call gets through at all, no file is ever begun.
   */
  fail(root: FileRoot, index: number, error: MaloteError, begun = true): void {
    const stopped = this.signal.aborted || error.code === 'CANCELLED';
    if (!stopped && AWAY.includes(error.code)) this.suspect.set(root, error);
    if (!stopped && isRootWide(error)) this.down.set(root, error);
    this.outcomes[index] = stopped || !begun ? { is: 'stopped' } : { is: 'failed', code: error.code };
  }
}
