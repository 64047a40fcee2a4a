import { hash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { cpuMs } from './support/report';

/**
 * Delivers a folder's files with the very calls that a share agent makes for each, and with nothing around them: no messages, no
 * deadlines, no ledger. `node bare-loop.mjs FROM TO` prints its milliseconds and those of its processor.
 */
const [from = '', to = ''] = process.argv.slice(2);
const WORKERS = 16;
/** As many as a batch of deliveries has: so often is the folder flushed. */
const BATCH = 192;

async function deliver(name: string): Promise<void> {
  const bytes = await fs.readFile(join(from, name));
  const wanted = hash('sha256', bytes, 'hex');
  const [temporary, target] = [join(to, `.${name}.part`), join(to, name)];
  const file = await fs.open(temporary, 'wx');
  await file.write(bytes);
  await file.sync();
  await file.stat({ bigint: true });
  await file.close();
  if (hash('sha256', await fs.readFile(temporary), 'hex') !== wanted) throw new Error(name);
  await fs.link(temporary, target);
  await fs.stat(target, { bigint: true });
  await fs.unlink(temporary);
}

async function flush(): Promise<void> {
  const folder = await fs.open(to, 'r');
  await folder.sync();
  await folder.close();
}

const begun = performance.now();
const cpuBefore = cpuMs();
await fs.mkdir(to, { recursive: true });
const names = (await fs.readdir(from, { recursive: true })).filter((name) => name.endsWith('.xml'));
let next = 0;
const lane = async (): Promise<void> => {
  while (next < names.length) {
    const mine = next;
    next += 1;
    await deliver(names[mine] ?? '');
    if (mine % BATCH === BATCH - 1) await flush();
  }
};
await Promise.all(Array.from({ length: WORKERS }, lane));
await flush();
console.log(JSON.stringify({ ms: performance.now() - begun, cpuMs: cpuMs() - cpuBefore }));
