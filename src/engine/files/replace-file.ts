import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { holdThread, sleep } from '../base';

/**
 * Replaces small files of the workspace and of the shell, so that a crash or a full disk leaves the old content or the new one, never half
 * of one. What lies on a share goes through `shares` instead. Windows refuses to rename over a file that somebody has open (a virus
 * scanner, an indexer, a viewer), mostly for an instant: all of these are patient there. No other file renames (eslint.config.js).
 */

/** What of the system this is built on; tests bend it. */
export interface Renaming {
  readonly platform: NodeJS.Platform;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly renameSync: (from: string, to: string) => void;
}

export interface Content {
  /** Of the new file; what the system gives to new files by default. */
  readonly mode?: number;
}

const HOST: Renaming = { platform: process.platform, rename: fs.promises.rename, renameSync: fs.renameSync };
const WAITS_MS = [20, 100, 400, 1_000];
const HELD_OPEN: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);

const waitsOn = (platform: NodeJS.Platform): readonly number[] => (platform === 'win32' ? WAITS_MS : []);

function unlessHeldOpen(error: unknown): void {
  if (!HELD_OPEN.has(String((error as NodeJS.ErrnoException).code))) throw error;
}

/** Renames; what stands under the new name is replaced. @throws the system's last refusal */
export async function renameFile(from: string, to: string, { platform, rename }: Renaming = HOST): Promise<void> {
  for (const wait of waitsOn(platform)) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      unlessHeldOpen(error);
    }
    await sleep(wait);
  }
  await rename(from, to);
}

/** As `renameFile`; this thread does nothing else meanwhile. */
export function renameFileSync(from: string, to: string, { platform, renameSync }: Renaming = HOST): void {
  for (const wait of waitsOn(platform)) {
    try {
      renameSync(from, to);
      return;
    } catch (error) {
      unlessHeldOpen(error);
    }
    holdThread(wait);
  }
  renameSync(from, to);
}

const besideOf = (file: string): string => `${file}.${randomBytes(6).toString('hex')}.part`;

/** The name survives a power cut only once its folder is flushed; Windows has no such call. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.promises.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Written beside it, flushed, renamed. Leaves nothing beside it when that fails. @throws what the system said */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  { mode }: Content = {},
  renaming: Renaming = HOST,
): Promise<void> {
  const temporary = besideOf(file);
  try {
    await fs.promises.writeFile(temporary, content, {
      flag: 'wx',
      flush: true,
      ...(mode === undefined ? {} : { mode }),
    });
    await renameFile(temporary, file, renaming);
    await flushFolder(dirname(file));
  } catch (error) {
    await fs.promises.rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** As `replaceFile`, but for the flush of its folder; this thread does nothing else meanwhile. */
export function replaceFileSync(
  file: string,
  content: string | Uint8Array,
  { mode }: Content = {},
  renaming: Renaming = HOST,
): void {
  const temporary = besideOf(file);
  try {
    fs.writeFileSync(temporary, content, { flag: 'wx', flush: true, ...(mode === undefined ? {} : { mode }) });
    renameFileSync(temporary, file, renaming);
  } catch (error) {
    removeQuietly(temporary);
    throw error;
  }
}

function removeQuietly(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // the reason why it could not be written is the one to tell
  }
}

/**
 * Writes a file that is not there yet from pieces as they come, of which no more than one is held.
 * @param durable whether its content has to survive a power cut
 * @throws what the system said, and what `pieces` throws; what was written by then stays
 */
export async function writeNewFile(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  { durable }: { readonly durable: boolean },
): Promise<void> {
  const handle = await fs.promises.open(path, 'wx');
  try {
    for await (const piece of pieces) await handle.writeFile(piece);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The names in a folder survive a power cut only once it is flushed; Windows has no such call. */
export function flushFolderSync(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}
