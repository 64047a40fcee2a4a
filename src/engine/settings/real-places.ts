import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { patientCalls, type PatientCalls } from '../files';

/** A folder as the system knows it, by whatever name it was reached. */
export interface RealPlace {
  /** With links, drive letters and the like followed. */
  readonly path: string;
  /** What the system numbers the folder by, and then each that it lies in; null where it is not there, or has no number. */
  readonly numbers: readonly (string | null)[];
}

/** What tests put in the place of the system's. */
export interface PlaceMeans {
  readonly look?: (path: string) => Promise<RealPlace>;
  readonly calls?: PatientCalls;
}

const NOT_THERE = new Set(['ENOENT', 'ENOTDIR']);

function isNotThere(error: unknown): boolean {
  return NOT_THERE.has(String((error as { code?: unknown }).code));
}

/** Volume and file: the same by every name, also those that no link tells of (a mount, two names of one server). */
async function numberOf(folder: string): Promise<string | null> {
  const { dev, ino } = await stat(folder, { bigint: true });
  // what some servers say that number nothing
  return dev === 0n || ino === 0n ? null : `${String(dev)}:${String(ino)}`;
}

/** What is really at an absolute path; may hang. Also of a folder that is not there yet: its parent may be. @throws what the system said */
async function lookAtPlace(path: string): Promise<RealPlace> {
  const missing: string[] = [];
  for (let place = path; ; place = dirname(place)) {
    try {
      const real = await realpath(place);
      const numbers: (string | null)[] = missing.map(() => null);
      for (let folder = real; ; folder = dirname(folder)) {
        numbers.push(await numberOf(folder).catch(() => null));
        if (dirname(folder) === folder) return { path: join(real, ...missing), numbers };
      }
    } catch (error) {
      if (!isNotThere(error) || dirname(place) === place) throw error;
      missing.unshift(basename(place));
    }
  }
}

/** Those of the paths that answered in time; what is not known of the others refuses nothing. */
export async function realPlaces(
  paths: readonly string[],
  { look = lookAtPlace, calls = patientCalls }: PlaceMeans,
): Promise<ReadonlyMap<string, RealPlace>> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const answer = await calls.make(`place ${path}`, () => look(path)).catch(() => null);
      return answer?.came === 'back' ? [[path, answer.value] as const] : [];
    }),
  );
  return new Map(found.flat());
}
