import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { testFolder } from './test-folder';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder that all files of one test run share, and that goes with it. */
    readonly sharedFolder: string;
  }
}

/** Where what is made once for one test run is kept. What lies elsewhere is named in `elsewhere`, one path a line. */
export default async function sharedFolder(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(await testFolder(), 'malote-shared-'));
  project.provide('sharedFolder', folder);
  return async () => {
    const elsewhere = await readFile(join(folder, 'elsewhere'), 'utf8').catch(() => '');
    for (const path of elsewhere.split('\n').filter(Boolean)) await rm(path, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
}
