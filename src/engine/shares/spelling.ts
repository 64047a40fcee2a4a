import { orAbsent } from './fs-port';
import { composed, hasTwoSpellings } from './paths';
import type { RelPath } from './port';
import { locate, type RootContext } from './root-context';

/**
 * Looks for a file under the name that it has, and where nothing lies there, under each other spelling of its accents that the root has:
 * "Saída" may be stored with an í or with an i and an accent, and is one folder to everybody but the system.
 * @param look null: nothing lies there
 */
export async function asSpelled<Found>(
  context: RootContext,
  path: RelPath,
  look: (path: RelPath) => Promise<Found | null>,
): Promise<Found | null> {
  const found = await look(path);
  if (found !== null || !path.some(hasTwoSpellings)) return found;
  for (const other of await spellingsOf(context, path)) {
    const there = other.join('/') === path.join('/') ? null : await look(other);
    if (there !== null) return there;
  }
  return null;
}

/** A path in the folder that stands for it already, however that is spelled; as it is where none does. */
export async function inSpelledFolder(context: RootContext, path: RelPath): Promise<RelPath> {
  const folder = path.slice(0, -1);
  if (!folder.some(hasTwoSpellings) || context.knownFolders.has(folder.join('/'))) return path;
  const spelled = await asSpelled(context, folder, async (one) =>
    (await context.fs.stat(locate(context, one))) === null ? null : one,
  );
  return spelled === null ? path : [...spelled, ...path.slice(-1)];
}

/** Every path that the root has and that differs from this one in nothing but how accents are stored. */
async function spellingsOf(context: RootContext, path: RelPath): Promise<RelPath[]> {
  let found: RelPath[] = [[]];
  for (const name of path) {
    const next = found.map((folder) => namesOf(context, folder, name));
    found = (await Promise.all(next)).flat();
  }
  return found;
}

async function namesOf(context: RootContext, folder: RelPath, name: string): Promise<RelPath[]> {
  if (!hasTwoSpellings(name)) return [[...folder, name]];
  const entries = (await orAbsent(context.fs.readdir(locate(context, folder)))) ?? [];
  return entries.filter((entry) => composed(entry.name) === composed(name)).map((entry) => [...folder, entry.name]);
}
