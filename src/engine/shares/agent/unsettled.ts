import { toStored } from '../paths';
import type { RelPath } from '../port';

/** Folders whose names have changed since they were last flushed, as far as the agent has said. */
export class Unsettled {
  readonly #folders = new Map<string, number>();
  #turn = 0;

  /** A file has been named here, or has been taken away. */
  touch(file: RelPath): void {
    this.#folders.set(toStored(file.slice(0, -1)), this.#turn);
  }

  /** Begins a flush. @returns what to call when it has succeeded: what was touched meanwhile stays. */
  flushing(): () => void {
    const flushed = this.#turn;
    this.#turn += 1;
    return () => {
      for (const [folder, turn] of this.#folders) if (turn <= flushed) this.#folders.delete(folder);
    };
  }

  folders(): RelPath[] {
    return [...this.#folders.keys()].map((folder) => (folder === '' ? [] : folder.split('/')));
  }
}
