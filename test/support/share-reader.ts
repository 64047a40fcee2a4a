import { createHash } from 'node:crypto';
import { watch, type FSWatcher } from 'node:fs';
import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program on another computer hears of a file later than the one that has just named it. */
const HESITATION_MS = 25;

/** The program that reads a share, and may empty it. It sees the server's own folder, and stands in nobody's way. */
export class ShareReader {
  /** Name → each content that appeared under it. */
  readonly seen = new Map<string, string[]>();
  /** Name → the content that was taken away. */
  readonly taken = new Map<string, string>();
  #isTaking = false;
  /** One look after the other: the system tells of a name more than once. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly #watcher: FSWatcher;

  constructor(private readonly folder: string) {
    this.#watcher = watch(folder, (event, name) => {
      if (event !== 'rename' || name?.endsWith('.xml') !== true) return;
      const due = this.#isTaking ? sleep(HESITATION_MS) : null;
      this.#turn = this.#turn.then(() => due).then(() => this.#look(name));
    });
  }

  /** From now on each file is taken away as soon as it is heard of. */
  takeAway(): void {
    this.#isTaking = true;
  }

  close(): void {
    this.#watcher.close();
  }

  async #look(name: string): Promise<void> {
    const file = join(this.folder, name);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.seen.set(name, [...(this.seen.get(name) ?? []), sha256]);
    if (!this.#isTaking) return;
    // on record first, so that nobody misses it in between
    this.taken.set(name, sha256);
    await unlink(file);
  }
}
