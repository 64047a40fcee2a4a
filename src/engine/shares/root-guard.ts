import { MaloteError } from '../../shared/errors';
import { systemCode } from './errors';
import type { FileFacts, FsPort } from './fs-port';
import { mountOf } from './network-path';
import { absolute } from './paths';
import type { Platform } from './paths';

/** What tells a volume from another that stands in its place. */
export interface Volume {
  /** Device number; 0 where the system does not say. */
  readonly device: bigint;
  /** What is mounted there (type, source, point); null where the system has no such list. */
  readonly mount: string | null;
}

export interface GuardMemory {
  /** The volume that an earlier guard of the same root met; null: the first one that is met counts. */
  readonly known?: Volume | null;
  /** Told of the volume at first use, and when it came back under another device number. */
  readonly onKnown?: (volume: Volume) => void;
}

/**
 * Makes sure that the root is the folder it was at first use. A missing root is never created, and a root whose device has
 * changed is refused: after a lazy unmount, writes would land on the local disk under the mount point.
 * A remount of the same source (Linux gives it a new device number) is accepted.
 */
export class RootGuard {
  readonly #fs: FsPort;
  readonly #platform: Platform;
  readonly #location: string;
  readonly #onKnown: (volume: Volume) => void;
  #known: Volume | null;

  constructor(fs: FsPort, location: string, platform: Platform, { known = null, onKnown }: GuardMemory = {}) {
    this.#fs = fs;
    this.#location = location;
    this.#platform = platform;
    this.#known = known;
    this.#onKnown = onKnown ?? (() => undefined);
  }

  /** @throws SHARE_UNREACHABLE when the root is missing or another volume stands in its place, SHARE_BAD_ROOT for a file. */
  async ensure(): Promise<void> {
    const facts = await this.#stat();
    if (!facts.isDirectory) throw this.#refuse('SHARE_BAD_ROOT', 'não é uma pasta');
    if (this.#known?.device === facts.device) return;
    const found = { device: facts.device, mount: await this.#mount() };
    if (this.#known !== null && !this.#isSame(this.#known, found)) {
      throw this.#refuse('SHARE_UNREACHABLE', 'a unidade que estava ali foi desmontada e há outra no lugar');
    }
    this.#known = found;
    this.#onKnown(found);
  }

  #isSame(known: Volume, found: Volume): boolean {
    if (known.device === 0n || found.device === 0n) return true;
    return known.mount !== null && known.mount === found.mount;
  }

  async #stat(): Promise<FileFacts> {
    try {
      return await this.#fs.stat(absolute(this.#location, [], this.#platform));
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'ENOTDIR') throw error;
      throw this.#refuse('SHARE_UNREACHABLE', 'a pasta não foi encontrada', error);
    }
  }

  async #mount(): Promise<string | null> {
    if (this.#platform === 'win32') return null;
    const text = await this.#fs.readFile('/proc/self/mountinfo').catch(() => null);
    const mount = text === null ? null : mountOf(this.#location, new TextDecoder().decode(text));
    return mount === null ? null : [mount.type, mount.source, mount.point].join(' ');
  }

  #refuse(code: 'SHARE_UNREACHABLE' | 'SHARE_BAD_ROOT', cause: string, error?: unknown): MaloteError {
    const [location, system] = [this.#location, systemCode(error)];
    return new MaloteError(code, { location, path: location, cause, systemCode: system }, { cause: error });
  }
}
