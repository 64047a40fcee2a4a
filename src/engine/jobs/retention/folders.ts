import type { Dirent } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMaloteError } from '../../../shared/errors';
import { throwIfCancelled } from '../../base';
import { fileReason } from '../../files';
import type { Left } from './types';

/** A file as it lies there. */
export interface FoundFile {
  readonly place: string;
  readonly name: string;
  readonly bytes: number;
  /** ISO 8601: when it was last written. */
  readonly at: string;
}

export interface FilesThere {
  readonly files: number;
  readonly bytes: number;
  readonly oldestAt: string | null;
}

/**
 * Every file in a folder and below it. A folder that is not there has none; what vanishes while it is looked at is none.
 * @param isWanted of the folders directly in it, and then nothing but those; default: everything
 */
export async function* filesBelow(
  folder: string,
  signal: AbortSignal,
  isWanted?: (name: string) => boolean,
): AsyncGenerator<FoundFile> {
  for (const entry of await entriesOf(folder)) {
    throwIfCancelled(signal);
    if (isWanted !== undefined && !(entry.isDirectory() && isWanted(entry.name))) continue;
    const place = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(place, signal);
    else if (entry.isFile()) {
      const facts = await stat(place).catch(() => null);
      if (facts !== null) yield { place, name: entry.name, bytes: facts.size, at: facts.mtime.toISOString() };
    }
  }
}

/** Those directly in a folder whose names are such. */
export async function filesIn(folder: string, isWanted: (name: string) => boolean): Promise<FoundFile[]> {
  const wanted = (await entriesOf(folder)).filter((entry) => entry.isFile() && isWanted(entry.name));
  const found = await Promise.all(
    wanted.map(async ({ name }) => {
      const place = join(folder, name);
      const facts = await stat(place).catch(() => null);
      return facts === null ? [] : [{ place, name, bytes: facts.size, at: facts.mtime.toISOString() }];
    }),
  );
  return found.flat();
}

/** Those of a folder and of everything in it whose names are such. */
export async function measured(files: AsyncIterable<FoundFile> | Iterable<FoundFile>): Promise<FilesThere> {
  let [count, bytes, oldestAt]: [number, number, string | null] = [0, 0, null];
  for await (const file of files) {
    count += 1;
    bytes += file.bytes;
    if (oldestAt === null || file.at < oldestAt) oldestAt = file.at;
  }
  return { files: count, bytes, oldestAt };
}

/** One file's part of the work: what it fails with is named, and nothing else stops for it. @returns null: it is done */
export async function attempt(place: string, work: () => unknown): Promise<Left | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (isMaloteError(error, 'CANCELLED')) throw error;
    return { place, reason: fileReason(error) };
  }
}

export const removed = (place: string): Promise<void> => rm(place, { force: true });

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
