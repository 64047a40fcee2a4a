import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

/**
 * One digest over files and whole folders: their names and bytes, in a fixed order. A path that does not exist counts as such.
 * @param {string} base folder the names are relative to
 * @param {string[]} paths
 * @returns {Promise<string>} SHA-256, hexadecimal
 */
export async function digestOf(base, paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesBelow(join(base, path))) {
      const bytes = await readFile(file).catch(() => undefined);
      hash.update(`${relative(base, file).split(sep).join('/')}\0${bytes?.length ?? 'absent'}\0`);
      if (bytes !== undefined) hash.update(bytes);
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} path file or folder
 * @returns {Promise<string[]>} sorted; the path itself when it is no folder
 */
async function filesBelow(path) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * @param {string} file
 * @returns {Promise<string>} Subresource Integrity text, as npm writes it: `sha512-` + base64
 */
export async function integrityOf(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
