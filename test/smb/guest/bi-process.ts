import { createHash } from 'node:crypto';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { IMPORT, PLACES } from './places';

/** The BI program on its own computer: takes every file that appears, at once, and deletes it. */
const folder = join(PLACES.bi, IMPORT);

async function take(name: string): Promise<void> {
  const bytes = await readFile(join(folder, name));
  await unlink(join(folder, name));
  process.send?.({ name, sha256: createHash('sha256').update(bytes).digest('hex') });
}

process.on('disconnect', () => process.exit());
process.send?.('open');
for (;;) {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.endsWith('.xml'))) await take(name).catch(() => undefined);
  await sleep(50);
}
