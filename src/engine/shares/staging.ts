import { ensureFolder } from './folders';
import { toStored } from './paths';
import type { RelPath } from './port';
import { locate, removeEmpty, type RootContext, type StagingFolders } from './root-context';

/** A root on which no file has come into being in less time than this is a distant one. */
const DISTANT_MS = 3;
const LOOKS = 16;
/** Making and removing a temporary file takes more than twice as long as giving it its name. */
const FOLDERS = 4;

const nameOf = (index: number): string => `.malote-pasta-${String(index)}.part`;

/**
 * Folders for files that are not finished. POSIX systems make, name and remove one entry of a folder at a time, so that on a distant
 * root each of these steps costs its whole latency in series, however many files are under way. There temporary files are made in
 * folders of their own below the target folder (where they inherit its rights), and only the naming is left in series. On
 * roots that answer quickly, and on Windows, which has no such order, they lie beside their final names.
 */
export class Staging implements StagingFolders {
  readonly #recentMs: number[] = [];
  readonly #made = new Map<string, RelPath>();
  #isRefused = false;
  #turn = 0;

  took(ms: number): void {
    this.#recentMs.push(ms);
    if (this.#recentMs.length > LOOKS) this.#recentMs.shift();
  }

  async folderFor(context: RootContext, folder: RelPath, lease: AbortSignal): Promise<RelPath> {
    if (!this.#isWorthwhile(context)) return folder;
    const staged = [...folder, nameOf((this.#turn += 1) % FOLDERS)];
    try {
      await ensureFolder(context, staged, lease);
    } catch {
      lease.throwIfAborted();
      // whoever may make files here may not make folders; what else is wrong, the file itself will meet
      this.#isRefused = true;
      return folder;
    }
    this.#made.set(toStored(staged), staged);
    return staged;
  }

  async clear(context: RootContext): Promise<void> {
    for (const folder of this.#made.values()) {
      await removeEmpty(context, locate(context, folder));
      context.knownFolders.delete(folder.join('/'));
    }
    this.#made.clear();
  }

  #isWorthwhile({ platform }: RootContext): boolean {
    if (this.#isRefused || platform === 'win32' || this.#recentMs.length < LOOKS) return false;
    return Math.min(...this.#recentMs) > DISTANT_MS;
  }
}
