import { MaloteError } from '../../../shared/errors';
import { monotonicMs, breathe } from '../../base';
import type { ResolvedScope } from '../../ledger';
import { toStored, type ListedFile, type RelPath } from '../../shares';
import type { Figures } from './figures';
import { FolderLook } from './folder-memory';
import { isWithin } from './resolve-scope';

/** Other work gets its turn after this long. */
const TURN_MS = 10;

/** A file as it is listed; `modifiedMs` null for one that was not listed, which is then not remembered. */
export interface Found {
  readonly path: RelPath;
  readonly stored: string;
  readonly size: number;
  readonly modifiedMs: number | null;
  /** The folder that it was listed with. */
  readonly look: FolderLook | null;
}

/** Files to be taken together. */
export interface Batch {
  readonly files: Found[];
  /** Folders of which this batch, or one before it, holds the last file. */
  readonly ended: FolderLook[];
}

export interface BatcherOptions {
  readonly resolved: ResolvedScope;
  readonly figures: Figures;
  readonly filesAtOnce: number;
}

/** Cuts listings into batches, which do not end where a folder does. */
export class Batcher {
  #batch: Batch = { files: [], ended: [] };
  #look: FolderLook | null = null;

  constructor(private readonly options: BatcherOptions) {}

  async *fill(listing: AsyncIterable<ListedFile>): AsyncGenerator<Batch> {
    for await (const file of listing) {
      const stored = toStored(file.path);
      if (!isWithin(this.options.resolved, stored)) continue;
      const folder = stored.slice(0, Math.max(0, stored.lastIndexOf('/')));
      if (this.#look?.stored !== folder) this.#begin(new FolderLook(folder));
      this.#add(file, stored, this.#look);
      if (this.#batch.files.length >= this.options.filesAtOnce) yield this.rest();
    }
    this.#begin(null);
  }

  /** What is left. */
  rest(): Batch {
    const batch = this.#batch;
    this.#batch = { files: [], ended: [] };
    return batch;
  }

  #begin(look: FolderLook | null): void {
    if (this.#look !== null) this.#batch.ended.push(this.#look);
    this.#look = look;
  }

  #add({ path, size, modifiedMs }: ListedFile, stored: string, look: FolderLook | null): void {
    const { figures } = this.options;
    const isXml = /\.xml$/i.test(stored);
    look?.listed(path.at(-1) ?? '', { size, modifiedMs }, isXml);
    figures.files += 1;
    figures.bytes += size;
    if (isXml) this.#batch.files.push({ path, stored, size, modifiedMs, look });
    else figures.other += 1;
  }
}

/** The same, with breaks in which other work goes on. @throws MaloteError CANCELLED */
export async function* inTurns<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  let since = monotonicMs();
  for await (const item of items) {
    if (monotonicMs() - since > TURN_MS) {
      await breathe();
      since = monotonicMs();
    }
    if (signal.aborted) throw new MaloteError('CANCELLED');
    yield item;
  }
}
