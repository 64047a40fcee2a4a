import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { systemCode } from '../errors';

/** What one look at a folder of a server tells. `unclear`: Windows' UNKNOWN, as for a password that it refuses. */
export type FolderSight = 'there' | 'missing' | 'denied' | 'unclear' | 'silent';

/** What Windows tells of its drive letters; a port, since no other system has them. */
export interface DriveSystem {
  /** The share behind a letter that is connected; null for a disk of this computer. */
  readonly leadsTo: (letter: string) => Promise<string | null>;
  /** The share that this user has had the letter for, also while it is not connected; null when Windows has none on record. */
  readonly onRecord: (letter: string) => Promise<string | null>;
  readonly look: (folder: string) => Promise<FolderSight>;
}

const PATIENCE_MS = 3_000;

/** `\\server\share` at the beginning of a path, in either of its forms. */
export function shareOf(path: string): string | null {
  const found = /^\\\\(?:\?\\UNC\\)?([^\\?.][^\\]*)\\([^\\]+)/i.exec(path);
  return found === null ? null : `\\\\${found[1] ?? ''}\\${found[2] ?? ''}`;
}

const realpathOf = promisify(realpath.native);
const statOf = promisify(stat);
const execute = promisify(execFile);

/** This computer's own. A folder that keeps silent holds one thread back, and nobody waits for it. */
export const driveSystem: DriveSystem = {
  // the system resolves a mapped drive to the name of its share
  leadsTo: async (letter) => {
    const path = await soon(realpathOf(`${letter}:\\`));
    if (path === null) throw new Error('silent');
    return shareOf(path);
  },
  // not `net use`, whose words are in the language of the computer; kept for letters that come back at log-on
  onRecord: async (letter) => {
    const reg = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');
    const query = ['query', `HKCU\\Network\\${letter}`, '/v', 'RemotePath'];
    const { stdout } = await execute(reg, query, { timeout: PATIENCE_MS, windowsHide: true });
    // it writes in the code page of the console: a name that is not plain ASCII is not known from here
    return /\uFFFD/.test(stdout) ? null : shareOf(/REG_SZ\s+(\\\\.*?)\s*$/m.exec(stdout)?.[1] ?? '');
  },
  look: async (folder) => {
    try {
      return (await soon(statOf(folder))) === null ? 'silent' : 'there';
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOENT') return 'missing';
      return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unclear';
    }
  },
};

/** Null when it took too long. */
async function soon<T>(call: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, null);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
