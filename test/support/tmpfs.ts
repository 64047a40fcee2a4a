import { execFile } from 'node:child_process';
import { mkdir, open, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FILLER = '.cheio';

/** Whether this process may mount: Linux, as root. */
export const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

/** A small file system of its own, in memory: one that is really full, really read-only, or really gone. */
export class Tmpfs {
  private constructor(
    readonly point: string,
    private readonly kilobytes: number,
  ) {}

  /** Mounts at `point`, which is made when it is missing. */
  static async open({ point, kilobytes }: { readonly point: string; readonly kilobytes: number }): Promise<Tmpfs> {
    const tmpfs = new Tmpfs(point, kilobytes);
    await mkdir(point, { recursive: true });
    await tmpfs.mount();
    return tmpfs;
  }

  /** An empty one, under the same name as before. */
  async mount(): Promise<void> {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${String(this.kilobytes)}k`, 'malote-tmpfs', this.point]);
  }

  /** To the last byte: ENOSPC from now on. */
  async fill(): Promise<void> {
    const file = await open(join(this.point, FILLER), 'w');
    try {
      for (let size = 65_536; size > 0;) {
        const { bytesWritten } = await file.write(Buffer.alloc(size)).catch(() => ({ bytesWritten: 0 }));
        if (bytesWritten < size) size = Math.floor(size / 2);
      }
    } finally {
      await file.close();
    }
  }

  async empty(): Promise<void> {
    await rm(join(this.point, FILLER), { force: true });
  }

  /** EROFS for every write. */
  async makeReadOnly(): Promise<void> {
    await run('mount', ['-o', 'remount,ro', this.point]);
  }

  async makeWritable(): Promise<void> {
    await run('mount', ['-o', 'remount,rw', this.point]);
  }

  /** What is open stays usable; everybody else sees the empty folder beneath, on the disk of this machine. */
  async unmountLazily(): Promise<void> {
    await run('umount', ['--lazy', this.point]);
  }

  async close(): Promise<void> {
    await this.unmountLazily().catch(() => undefined);
    await rmdir(this.point);
  }
}
