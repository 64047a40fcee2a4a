import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { dependencies } from './package.json' with { type: 'json' };
import { contractNames } from './src/shared/ipc/contract';

/** The Node inside the oldest Electron that the tests run on (docs/decisions/0002-electron-for-tests.md). */
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

/** Programs that run on Node: each becomes out/main/<name>.js; what they share becomes chunks beside them. */
const programs = {
  index: resolve('src/main/index.ts'),
  'engine-host': resolve('src/engine-process/entry.ts'),
  cli: resolve('src/cli/main.ts'),
  'share-agent': resolve('src/engine/shares/agent/entry.ts'),
  'ledger-reader': resolve('src/engine/app/ledger-reader.ts'),
};

/** What a part of the program is made of besides our own sources, each package with the text of its licence. */
const license = { fileName: 'licences.json' };

/** Node overlooks `new Buffer` below node_modules alone, where a bundled package no longer is. */
const oldBuffers: Plugin = {
  name: 'old-buffers',
  transform: (code, id) =>
    /[\\/]archiver-utils[\\/]/.test(id)
      ? code
          .replaceAll('new Buffer(source)', 'Buffer.from(source)')
          .replaceAll(/new Buffer\((0|size)\)/g, 'Buffer.alloc($1)')
      : null,
};

export default defineConfig({
  main: {
    plugins: [oldBuffers],
    // its entry for Node declares a `require` of its own, as the builder does for whole chunks; it differs by worker threads, unused here
    resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
    build: {
      target: NODE_TARGET,
      license,
      // Bundled: a package ships what its programs reach. The one with a native part stays a package (docs/decisions/0010-packaging.md).
      externalizeDeps: { exclude: Object.keys(dependencies).filter((name) => name !== 'better-sqlite3') },
      sourcemap: true,
      rolldownOptions: {
        input: Object.fromEntries(Object.entries(programs).filter(([, file]) => existsSync(file))),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    // The names of the contract without its schemas: a preload script may not require zod, and needs none of it.
    define: { CONTRACT_NAMES: JSON.stringify(contractNames) },
    build: {
      target: NODE_TARGET,
      license,
      sourcemap: true,
      // A sandboxed preload is one CommonJS file that may require nothing but `electron`.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: resolve('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react()],
    build: {
      target: CHROME_TARGET,
      license,
      sourcemap: true,
      // The page's policy allows no `data:` scripts and needs no polyfill.
      modulePreload: { polyfill: false },
      // … and no `data:` images or fonts.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: resolve('src/renderer/index.html') } },
    },
  },
});
