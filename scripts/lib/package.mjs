import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { Explained } from './explain.mjs';
import { requireSbom } from './notices.mjs';
import { localCache, root } from './paths.mjs';

/** Each has its electron-builder.<flavour>.yml. */
export const FLAVOURS = ['release', 'test'];

/**
 * Packs out/ as one flavour, with an Electron that is already on this machine; nothing is downloaded.
 * @param {string} flavour
 * @param {import('./electron.mjs').Electron & { platform?: 'win32' }} electron `platform`: of another system than this one
 * @param {string} output folder that gets a folder of the flavour's name
 * @returns {Promise<string>} that folder
 * @throws {Explained}
 */
export async function pack(flavour, electron, output) {
  // Loaded late: the bootstrap's own modules must load before node_modules exists.
  const { build, Platform } = /** @type {typeof import('electron-builder')} */ (
    createRequire(join(root, 'package.json'))('electron-builder')
  );
  requireSbom(join(root, 'out'));
  const folder = resolve(root, output, flavour);
  await rm(folder, { recursive: true, force: true });
  try {
    await build({
      projectDir: root,
      publish: 'never',
      ...(electron.platform === undefined ? {} : { targets: Platform.WINDOWS.createTarget('dir') }),
      config: {
        extends: `electron-builder.${flavour}.yml`,
        directories: { output: folder },
        electronVersion: electron.version,
        electronDist: dirname(electron.executable),
        files: bindingFor(electron),
        afterExtract: ({ appOutDir }) => removeLoader(appOutDir, electron),
      },
    });
  } catch (error) {
    throw new Explained(
      `O pacote ${flavour} não pôde ser feito; o motivo está nas linhas acima.`,
      'Corrija a causa (se for falta de espaço, libere cerca de 1 GB) e rode de novo.',
      { details: error instanceof Error ? error.message : String(error), cause: error },
    );
  }
  return folder;
}

/**
 * An Electron of an older Node-API needs the binding that the bootstrap built. It is packed at its usual place beside the package
 * that it belongs to, so that the program finds it as it does when it runs from source (src/engine/ledger/sqlite.ts).
 * @param {import('./electron.mjs').Electron & { platform?: 'win32' }} electron
 */
function bindingFor({ nodeApi, platform }) {
  if (platform !== undefined) return bindingElsewhere(platform);
  if (nodeApi >= 10) return [];
  const place = relative(root, localCache);
  return [
    { from: place, to: place, filter: [`better-sqlite3-*-napi${nodeApi}-${process.platform}-${process.arch}.node`] },
  ];
}

/**
 * electron-builder.yml leaves out the bindings of all systems but the one that packs.
 * @param {'win32'} platform
 */
function bindingElsewhere(platform) {
  const place = 'node_modules/better-sqlite3/prebuilds';
  return [`!${place}/*`, { from: place, to: place, filter: [`${platform}-${process.arch}.node`] }];
}

/**
 * The Electron from npm carries a loader where Electron's default application would be; a package has an application of its own.
 * @param {string} appOutDir
 * @param {import('./electron.mjs').Electron} electron
 */
async function removeLoader(appOutDir, { source }) {
  if (source === 'npm') await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
}
