import { realpath, stat } from 'node:fs/promises';
import { dirname, win32 } from 'node:path';
import { patientCalls } from '../files';
import { HOST_PLATFORM, type Platform } from './paths';

/** What tests put in the place of the system's. */
export interface DiskMeans {
  readonly platform?: Platform;
  /** With links and drive letters followed. */
  readonly realPath?: (path: string) => Promise<string>;
  /** By which the system knows the volume. */
  readonly device?: (path: string) => Promise<bigint>;
}

const HOST: Required<DiskMeans> = {
  platform: HOST_PLATFORM,
  realPath: (path) => realpath(path),
  device: async (path) => (await stat(path, { bigint: true })).dev,
};

/** On Windows `C:\` or `\\server\share\`; elsewhere the number of the device. A folder that is not there yet: its parent's. */
async function diskOf(path: string, means: Required<DiskMeans>): Promise<string> {
  const { platform, realPath, device } = means;
  for (let place = path; ; place = dirname(place)) {
    try {
      const real = await realPath(place);
      return platform === 'win32' ? win32.parse(real).root.toLowerCase() : String(await device(real));
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ENOENT' || dirname(place) === place) throw error;
    }
  }
}

async function knownDiskOf(path: string, means: Required<DiskMeans>): Promise<string | null> {
  const answer = await patientCalls.make(`disk ${path}`, () => diskOf(path, means)).catch(() => null);
  return answer?.came === 'back' ? answer.value : null;
}

/** Whether two absolute paths lie on one disk. Null: the system did not say in time. Never throws. */
export async function onSameDisk(one: string, other: string, means: DiskMeans = {}): Promise<boolean | null> {
  const all = { ...HOST, ...means };
  const [first, second] = await Promise.all([knownDiskOf(one, all), knownDiskOf(other, all)]);
  return first === null || second === null ? null : first === second;
}
