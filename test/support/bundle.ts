import { randomBytes } from 'node:crypto';
import { appendFile, copyFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { NODE_TARGET, nodePrograms } from '../../node-programs.config';
import { once } from './once';

const root = join(import.meta.dirname, '..', '..');

export interface Bundle {
  /** Holds `<name>.js` for each program. */
  readonly folder: string;
  dispose(): Promise<void>;
}

/**
 * Bundles programs, by their names, as they ship, into a folder of its own below node_modules, where the one package that is not bundled
 * is found and no build for people comes. The bundle lies two folders below a package.json, as it does when it ships.
 */
export async function bundle(programs: Readonly<Record<string, string>>): Promise<Bundle> {
  const home = join(root, 'node_modules', '.cache', 'malote-tests', randomBytes(4).toString('hex'));
  const folder = join(home, 'out', 'main');
  await mkdir(home, { recursive: true });
  await copyFile(join(root, 'package.json'), join(home, 'package.json'));
  await build({
    ...nodePrograms,
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: true,
      outDir: folder,
      target: NODE_TARGET,
      rolldownOptions: {
        input: { ...programs },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  });
  return { folder, dispose: () => rm(home, { recursive: true, force: true }) };
}

/** As `bundle`, made once for the whole test run, whichever file needs it first, and removed with it. @returns its folder */
export function sharedBundle(name: string, programs: Readonly<Record<string, string>>): Promise<string> {
  return once(name, async (shared) => {
    const { folder } = await bundle(programs);
    await appendFile(join(shared, 'elsewhere'), `${join(folder, '..', '..')}\n`);
    return folder;
  });
}

/**
 * The command line with the programs that it starts: the share agent, and the thread that reads the ledger. Nobody writes into it.
 * @returns the folder with cli.js, share-agent.js and ledger-reader.js
 */
export function programFolder(): Promise<string> {
  return sharedBundle('programs', {
    cli: 'src/cli/main.ts',
    'share-agent': 'src/engine/shares/agent/entry.ts',
    'ledger-reader': 'src/engine/app/ledger-reader.ts',
  });
}
