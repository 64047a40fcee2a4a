import { MaloteError } from '../../shared/errors';
import { monotonicMs } from '../base';
import type { FileFacts, FsPort } from './fs-port';
import { mountOf } from './network-path';
import { absolute } from './paths';
import type { Platform } from './paths';
import { shareCauses } from '../../shared/messages/pt-BR/share-causes';

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

/** A stat for each of thousands of files would cost as much as some of their own calls. */
const LATELY_MS = 100;

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
  #lastMet = -Infinity;

  constructor(fs: FsPort, location: string, platform: Platform, { known = null, onKnown }: GuardMemory = {}) {
    this.#fs = fs;
    this.#location = location;
    this.#platform = platform;
    this.#known = known;
    this.#onKnown = onKnown ?? (() => undefined);
  }

  /** @throws SHARE_UNREACHABLE when the root is missing or another volume stands in its place, SHARE_BAD_ROOT for a file. */
  async ensure(): Promise<void> {
    const facts = await this.#fs.stat(absolute(this.#location, [], this.#platform));
    if (facts === null) throw this.#refuse('SHARE_UNREACHABLE', shareCauses.notFound, 'ENOENT');
    if (!facts.isDirectory) throw this.#refuse('SHARE_BAD_ROOT', shareCauses.noFolder);
    if (this.#known?.device === facts.device) {
      this.#lastMet = monotonicMs();
      return;
    }
    const found = { device: facts.device, mount: await this.#mount() };
    // a mount that came or went in between would lend its name to the folder beneath it
    if ((await this.#fs.stat(absolute(this.#location, [], this.#platform)))?.device !== found.device) {
      throw this.#refuse('SHARE_UNREACHABLE', shareCauses.mountedNow);
    }
    if (this.#known !== null && !this.#isSame(this.#known, found)) {
      throw this.#refuse('SHARE_UNREACHABLE', shareCauses.otherVolume);
    }
    this.#known = found;
    this.#onKnown(found);
    this.#lastMet = monotonicMs();
  }

  /** As `ensure`, for one file of many: a root that was met a moment ago is not asked again. */
  async ensureLately(): Promise<void> {
    if (monotonicMs() - this.#lastMet > LATELY_MS) await this.ensure();
  }

  /** Makes sure that a file which was just written lies on the root's volume. */
  async ensureHolds({ device }: FileFacts): Promise<void> {
    if (device === 0n || device !== this.#known?.device) await this.ensure();
  }

  #isSame(known: Volume, found: Volume): boolean {
    if (known.device === 0n || found.device === 0n || known.device === found.device) return true;
    return known.mount !== null && known.mount === found.mount;
  }

  async #mount(): Promise<string | null> {
    if (this.#platform === 'win32') return null;
    const text = await this.#fs.readFile('/proc/self/mountinfo').catch(() => null);
    const mount = text === null ? null : mountOf(this.#location, new TextDecoder().decode(text));
    return mount === null ? null : [mount.type, mount.source, mount.point].join(' ');
  }

  #refuse(code: 'SHARE_UNREACHABLE' | 'SHARE_BAD_ROOT', cause: string, systemCode: string | null = null): MaloteError {
    return new MaloteError(code, { location: this.#location, path: this.#location, cause, systemCode });
  }
}
