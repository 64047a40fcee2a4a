import PQueue from 'p-queue';
import { isMaloteError, type ErrorCode, type MaloteError } from '../../shared/errors';
import { sha256Of } from '../archive';
import type { Sha256 } from '../domain';
import type { DeliveryRow } from '../ledger/writers/deliveries';
import { settleAll } from '../settle-all';
import { fromStored, type FileRoot } from '../shares';

const IN_FLIGHT = 12;

export interface DeliveryRoots {
  readonly archive: FileRoot;
  readonly import: FileRoot;
  /** The same root as `import` unless cancellations have a root of their own. */
  readonly cancelled: FileRoot;
}

export type Outcome =
  | { readonly is: 'delivered'; readonly size: number; readonly sha256: Sha256 }
  | { readonly is: 'conflict'; readonly found: Sha256 }
  | { readonly is: 'failed'; readonly code: ErrorCode }
  /** Not tried, or not to its end: a person stopped it, or the root was already known to be down. Nobody's fault. */
  | { readonly is: 'stopped' };

export interface CopiedBatch {
  /** One for each row, in their order. */
  readonly outcomes: readonly Outcome[];
  /** Roots on which nothing works at present. */
  readonly down: ReadonlySet<FileRoot>;
}

/** Failures that every other file on the same root would meet too. */
const ROOT_WIDE: ReadonlySet<ErrorCode> = new Set([
  'SHARE_UNREACHABLE',
  'SHARE_TIMEOUT',
  'SHARE_FULL',
  'SHARE_READ_ONLY',
  'SHARE_BAD_ROOT',
]);

export function targetOf(destination: string, roots: DeliveryRoots): FileRoot {
  return destination === 'cancelled' ? roots.cancelled : roots.import;
}

class BatchCopy {
  readonly down = new Set<FileRoot>();

  constructor(
    private readonly roots: DeliveryRoots,
    private readonly signal: AbortSignal,
  ) {}

  async copyOne(row: DeliveryRow): Promise<Outcome> {
    const { archive } = this.roots;
    const target = targetOf(row.destination, this.roots);
    if (this.signal.aborted || this.down.has(target) || this.down.has(archive)) return { is: 'stopped' };
    const source = await this.#attempt(archive, () =>
      archive.read(fromStored(row.sourcePath), { signal: this.signal }),
    );
    if (source.is !== 'done') return source;
    if (source.value === null) return { is: 'failed', code: 'DELIVERY_SOURCE_ABSENT' };
    if (sha256Of(source.value) !== row.contentSha256) return { is: 'failed', code: 'DELIVERY_SOURCE_ALTERED' };
    return this.#place(row, target, source.value);
  }

  async #place(row: DeliveryRow, target: FileRoot, bytes: Uint8Array): Promise<Outcome> {
    const options = { signal: this.signal, ...(row.replaces === null ? {} : { replacing: row.replaces }) };
    const placed = await this.#attempt(target, () => target.place(fromStored(row.targetPath), bytes, options));
    if (placed.is !== 'done') return placed;
    const { outcome, found } = placed.value;
    return outcome === 'conflict' ? { is: 'conflict', found: found.sha256 } : { is: 'delivered', ...found };
  }

  /** Flushes the folders of a root. Null when that succeeded; else what its copies came to, for their names are not safe. */
  async settle(root: FileRoot): Promise<Outcome | null> {
    const settled = await this.#attempt(root, () => root.settle({ signal: this.signal }));
    return settled.is === 'done' ? null : settled;
  }

  async #attempt<Value>(
    root: FileRoot,
    work: () => Promise<Value>,
  ): Promise<{ readonly is: 'done'; readonly value: Value } | Extract<Outcome, { is: 'failed' | 'stopped' }>> {
    try {
      return { is: 'done', value: await work() };
    } catch (error) {
      if (this.signal.aborted) return { is: 'stopped' };
      if (!isMaloteError(error)) throw error;
      return this.#failed(root, error);
    }
  }

  #failed(root: FileRoot, error: MaloteError): Extract<Outcome, { is: 'failed' }> {
    if (ROOT_WIDE.has(error.code)) this.down.add(root);
    return { is: 'failed', code: error.code };
  }
}

/** Copies what was claimed from the archive to its targets. What a root does is an outcome, never an exception. */
export async function copyBatch(
  rows: readonly DeliveryRow[],
  roots: DeliveryRoots,
  signal: AbortSignal,
): Promise<CopiedBatch> {
  const batch = new BatchCopy(roots, signal);
  const queue = new PQueue({ concurrency: IN_FLIGHT });
  const copied = await settleAll(rows.map((row) => queue.add(() => batch.copyOne(row))));
  const outcomes = [...copied];
  for (const root of new Set([roots.import, roots.cancelled])) {
    const delivered = rows.flatMap((row, index) =>
      targetOf(row.destination, roots) === root && copied[index]?.is === 'delivered' ? [index] : [],
    );
    const unsettled = delivered.length === 0 ? null : await batch.settle(root);
    if (unsettled === null) continue;
    for (const index of delivered) outcomes[index] = unsettled;
  }
  return { outcomes, down: batch.down };
}
