import { z } from 'zod';
import { readRegularSync, replaceFile } from '../../files';
import { normalisePath } from '../paths';
import type { DriveSystem } from './drive-system';

/** A drive letter, and the share that it stands for. */
export interface MappedDrive {
  readonly letter: string;
  /** `\\server\share` */
  readonly share: string;
}

/** In the workspace: what drive letters of Windows stand for. */
export const DRIVES_FILE = 'unidades.json';

/** A letter is hardly ever given to another share. */
const ASK_EVERY_MS = 60 * 60_000;

/** There are 26 letters. */
const MOST_BYTES = 1024 * 1024;

const memorySchema = z.record(z.string(), z.string());

/** The letter of a path of Windows (`Y` of `y:\xml`), or null. */
export function driveLetter(location: string): string | null {
  return /^([a-z]):/i.exec(normalisePath(location, 'win32'))?.[1]?.toUpperCase() ?? null;
}

/**
 * What the drive letters of Windows stand for, remembered in a small file while they are up: a letter that is gone tells nothing any
 * more. Nobody waits for it, and nothing of it is needed for work.
 */
export class MappedDrives {
  readonly #askedAt = new Map<string, number>();
  /** What Windows has on record, by letter; each question starts a program. */
  readonly #records = new Map<string, { readonly at: number; readonly share: string | null }>();

  constructor(
    private readonly file: string,
    private readonly system: DriveSystem,
    private readonly now: () => number,
  ) {}

  /** A folder was just found well: what its letter stands for is remembered, asked once an hour. Never rejects. */
  async seenWell(location: string): Promise<void> {
    const letter = driveLetter(location);
    if (letter === null || this.now() - (this.#askedAt.get(letter) ?? Number.NEGATIVE_INFINITY) < ASK_EVERY_MS) return;
    this.#askedAt.set(letter, this.now());
    try {
      await this.#remember(letter, await this.system.leadsTo(letter));
    } catch {
      // without this memory an outage is told in fewer words
    }
  }

  /** What the folder's letter stands for, by memory, else by Windows' own record for this user; null when nobody knows. Never rejects. */
  async behind(location: string): Promise<MappedDrive | null> {
    const letter = driveLetter(location);
    if (letter === null) return null;
    const share = this.#memory()[letter] ?? (await this.#onRecord(letter));
    return share === null ? null : { letter, share };
  }

  async #onRecord(letter: string): Promise<string | null> {
    const known = this.#records.get(letter);
    if (known !== undefined && this.now() - known.at < ASK_EVERY_MS) return known.share;
    const share = await this.system.onRecord(letter).catch(() => null);
    this.#records.set(letter, { at: this.now(), share });
    return share;
  }

  async #remember(letter: string, share: string | null): Promise<void> {
    const memory = this.#memory();
    if ((memory[letter] ?? null) === share) return;
    const others = Object.entries(memory).filter(([name]) => name !== letter);
    const next = Object.fromEntries(share === null ? others : [...others, [letter, share]]);
    await replaceFile(this.file, `${JSON.stringify(next, null, 2)}\n`);
  }

  #memory(): Readonly<Partial<Record<string, string>>> {
    try {
      return memorySchema.parse(JSON.parse(readRegularSync(this.file, MOST_BYTES).toString('utf8')));
    } catch {
      return {};
    }
  }
}
