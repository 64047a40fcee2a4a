import { mkdir, readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { Explained, runMain } from './lib/explain.mjs';
import { localCache, root } from './lib/paths.mjs';
import { hand } from './lib/process.mjs';

/**
 * `npm run bench [-- NAME …]`: each test/bench/NAME.bench.ts is bundled and run in a Node of its own, so that its memory and its
 * garbage collector (`globalThis.gc`) can be measured. Ends with 1 when a bench did, as one that misses its bound does.
 */
await runMain(async () => {
  await bootstrap();
  const benches = await chosen(process.argv.slice(2));
  const out = join(localCache, 'bench');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  await bundle(benches, out);
  let worst = 0;
  for (const name of benches) {
    process.stderr.write(`\n── ${name}\n`);
    const env = { UV_THREADPOOL_SIZE: '16', ...process.env };
    worst = Math.max(
      worst,
      await hand(process.execPath, ['--expose-gc', '--enable-source-maps', join(out, `${name}.mjs`)], env),
    );
  }
  return worst;
});

/**
 * @param {string[]} asked
 * @returns {Promise<string[]>}
 */
async function chosen(asked) {
  const files = await readdir(join(root, 'test', 'bench')).catch(() => []);
  const all = files.filter((file) => file.endsWith('.bench.ts')).map((file) => basename(file, '.bench.ts'));
  const unknown = asked.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Explained(`A medição ${unknown} não existe.`, `Existem: ${all.join(', ')}.`);
  if (all.length === 0) throw new Explained('Não há medições em test/bench.', 'Clone o repositório de novo.');
  return asked.length === 0 ? all : asked;
}

/**
 * @param {string[]} names
 * @param {string} out
 */
async function bundle(names, out) {
  const entry = createRequire(join(root, 'package.json')).resolve('vite');
  const vite = /** @type {typeof import('vite')} */ (await import(pathToFileURL(entry).href));
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
        input: Object.fromEntries(names.map((name) => [name, join(root, 'test', 'bench', `${name}.bench.ts`)])),
        output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'chunks/[name]-[hash].mjs' },
      },
    },
  });
}
