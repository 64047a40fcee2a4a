import { dirname, join } from 'node:path';

/** The thread that reads the ledger, built beside the bench that runs. */
export const READER = join(dirname(process.argv[1] ?? ''), 'ledger-reader.mjs');
