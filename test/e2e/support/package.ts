import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { root } from './app';

export type Flavour = 'release' | 'test';

/** A packaged application, as it would stand on a computer. */
export interface Package {
  readonly executable: string;
  readonly asar: string;
}

/** `npm run package` with both flavours. */
export async function packBoth(output: string): Promise<Readonly<Record<Flavour, Package>>> {
  const script = join(root, 'scripts', 'package.mjs');
  await promisify(execFile)(process.execPath, [script, 'release', 'test', '--output', output], { maxBuffer: 1 << 26 });
  return { release: packageIn(join(output, 'release')), test: packageIn(join(output, 'test')) };
}

function packageIn(folder: string): Package {
  const isWindows = process.platform === 'win32';
  const unpacked = join(folder, isWindows ? 'win-unpacked' : 'linux-unpacked');
  return {
    executable: join(unpacked, isWindows ? 'Malote.exe' : 'malote'),
    asar: join(unpacked, 'resources', 'app.asar'),
  };
}

/** How a fuse stands, by its name. */
export type Fuses = Readonly<Partial<Record<keyof typeof FuseV1Options, boolean>>>;

const ENABLED = '1'.charCodeAt(0);

/** The fuses as they stand in the executable itself; those that this Electron does not have are left out. */
export async function readFuses(executable: string): Promise<Fuses> {
  const wire = await getCurrentFuseWire(executable);
  const names = Object.keys(FuseV1Options).filter((name): name is keyof typeof FuseV1Options => !/^\d+$/.test(name));
  return Object.fromEntries(
    names
      .filter((name) => wire[FuseV1Options[name]] !== undefined)
      .map((name) => [name, Number(wire[FuseV1Options[name]]) === ENABLED]),
  );
}

interface AsarFolder {
  readonly files: Readonly<Record<string, AsarFolder | { readonly size: number }>>;
}

/** Where the header's text begins, and where its length in bytes stands (Chromium's Pickle of a string). */
const HEADER = { text: 16, length: 12 } as const;

/** Every file of an asar archive, by its path with `/`. */
export async function listAsar(asar: string): Promise<string[]> {
  const file = await open(asar);
  try {
    const { buffer: start } = await file.read(Buffer.alloc(HEADER.text), 0, HEADER.text, 0);
    const length = start.readUInt32LE(HEADER.length);
    const { buffer: text } = await file.read(Buffer.alloc(length), 0, length, HEADER.text);
    return filesBelow(JSON.parse(text.toString('utf8')) as AsarFolder, '');
  } finally {
    await file.close();
  }
}

function filesBelow(folder: AsarFolder, path: string): string[] {
  return Object.entries(folder.files).flatMap(([name, entry]) =>
    'files' in entry ? filesBelow(entry, `${path}${name}/`) : [path + name],
  );
}
