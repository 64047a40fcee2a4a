import { bootstrap } from './bootstrap.mjs';
import { runMain } from './lib/explain.mjs';
import { tool } from './lib/paths.mjs';
import { hand } from './lib/process.mjs';

/**
 * `npm run test:verdict [-- ACCOUNTS [FIRST_SEED]]`: random accounts in which something never works, 300 when nothing is said; every
 * `npm test` plays 30. Ends with 1 when a month or a company was called complete that lacks a document.
 */
await runMain(async () => {
  const [accounts = '300', first = '1'] = process.argv.slice(2);
  await bootstrap({ electron: false, system: false });
  const env = { ...process.env, MALOTE_ACCOUNTS: accounts, MALOTE_FIRST_SEED: first };
  const test = 'test/integration/verdict-accounts.test.ts';
  return hand(process.execPath, [tool('vitest', 'vitest.mjs'), 'run', test], env);
});
