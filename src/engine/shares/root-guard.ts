import { MaloteError } from '../../shared/errors';
import { systemCode } from './errors';
import type { FileFacts, FsPort } from './fs-port';
import { mountOf } from './network-path';
import { absolute } from './paths';
import type { Platform } from './paths';

interface Identity {
  readonly device: bigint;
  readonly mount: string | null;
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
  #known: Identity | null = null;

  constructor(fs: FsPort, location: string, platform: Platform) {
    this.#fs = fs;
    this.#location = location;
    this.#platform = platform;
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
  }

  #isSame(known: Identity, found: Identity): boolean {
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

  /** What is mounted there (type, source, point), or null where the system has no such list. */
  async #mount(): Promise<string | null> {
    if (this.#platform === 'win32') return null;
    const text = await this.#fs.readFile('/proc/self/mountinfo').catch(() => null);
    const mount = text === null ? null : mountOf(this.#location, new TextDecoder().decode(text));
    return mount === null ? null : [mount.type, mount.source, mount.point].join(' ');
  }

  #refuse(code: 'SHARE_UNREACHABLE' | 'SHARE_BAD_ROOT', cause: string, error?: unknown): MaloteError {
    return new MaloteError(code, { location: this.#location, path: this.#location, cause }, { cause: error });
  }
}
