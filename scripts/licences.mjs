import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { runMain, say } from './lib/explain.mjs';
import { licencesPage } from './lib/licences.mjs';
import { requireSbom } from './lib/notices.mjs';
import { root } from './lib/paths.mjs';

/** `npm run licences`: accounts for what ships: docs/licences.md, and out/notices with every licence's text and the SBOM. */
await runMain(async () => {
  await bootstrap();
  requireSbom(join(root, 'out'));
  const notices = JSON.parse(await readFile(join(root, 'out', 'notices', 'notices.json'), 'utf8'));
  await writeFile(join(root, 'docs', 'licences.md'), licencesPage(notices));
  say(`${notices.length} componentes: docs/licences.md e out/notices (textos das licenças e SBOM em CycloneDX).`);
  return 0;
});
