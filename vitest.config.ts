import { configDefaults, defineConfig } from 'vitest/config';

/** Files that only call and look: those of a worker share its modules, which would take longer to load than most of them to run. */
const TOGETHER = 'test/unit/**/*.test.{ts,tsx}';
/** Of them, those that load programs of their own or change what a process has once. */
const BY_THEMSELVES = 'test/unit/tooling/**';

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [TOGETHER],
          exclude: [...configDefaults.exclude, BY_THEMSELVES],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'by themselves',
          // the long ones, which wait for processes, shares and outages as much as they work
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
          include: [
            `${BY_THEMSELVES}/*.test.{ts,tsx}`,
            'test/{contract,integration,faults,crash,claims}/**/*.test.{ts,tsx}',
            // what Windows alone can show: under Wine by `npm test -- windows`
            ...(process.platform === 'win32' ? ['test/windows/**/*.test.ts'] : []),
            // packs, for minutes and 300 MB: `npm test -- windows`
            ...(process.env['MALOTE_TEST_PACKAGE'] === undefined ? [] : ['test/package/**/*.test.ts']),
          ],
        },
      },
    ],
    // the reading thread, built once; and what test files share, which costs nothing where nobody asks for it
    globalSetup: ['test/support/ledger-reader.setup.ts', 'test/support/shared-folder.ts'],
    // Processes, not threads: better-sqlite3, file locks and killed children need one of their own.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    env: { UV_THREADPOOL_SIZE: '16' },
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
