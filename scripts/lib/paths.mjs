import { readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = resolve(fileURLToPath(import.meta.url), '..', '..', '..');

/** What belongs to this installation of the dependencies; goes with node_modules. */
export const localCache = join(root, 'node_modules', '.cache', 'malote');

/** What is worth keeping between clones (an Electron is 600 MB): the user's cache folder. */
export function userCache() {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  if (process.platform === 'win32') return join(LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'malote', 'cache');
  return join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'malote');
}

/**
 * The script behind a tool of node_modules, run with this Node: needs no shell and no `.cmd` on Windows.
 * @param {string[]} segments path below node_modules
 */
export function tool(...segments) {
  return join(root, 'node_modules', ...segments);
}

const STALE_MS = 60 * 60 * 1000;

/**
 * Removes scratch folders that a killed preparation left behind: an hour old, so not one that is being filled right now.
 * @param {string} folder
 * @param {string} prefix how their names begin
 */
export async function removeStaleFiles(folder, prefix) {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((candidate) => candidate.startsWith(prefix))) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => undefined);
    if (info !== undefined && Date.now() - info.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}
