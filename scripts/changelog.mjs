#!/usr/bin/env node
// `npm run changelog`: what the files of changes/ come to; with a version: into CHANGELOG.md, and the files are removed.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { released, troubleOf } from './lib/changelog.mjs';
import { Explained, runMain } from './lib/explain.mjs';
import { root } from './lib/paths.mjs';

const folder = join(root, 'changes');
const page = join(root, 'CHANGELOG.md');

await runMain(async () => {
  const [version] = process.argv.slice(2);
  const names = (await readdir(folder)).filter((name) => name !== 'README.md').sort();
  const fragments = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  const troubles = fragments.flatMap((fragment) => troubleOf(fragment) ?? []);
  if (troubles.length > 0) throw new Explained('Há mudanças que não podem ser reunidas.', troubles.join('\n'));
  const today = new Date().toISOString().slice(0, 10);
  const text = released(await readFile(page, 'utf8'), fragments, `[${version ?? 'próxima'}] - ${today}`);
  if (version === undefined) {
    process.stdout.write(
      text.slice(text.indexOf('## [próxima]'), text.indexOf('\n## [', text.indexOf('## [próxima]') + 4)),
    );
    return 0;
  }
  await writeFile(page, text);
  for (const name of names) await rm(join(folder, name));
  return 0;
});
