import { join, resolve } from 'node:path';
import { startVitest } from 'vitest/node';
import type { Kept } from './contract';

/** Runs `test/smb/contract` on this machine's share. The repository lies where the host has it, and cannot be written. */
const root = resolve(process.env['MALOTE_LAB'] ?? '', '..', '..', '..');
const vitest = await startVitest(
  'test',
  [],
  {
    root,
    config: false,
    watch: false,
    pool: 'forks',
    maxWorkers: 1,
    reporters: ['dot'],
    include: ['test/smb/contract/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { MALOTE_SHARE_AGENT: join(import.meta.dirname, 'share-agent.mjs') },
  },
  { cacheDir: join(process.env['TMPDIR'] ?? '', 'vite') },
);
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const failed = tests.filter((test) => test.result().state !== 'passed');
const kept: Kept = {
  passed: tests.length - failed.length,
  failures: failed.map((test) => `${test.fullName}: ${test.result().errors?.[0]?.message ?? test.result().state}`),
};
process.send?.(kept, () => process.exit());
