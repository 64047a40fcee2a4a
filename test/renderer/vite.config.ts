import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the scenes of the console, to be looked at without a shell and without an engine (see look.mjs). */
export default defineConfig({
  root: resolve(import.meta.dirname, 'console'),
  base: './',
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, '../../node_modules/.cache/malote-console'),
    emptyOutDir: true,
    target: 'chrome130',
    minify: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
