import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { windowsNode } from './wine.mjs';

/** Where a PE's optional header has the place and size of its signature (PE32+, fifth data directory). */
const SIGNATURE_ENTRY = 24 + 112 + 4 * 8;
/** Before the bits of the fuses in every Electron (@electron/fuses). */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;
/** As many as Electron 33 has; all off, so that one that is left as it came is seen. */
const FUSES = '00000000';
const LOCALES = ['pt-BR', 'en-US', 'de', 'fr'];

/**
 * A stand-in for the folder of a Windows Electron, which npm does not have: a Windows Node under Electron's name, with a fuse wire. A
 * package can be made of it on any system and read back; it shows no window.
 * @param {string} folder made anew
 * @returns {Promise<import('./electron.mjs').Electron & { platform: 'win32' }>}
 */
export async function standInForWindows(folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, 'resources'), { recursive: true });
  await mkdir(join(folder, 'locales'));
  const { version } = /** @type {{ version: string }} */ (
    createRequire(join(root, 'package.json'))('electron/package.json')
  );
  const executable = join(folder, 'electron.exe');
  await cp(await windowsNode(), executable);
  await writeFile(executable, withFuses(unsigned(await readFile(executable))));
  for (const name of LOCALES) await writeFile(join(folder, 'locales', `${name}.pak`), name);
  await writeFile(join(folder, 'version'), version);
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) await writeFile(join(folder, name), 'stand-in');
  return { executable, version, nodeApi: 10, source: 'official', platform: 'win32' };
}

/** @param {Buffer} program loses its signature, which stands at its end and would not hold after the changes */
function unsigned(program) {
  const entry = program.readUInt32LE(0x3c) + SIGNATURE_ENTRY;
  const at = program.readUInt32LE(entry);
  program.writeBigUInt64LE(0n, entry);
  return at === 0 ? program : program.subarray(0, at);
}

/** @param {Buffer} program */
function withFuses(program) {
  const wire = Buffer.concat([
    Buffer.from(FUSE_SENTINEL),
    Buffer.from([FUSE_VERSION, FUSES.length]),
    Buffer.from(FUSES),
  ]);
  return Buffer.concat([program, Buffer.alloc(16), wire]);
}
