import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const CONFIG = join(import.meta.dirname, '..', '..', 'renderer', 'vite.config.ts');
/** What stands in a page for a module of Node's: there is none. */
const NODES_OWN = /__vite-browser-external/;

it('the page of the scenes, by which screens are looked at, is made of nothing that a page does not have', async () => {
  const built = (await build({
    configFile: CONFIG,
    logLevel: 'silent',
    build: { write: false, minify: false },
  })) as Rolldown.RolldownOutput;
  const chunks = built.output.filter((one) => one.type === 'chunk');
  expect(chunks).not.toEqual([]);
  expect(chunks.flatMap(({ moduleIds }) => moduleIds.filter((id) => NODES_OWN.test(id)))).toEqual([]);
}, 120_000);
