import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { patientCalls, type PatientCalls } from '../../files';
import { systemCode } from '../../../shared/errors/system-codes';

/**
 * What one look at a folder of a server tells. `unclear`: Windows' UNKNOWN, as for a password that it refuses. `untold`: nothing, as when
 * too many looks at other folders have not come back. `silent`: no answer in time, or the connection was lost.
 */
export type FolderSight = 'there' | 'missing' | 'denied' | 'unclear' | 'silent' | 'untold';

/** What Windows tells of its drive letters; a port, since no other system has them. */
export interface DriveSystem {
  /** The share behind a letter that is connected; null for a disk of this computer. */
  readonly leadsTo: (letter: string) => Promise<string | null>;
  /** The share that this user has had the letter for, also while it is not connected; null when Windows has none on record. */
  readonly onRecord: (letter: string) => Promise<string | null>;
  readonly look: (folder: string) => Promise<FolderSight>;
}

const RECORD_PATIENCE_MS = 3_000;

/** `\\server\share` at the beginning of a path, in either of its forms. */
export function shareOf(path: string): string | null {
  const found = /^\\\\(?:\?\\UNC\\)?([^\\?.][^\\]*)\\([^\\]+)/i.exec(path);
  return found === null ? null : `\\\\${found[1] ?? ''}\\${found[2] ?? ''}`;
}

/** The calls of the system that may hang. */
export interface SystemCalls {
  readonly realpath: (path: string) => Promise<string>;
  readonly stat: (path: string) => Promise<unknown>;
}

const execute = promisify(execFile);

/** A folder that keeps silent holds one thread back until it answers, however often it is looked at, and nobody waits for it. */
export function createDriveSystem(system: SystemCalls, calls: PatientCalls): DriveSystem {
  return {
    // the system resolves a mapped drive to the name of its share
    leadsTo: async (letter) => {
      const found = await calls.make(`realpath ${letter}:`, () => system.realpath(`${letter}:\\`));
      if (found.came !== 'back') throw new Error(found.came);
      return shareOf(found.value);
    },
    onRecord: shareOnRecord,
    look: async (folder) => {
      try {
        const { came } = await calls.make(`stat ${folder}`, () => system.stat(folder));
        return came === 'back' ? 'there' : came === 'late' ? 'silent' : 'untold';
      } catch (error) {
        return sightOf(systemCode(error));
      }
    },
  };
}

/** This computer's own. */
export const driveSystem: DriveSystem = createDriveSystem(
  { realpath: promisify(realpath.native), stat: promisify(stat) },
  patientCalls,
);

/** Not `net use`, whose words are in the language of the computer; kept for letters that come back at log-on. */
async function shareOnRecord(letter: string): Promise<string | null> {
  const reg = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'reg.exe');
  const query = ['query', `HKCU\\Network\\${letter}`, '/v', 'RemotePath'];
  const { stdout } = await execute(reg, query, { timeout: RECORD_PATIENCE_MS, windowsHide: true });
  // it writes in the code page of the console: a name that is not plain ASCII is not known from here
  return /\uFFFD/.test(stdout) ? null : shareOf(/REG_SZ\s+(\\\\.*?)\s*$/m.exec(stdout)?.[1] ?? '');
}

/**
 * By what libuv makes of Windows' numbers (the table in ../errors). A share that is not on its server (67) is as UNKNOWN as a refused
 * password; ENOENT is the word for a folder that is missing behind a name that the server knows, and for a letter that is not there (3, 15).
 */
function sightOf(code: string | null): FolderSight {
  if (code === 'ENOENT') return 'missing';
  if (code === 'EACCES' || code === 'EPERM') return 'denied';
  if (code === 'UNKNOWN') return 'unclear';
  return code !== null && LOST_ON_THE_WAY.has(code) ? 'silent' : 'untold';
}

/** 64, 121, 1225, 1231, 1232, 1236 and 2250. */
const LOST_ON_THE_WAY = new Set([
  ...['ECONNRESET', 'ETIMEDOUT', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH', 'ECONNABORTED', 'ENOTCONN'],
]);
