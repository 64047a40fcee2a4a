import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './dependencies.mjs';
import { integrityOf } from './digest.mjs';
import { Explained } from './explain.mjs';
import { removeStaleFiles, userCache } from './paths.mjs';
import { run } from './process.mjs';

/** @typedef {{ name: string, version: string, integrity: string }} NpmPackage `integrity` as the registry and the lock file write it */

const SCRATCH = 'fetching-';

/**
 * Fetches one package that nobody depends on; what arrives is what the project knows, or nothing.
 * @param {NpmPackage} wanted
 * @param {string} folder
 * @returns {Promise<string>} the archive, in that folder
 * @throws {Explained}
 */
export async function fetchArchive({ name, version, integrity }, folder) {
  const packed = await npm(['pack', `${name}@${version}`, '--pack-destination', folder, '--loglevel=error'], {
    cwd: folder,
    timeoutMs: 600_000,
  });
  const archive = join(folder, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`);
  if (packed.code !== 0 || !existsSync(archive)) {
    throw new Explained(`O npm não conseguiu buscar ${name}@${version}.`, 'Verifique a internet e rode de novo.', {
      details: packed.output.slice(-2_000),
    });
  }
  if ((await integrityOf(archive)) !== integrity) {
    throw new Explained(
      `O pacote ${name}@${version} chegou diferente do que o projeto conhece e não será usado.`,
      'Rode npm cache clean --force e tente de novo; se repetir, avise quem cuida do projeto.',
    );
  }
  return archive;
}

/**
 * One package, unpacked into the user's cache and kept there.
 * @param {NpmPackage} wanted
 * @param {string} [inside] where below the folder it lies, as `node_modules/<name>` does; by default it is the folder
 * @returns {Promise<string>} the folder
 * @throws {Explained}
 */
export async function keptPackage(wanted, inside = '') {
  const ready = join(userCache(), `${wanted.name.replace(/^@/, '').replace('/', '-')}-${wanted.version}`);
  if (existsSync(ready)) return ready;
  await mkdir(userCache(), { recursive: true });
  await removeStaleFiles(userCache(), SCRATCH);
  const scratch = await mkdtemp(join(userCache(), SCRATCH));
  try {
    const archive = await fetchArchive(wanted, scratch);
    const folder = join(scratch, 'unpacked');
    const place = join(folder, inside);
    await mkdir(place, { recursive: true });
    const unpacked = await run('tar', ['-xzf', archive, '-C', place, '--strip-components=1']);
    if (unpacked.code !== 0) {
      throw new Explained(`O pacote ${wanted.name} não pôde ser aberto.`, 'Libere espaço no disco e rode de novo.', {
        details: unpacked.output,
      });
    }
    await rename(folder, ready).catch((/** @type {unknown} */ error) => {
      if (!existsSync(ready)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return ready;
}
