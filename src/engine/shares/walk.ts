import { orAbsent } from './fs-port';
import type { DirectoryEntry } from './fs-port';
import { locate, removeEmpty, removeQuietly, statIfThere } from './root-context';
import type { RootContext } from './root-context';
import type { ListedFile, RelPath } from './port';
import { isTemporaryName } from './temporary';

/** Bounds one file system call of a walk; the walk as a whole lasts as long as its reader wants. */
export type Bound = <T>(path: RelPath, call: () => Promise<T>) => Promise<T>;

const STATS_AT_ONCE = 8;

async function entriesOf(context: RootContext, folder: RelPath, bound: Bound): Promise<readonly DirectoryEntry[]> {
  const entries = await bound(folder, async () => {
    await context.guard.ensure();
    return orAbsent(context.fs.readdir(locate(context, folder)));
  });
  return [...(entries ?? [])].sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function describe(context: RootContext, path: RelPath, bound: Bound): Promise<ListedFile | null> {
  const facts = await bound(path, () => statIfThere(context, locate(context, path)));
  return facts === null ? null : { path, size: facts.size, modifiedMs: facts.modifiedMs };
}

async function* describeAll(context: RootContext, paths: readonly RelPath[], bound: Bound): AsyncGenerator<ListedFile> {
  for (let start = 0; start < paths.length; start += STATS_AT_ONCE) {
    const batch = paths.slice(start, start + STATS_AT_ONCE);
    for (const found of await Promise.all(batch.map((path) => describe(context, path, bound)))) {
      if (found !== null) yield found;
    }
  }
}

interface Route {
  /** By names of files. */
  readonly isWanted: (name: string) => boolean;
  /** By names of folders. */
  readonly enters?: (name: string) => boolean;
  /** A folder has been walked through. */
  readonly onLeft?: (folder: RelPath) => Promise<void>;
}

async function* walk(context: RootContext, folder: RelPath, route: Route, bound: Bound): AsyncGenerator<ListedFile> {
  const { isWanted, enters = () => true, onLeft } = route;
  const entries = await entriesOf(context, folder, bound);
  const files = entries.filter((entry) => entry.kind === 'file' && isWanted(entry.name));
  yield* describeAll(
    context,
    files.map((entry) => [...folder, entry.name]),
    bound,
  );
  for (const entry of entries) {
    if (entry.kind !== 'directory' || !enters(entry.name)) continue;
    yield* walk(context, [...folder, entry.name], route, bound);
  }
  await onLeft?.(folder);
}

/** Files below `folder` in order of name, a folder's own files first. A missing folder is empty; links are not followed. */
export function listFiles(context: RootContext, folder: RelPath, bound: Bound): AsyncGenerator<ListedFile> {
  const isOurs = (name: string): boolean => !isTemporaryName(name);
  return walk(context, folder, { isWanted: isOurs, enters: isOurs }, bound);
}

/** Removes temporary files that no living operation can own any more, and folders that stood for them. @returns how many files. */
export async function sweep(context: RootContext, folder: RelPath, olderThanMs: number, bound: Bound): Promise<number> {
  let removed = 0;
  const onLeft = async (left: RelPath): Promise<void> => {
    if (isTemporaryName(left.at(-1) ?? '')) await bound(left, () => removeEmpty(context, locate(context, left)));
  };
  for await (const file of walk(context, folder, { isWanted: isTemporaryName, onLeft }, bound)) {
    if (context.clock.now() - file.modifiedMs < olderThanMs) continue;
    await bound(file.path, () => removeQuietly(context, locate(context, file.path)));
    removed += 1;
  }
  return removed;
}
