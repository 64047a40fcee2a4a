import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '..', '..');

export interface Bundle {
  /** Holds `<name>.js` for each program. */
  readonly folder: string;
  dispose(): Promise<void>;
}

/**
 * Bundles programs, by their names, into a folder of its own below node_modules, where their packages are found and no build for
 * people comes. The bundle lies two folders below a package.json, as it does when it ships.
 */
export async function bundle(programs: Readonly<Record<string, string>>): Promise<Bundle> {
  const home = join(root, 'node_modules', '.cache', 'malote-tests', randomBytes(4).toString('hex'));
  const folder = join(home, 'out', 'main');
  await mkdir(home, { recursive: true });
  await copyFile(join(root, 'package.json'), join(home, 'package.json'));
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      target: 'node20.18',
      rolldownOptions: {
        input: { ...programs },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  return { folder, dispose: () => rm(home, { recursive: true, force: true }) };
}
