import type { Plugin, UserConfig } from 'vite';
import { dependencies } from './package.json' with { type: 'json' };

/** The Node inside the oldest Electron that the tests run on (docs/decisions/0002-electron-for-tests.md). */
export const NODE_TARGET = 'node20.18';

/** Bundled: a package ships what its programs reach. The one with a native part stays a package (docs/decisions/0010-packaging.md). */
export const BUNDLED = Object.keys(dependencies).filter((name) => name !== 'better-sqlite3');

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

/** How programs that run on Node are bundled, for people and for tests alike. */
export const nodePrograms = {
  plugins: [oldBuffers],
  // its entry for Node declares a `require` of its own, as the builder does for whole chunks; it differs by worker threads, unused here
  resolve: { alias: [{ find: /^fflate$/, replacement: 'fflate/browser' }] },
} satisfies UserConfig;
