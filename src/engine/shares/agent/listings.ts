import { MaloteError } from '../../../shared/errors';
import type { LocalRoot } from '../local-root';
import type { ListedFile, RelPath } from '../port';
import type { ListedChunk } from './protocol';

const FILES_AT_ONCE = 512;
/** A chunk is sent with what it has after this long: whoever waits for it hears that the walk goes on. */
const CHUNK_MS = 250;

interface Listing {
  readonly files: AsyncIterator<ListedFile>;
  readonly controller: AbortController;
  /** The file that is being looked for now. */
  pending: Promise<IteratorResult<ListedFile>> | null;
}

/** The agent that began it is gone. */
function lost(location: string): MaloteError {
  const cause = 'o processo que cuida desta pasta foi trocado no meio da listagem';
  return new MaloteError('SHARE_UNREACHABLE', { location, path: location, cause });
}

/** The listings under way on one root. Each goes on only when its next chunk is asked for: the reader sets the pace. */
export class Listings {
  readonly #open = new Map<number, Listing>();

  constructor(private readonly root: LocalRoot) {}

  /** `deadlineMs` bounds each call of the walk. */
  begin(cursor: number, folder: RelPath, deadlineMs: number): Promise<ListedChunk> {
    const controller = new AbortController();
    const files = this.root.list(folder, { signal: controller.signal, deadlineMs })[Symbol.asyncIterator]();
    this.#open.set(cursor, { files, controller, pending: null });
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
  const files: ListedFile[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, CHUNK_MS, 'late');
  });
  try {
    while (files.length < FILES_AT_ONCE) {
      listing.pending ??= listing.files.next();
      const found = await Promise.race([listing.pending, late]);
      if (found === 'late') break;
      listing.pending = null;
      if (found.done === true) return { files, done: true };
      files.push(found.value);
    }
    return { files, done: false };
  } finally {
    clearTimeout(timer);
  }
}
