import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import type {} from './shared-folder';

const LOOK_EVERY_MS = 50;

/** The text that is left in a file; null while it is not there. */
async function textOf(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch(() => null);
}

/**
 * Makes something once for the whole test run, whichever process needs it first, and tells all of them what came of it.
 * @throws Error also where another process has failed to make it
 */
export async function once(name: string, make: (folder: string) => Promise<string>): Promise<string> {
  const folder = inject('sharedFolder');
  const [made, failed] = [join(folder, `${name}.made`), join(folder, `${name}.failed`)];
  if (await isFirst(join(folder, `${name}.begun`))) {
    try {
      await leave(made, await make(folder));
    } catch (error) {
      await leave(failed, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
  for (;;) {
    const [done, trouble] = [await textOf(made), await textOf(failed)];
    if (done !== null) return done;
    if (trouble !== null) throw new Error(`${name} could not be made: ${trouble}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function isFirst(mark: string): Promise<boolean> {
  return mkdir(mark).then(
    () => true,
    () => false,
  );
}

/** Whole or not at all, for who looks meanwhile. */
async function leave(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}
