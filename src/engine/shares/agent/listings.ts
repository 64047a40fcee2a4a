import { MaloteError } from '../../../shared/errors';
import { after, type StopTimer } from '../../base';
import type { LocalRoot } from '../local-root';
import type { FolderDigest, ListedFile } from '../port';
import type { ListInput, ListedChunk } from './protocol';
import { shareCauses } from '../../../shared/messages/pt-BR/share-causes';

const FILES_AT_ONCE = 512;
const FOLDERS_AT_ONCE = 64;
/** A chunk is sent with what it has after this long: whoever waits for it hears that the walk goes on. */
const CHUNK_MS = 250;

type Items = readonly (ListedFile | FolderDigest)[];

interface Listing {
  readonly chunks: AsyncIterator<Items>;
  readonly atOnce: number;
  readonly controller: AbortController;
  /** What is being looked for now. */
  pending: Promise<IteratorResult<Items>> | null;
}

/** The agent that began it is gone. */
function lost(location: string): MaloteError {
  return new MaloteError('SHARE_UNREACHABLE', { location, path: location, cause: shareCauses.agentReplaced });
}

/** The listings under way on one root. Each goes on only when its next chunk is asked for: the reader sets the pace. */
export class Listings {
  readonly #open = new Map<number, Listing>();

  constructor(private readonly root: LocalRoot) {}

  /** `deadlineMs` bounds each call of the walk. */
  begin(of: 'list' | 'folders', { cursor, folder, names = [] }: ListInput, deadlineMs: number): Promise<ListedChunk> {
    const controller = new AbortController();
    const options = { signal: controller.signal, deadlineMs, names };
    const chunks: AsyncIterable<Items> =
      of === 'list' ? this.root.listChunks(folder, options) : this.root.folderChunks(folder, options);
    const atOnce = of === 'list' ? FILES_AT_ONCE : FOLDERS_AT_ONCE;
    this.#open.set(cursor, { chunks: chunks[Symbol.asyncIterator](), atOnce, controller, pending: null });
    return this.next(cursor);
  }

  async next(cursor: number): Promise<ListedChunk> {
    const listing = this.#open.get(cursor);
    if (listing === undefined) throw lost(this.root.location);
    try {
      const chunk = await nextChunk(listing);
      if (chunk.done) this.#open.delete(cursor);
      return chunk;
    } catch (error) {
      this.#open.delete(cursor);
      throw error;
    }
  }

  end(cursor: number): void {
    this.#open.get(cursor)?.controller.abort();
    this.#open.delete(cursor);
  }
}

async function nextChunk(listing: Listing): Promise<ListedChunk> {
  const items: (ListedFile | FolderDigest)[] = [];
  let stopWaiting: StopTimer = () => undefined;
  const late = new Promise<'late'>((resolve) => {
    stopWaiting = after(CHUNK_MS, () => resolve('late'));
  });
  try {
    while (items.length < listing.atOnce) {
      listing.pending ??= listing.chunks.next();
      const found = await Promise.race([listing.pending, late]);
      if (found === 'late') break;
      listing.pending = null;
      if (found.done === true) return { items, done: true };
      items.push(...found.value);
    }
    return { items, done: false };
  } finally {
    stopWaiting();
  }
}
