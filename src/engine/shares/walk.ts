import { FolderDigester } from './folder-digest';
import { orAbsent } from './fs-port';
import type { DirectoryEntry, SizeAndTime } from './fs-port';
import { nameKey } from './paths';
import { locate, removeEmpty, removeQuietly } from './root-context';
import type { RootContext } from './root-context';
import type { FolderDigest, FolderNames, ListedFile, RelPath } from './port';
import { isTemporaryName } from './temporary';

/** Bounds one file system call of a walk; the walk as a whole lasts as long as its reader wants. */
export type Bound = <T>(path: RelPath, call: () => Promise<T>) => Promise<T>;

/** Files that are looked at under one bound, and told of together. */
const CHUNK = 64;

async function entriesOf(context: RootContext, folder: RelPath, bound: Bound): Promise<readonly DirectoryEntry[]> {
  const entries = await bound(folder, async () => {
    await context.guard.ensure();
    return orAbsent(context.fs.readdir(locate(context, folder)));
  });
  return [...(entries ?? [])].sort((one, other) => (one.name < other.name ? -1 : 1));
}

interface Route {
  /** By names of files. */
  readonly isWanted: (name: string) => boolean;
  /** By names of folders and how deep they lie: 0 for those of the folder that the walk began in. */
  readonly enters?: (name: string, depth: number) => boolean;
  /** A folder has been walked through. */
  readonly onLeft?: (folder: RelPath) => Promise<void>;
}

interface Visit {
  readonly folder: RelPath;
  /** Its own files that are wanted, in order. */
  readonly names: readonly string[];
}

async function* walk(
  context: RootContext,
  folder: RelPath,
  route: Route,
  bound: Bound,
  depth = 0,
): AsyncGenerator<Visit> {
  const { isWanted, enters = () => true, onLeft } = route;
  const entries = await entriesOf(context, folder, bound);
  const files = entries.filter(({ kind, name }) => kind === 'file' && isWanted(name));
  yield { folder, names: files.map(({ name }) => name) };
  for (const { kind, name } of entries) {
    if (kind === 'directory' && enters(name, depth)) yield* walk(context, [...folder, name], route, bound, depth + 1);
  }
  await onLeft?.(folder);
}

function pathsOf(context: RootContext, folder: RelPath, names: readonly string[]): string[] {
  if (context.platform === 'win32') return names.map((name) => locate(context, [...folder, name]));
  // names that the system itself has told need no look
  const within = locate(context, folder);
  return names.map((name) => (within.endsWith('/') ? within + name : `${within}/${name}`));
}

type Sized = SizeAndTime & { readonly name: string };

async function sizesOf(context: RootContext, folder: RelPath, names: readonly string[]): Promise<Sized[]> {
  const sizes = await context.fs.sizes(pathsOf(context, folder, names));
  const found = names.flatMap((name, index): Sized[] => {
    const one = sizes[index] ?? null;
    return one === null ? [] : [{ name, size: one.size, modifiedMs: one.modifiedMs }];
  });
  // not there any more, or the root itself is not
  if (found.length < names.length) await context.guard.ensure();
  return found;
}

async function* sizesInChunks(
  context: RootContext,
  { folder, names }: Visit,
  bound: Bound,
): AsyncGenerator<readonly Sized[]> {
  for (let start = 0; start < names.length; start += CHUNK) {
    const chunk = names.slice(start, start + CHUNK);
    yield await bound([...folder, chunk[0] ?? ''], () => sizesOf(context, folder, chunk));
  }
}

async function* filesOf(context: RootContext, visit: Visit, bound: Bound): AsyncGenerator<readonly ListedFile[]> {
  for await (const chunk of sizesInChunks(context, visit, bound)) {
    yield chunk.map(({ name, size, modifiedMs }) => ({ path: [...visit.folder, name], size, modifiedMs }));
  }
}

function routeOf(names: FolderNames): Route {
  const isWanted = (name: string): boolean => !isTemporaryName(name);
  const wanted = names.map((some) => (some === null ? null : new Set(some.map(nameKey))));
  return { isWanted, enters: (name, depth) => isWanted(name) && (wanted[depth]?.has(nameKey(name)) ?? true) };
}

/** Files below `folder` in order of name, a folder's own files first, some at a time. A missing folder is empty; links are not followed. */
export async function* listFiles(
  context: RootContext,
  folder: RelPath,
  bound: Bound,
  names: FolderNames = [],
): AsyncGenerator<readonly ListedFile[]> {
  for await (const visit of walk(context, folder, routeOf(names), bound)) yield* filesOf(context, visit, bound);
}

/** One digest for each folder below `folder`, and for itself, that holds files, in the order of `listFiles`. */
export async function* digestFolders(
  context: RootContext,
  folder: RelPath,
  bound: Bound,
  names: FolderNames = [],
): AsyncGenerator<readonly FolderDigest[]> {
  for await (const visit of walk(context, folder, routeOf(names), bound)) {
    const digester = new FolderDigester();
    for await (const chunk of sizesInChunks(context, visit, bound)) {
      for (const file of chunk) digester.add(file.name, file);
    }
    const { files, bytes } = digester;
    if (files > 0) yield [{ path: visit.folder, files, bytes, digest: digester.digest() }];
  }
}

/** Removes temporary files that no living operation can own any more, and folders that stood for them. @returns how many files. */
export async function sweep(context: RootContext, folder: RelPath, olderThanMs: number, bound: Bound): Promise<number> {
  let removed = 0;
  const onLeft = async (left: RelPath): Promise<void> => {
    if (isTemporaryName(left.at(-1) ?? '')) await bound(left, () => removeEmpty(context, locate(context, left)));
  };
  for await (const visit of walk(context, folder, { isWanted: isTemporaryName, onLeft }, bound)) {
    for await (const files of filesOf(context, visit, bound)) {
      for (const file of files) {
        if (context.clock.now() - file.modifiedMs < olderThanMs) continue;
        await bound(file.path, () => removeQuietly(context, locate(context, file.path)));
        removed += 1;
      }
    }
  }
  return removed;
}
