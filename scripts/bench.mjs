import { mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { hasDisplay, screenInMemory } from './lib/display.mjs';
import { Explained, runMain } from './lib/explain.mjs';
import { localCache, root } from './lib/paths.mjs';
import { hand } from './lib/process.mjs';

/** Benches that open the window. */
const WITH_WINDOW = ['freeze', 'renderer', 'start'];

/**
 * `npm run bench [-- NAME … [--OPTION …]]`: each test/bench/NAME.bench.ts is bundled and run in a Node of its own, so that its memory
 * and its garbage collector (`globalThis.gc`) can be measured. Options go to all of them. Ends with 1 when a bench did, as one that
 * misses its bound does.
 */
await runMain(async () => {
  const args = process.argv.slice(2);
  const optionsFrom = args.findIndex((argument) => argument.startsWith('--'));
  const options = optionsFrom < 0 ? [] : args.slice(optionsFrom);
  const benches = await chosen(args.slice(0, args.length - options.length));
  const opensWindow = benches.some((name) => WITH_WINDOW.includes(name));
  const { electron } = await bootstrap({
    electron: opensWindow,
    system: opensWindow && process.platform === 'linux',
  });
  const out = join(localCache, 'bench');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await bundle([...benches.map((name) => `${name}.bench`), ...(await processes())], out);
  const env = {
    UV_THREADPOOL_SIZE: '16',
    MALOTE_FAULT_MOUNT: join(root, 'test', 'support', 'fault-mount'),
    ...process.env,
    ...(electron === undefined ? {} : { MALOTE_ELECTRON: electron.executable }),
  };
  let worst = 0;
  for (const name of benches) {
    process.stderr.write(`\n── ${name}\n`);
    const needsScreen = WITH_WINDOW.includes(name) && !hasDisplay(process.platform, process.env);
    const node = [process.execPath, '--expose-gc', '--enable-source-maps', join(out, `${name}.mjs`), ...options];
    const [command = '', ...rest] = [...(needsScreen ? await screenInMemory() : []), ...node];
    worst = Math.max(worst, await hand(command, rest, env));
  }
  return worst;
});

/**
 * @param {string[]} asked
 * @returns {Promise<string[]>}
 */
async function chosen(asked) {
  const all = await filesEnding('.bench.ts');
  const unknown = asked.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Explained(`A medição ${unknown} não existe.`, `Existem: ${all.join(', ')}.`);
  if (all.length === 0) throw new Explained('Não há medições em test/bench.', 'Clone o repositório de novo.');
  return asked.length === 0 ? all : asked;
}

/** Programs that a bench starts beside itself: test/bench/NAME.process.ts becomes NAME.mjs too. */
async function processes() {
  return (await filesEnding('.process.ts')).map((name) => `${name}.process`);
}

/**
 * @param {string} ending
 * @returns {Promise<string[]>} their names without it
 */
async function filesEnding(ending) {
  const files = await readdir(join(root, 'test', 'bench')).catch(() => []);
  return files.filter((file) => file.endsWith(ending)).map((file) => basename(file, ending));
}

/**
 * @param {string[]} names
 * @param {string} out
 */
async function bundle(names, out) {
  const entry = createRequire(join(root, 'package.json')).resolve('vite');
  const vite = /** @type {typeof import('vite')} */ (await import(pathToFileURL(entry).href));
  const inputs = names.map((name) => [name.replace(/\.\w+$/, ''), join(root, 'test', 'bench', `${name}.ts`)]);
  await vite.build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: out,
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(inputs),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
}
