import { execFile } from 'node:child_process';
import { realpath, stat } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { patientCalls, type PatientCalls } from '../../patient-calls';
import { systemCode } from '../errors';

/**
 * What one look at a folder of a server tells. `unclear`: Windows' UNKNOWN, as for a password that it refuses. `untold`: nothing, as when
 * too many looks at other folders have not come back.
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

function sightOf(code: string | null): FolderSight {
  if (code === 'ENOENT') return 'missing';
  return code === 'EACCES' || code === 'EPERM' ? 'denied' : 'unclear';
}
