import { readFile, writeFile } from 'node:fs/promises';
import { runMain } from './lib/explain.mjs';
import { licencesPage } from './lib/licences.mjs';

/** `npm run licences`: writes docs/licences.md from the lock file. */
await runMain(async () => {
  const lock = JSON.parse(await readFile('package-lock.json', 'utf8'));
  await writeFile('docs/licences.md', licencesPage(lock));
  return 0;
});
