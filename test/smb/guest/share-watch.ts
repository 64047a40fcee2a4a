import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IMPORT, PLACES } from './places';

/** Looks at the server's own disk and remembers every content that ever stood under a final name. */
export class ShareWatch {
  readonly contents = new Map<string, Set<string>>();
  readonly #folder = join(PLACES.served, IMPORT);
  readonly #watcher = watch(this.#folder, (_event, name) => {
    if (name?.endsWith('.xml') === true) void this.#look(name);
  });

  async #look(name: string): Promise<void> {
    const bytes = await readFile(join(this.#folder, name)).catch(() => null);
    if (bytes === null) return;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.contents.set(name, (this.contents.get(name) ?? new Set()).add(sha256));
  }

  close(): void {
    this.#watcher.close();
  }
}
