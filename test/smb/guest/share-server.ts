import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { chmod, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { IMPORT, PLACES } from './places';

const run = promisify(execFile);
/** The folder with the laboratory's scripts. */
const LAB = process.env['MALOTE_LAB'] ?? '';
const AWAY = `${PLACES.served}.fora`;
const FILLER = join(PLACES.disk, 'cheio');
const MEGABYTE = Buffer.alloc(1 << 20);

/** The Samba server of the laboratory, and everything that can happen to it. */
export class ShareServer {
  /** SIGKILL to all of its processes: the power is gone, the cable is not. */
  kill(): Promise<void> {
    return this.#control('kill');
  }

  start(): Promise<void> {
    return this.#control('start');
  }

  /** It keeps its connections and answers nothing. */
  freeze(): Promise<void> {
    return this.#control('freeze');
  }

  thaw(): Promise<void> {
    return this.#control('thaw');
  }

  async cutCable(): Promise<void> {
    await run('ip', ['-n', 'server', 'link', 'set', 'cable1', 'down']);
  }

  async mendCable(): Promise<void> {
    await run('ip', ['-n', 'server', 'link', 'set', 'cable1', 'up']);
  }

  renameShareAway(): Promise<void> {
    return rename(PLACES.served, AWAY);
  }

  renameShareBack(): Promise<void> {
    return rename(AWAY, PLACES.served);
  }

  /** To the last byte. */
  async fillDisk(): Promise<void> {
    const file = await open(FILLER, 'w');
    try {
      for (let size = MEGABYTE.length; size > 0;) {
        const taken = await file.write(MEGABYTE, 0, size).catch(() => ({ bytesWritten: 0 }));
        if (taken.bytesWritten < size) size = Math.floor(size / 2);
      }
    } finally {
      await file.close();
    }
  }

  emptyDisk(): Promise<void> {
    return rm(FILLER);
  }

  /** The folders may be read, not written. */
  denyWriting(): Promise<void> {
    return this.#allow(0o555);
  }

  allowWriting(): Promise<void> {
    return this.#allow(0o755);
  }

  async setPassword(password: string): Promise<void> {
    const child = spawn('smbpasswd', ['-c', '/run/lab/smb.conf', '-s', 'backup'], {
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    child.stdin.end(`${password}\n${password}\n`);
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`smbpasswd ended with ${String(code)}`);
  }

  /** Another computer opens a file and lets nobody else read, write, rename or delete it. @returns lets go of it. */
  async holdOpen(name: string): Promise<() => Promise<void>> {
    const child = spawn(join(LAB, 'hold-open.py'), [name.replaceAll('/', '\\')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    await Promise.race([once(child.stdout, 'data'), exit]);
    if (child.exitCode !== null) throw new Error('the file could not be held open');
    return async () => {
      child.stdin.end();
      await exit;
    };
  }

  /** Linux keeps answering EAGAIN for a share whose folder was away, until it is mounted anew, as an automounter would. */
  async remount(): Promise<void> {
    await run('umount', ['-f', '-l', PLACES.share]);
    await run('mount', ['-t', 'cifs', '//10.9.0.2/xml', PLACES.share, '-o', process.env['MALOTE_MOUNT_OPTIONS'] ?? '']);
  }

  /** Names that the BI program would see. */
  names(): string[] {
    return readdirSync(join(PLACES.served, IMPORT)).filter((name) => !name.endsWith('.part'));
  }

  /** Unfinished files that are left. */
  async temporaries(): Promise<string[]> {
    return (await readdir(join(PLACES.served, IMPORT))).filter((name) => name.endsWith('.part'));
  }

  async #allow(mode: number): Promise<void> {
    for (const folder of [PLACES.served, join(PLACES.served, IMPORT)]) await chmod(folder, mode);
  }

  async #control(command: string): Promise<void> {
    const child = spawn(join(LAB, 'server.sh'), [command], { stdio: ['ignore', 'ignore', 'inherit'] });
    const [code] = (await once(child, 'exit')) as [number];
    if (code !== 0) throw new Error(`server.sh ${command} ended with ${String(code)}`);
  }
}
