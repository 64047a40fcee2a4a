import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundle } from './bundle';

declare module 'vitest' {
  interface ProvidedContext {
    /** The built ledger-reader.js. */
    readonly ledgerReader: string;
  }
}

/** Builds the thread that reads ledgers, once for all tests: a thread takes a file that Node itself can read. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const built = await bundle({ 'ledger-reader': 'src/engine/app/ledger-reader.ts' });
  project.provide('ledgerReader', join(built.folder, 'ledger-reader.js'));
  return () => built.dispose();
}
