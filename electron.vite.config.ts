import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { BUNDLED, NODE_TARGET, nodePrograms } from './node-programs.config';
import { contractNames } from './src/shared/ipc/contract';

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

export default defineConfig({
  main: {
    ...nodePrograms,
    build: {
      target: NODE_TARGET,
      license,
      externalizeDeps: { exclude: BUNDLED },
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
