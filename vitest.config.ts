import { readFileSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that only call and look: those of a worker share its modules, which would take longer to load than most of them to run. */
const TOGETHER = 'test/{unit,claims}/**/*.test.{ts,tsx}';
/** Of them, those that load programs of their own or change what a process has once. */
const BY_THEMSELVES = 'test/unit/tooling/**';
/** Files that work with processes, servers and folders of their own, and leave nothing behind in the process that runs them. */
const AFTER_ONE_ANOTHER = 'test/{contract,integration}/**/*.test.ts';
/** Of them, those that put other modules in the place of the program's. */
const WITH_MODULES_OF_THEIR_OWN = 'test/integration/run-reserved-notes.test.ts';

/** At once: they wait for processes, shares and outages as much as they work. */
const WAITING = 3;

/** Files that take long although they are small: they begin first, so that none is waited for alone at the end. */
const LONG = [
  'test/crash/kill',
  'test/faults/shares',
  'test/crash/recovery',
  'test/integration/incident-2025',
  'test/integration/run-held-ledger',
  'test/integration/run-dead',
  'test/integration/run-quirks',
  'test/integration/run-incident',
  'test/integration/soft-stop',
  'test/contract/agent-root',
  'test/contract/failing-root',
  'test/unit/main/engine-host',
];

/**
 * A worker's modules serve the next file only where that one comes right after it, shares modules too, and has the same environment: such
 * files come one after the other.
 */
class ByWorker extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const longestFirst = await super.sort(files);
    const long = ({ moduleId }: TestSpecification): number => {
      const place = LONG.findIndex((name) => moduleId.includes(name));
      return place === -1 ? LONG.length : place;
    };
    const worker = ({ moduleId, project }: TestSpecification): number => {
      if (project.config.isolate) return 0;
      return readFileSync(moduleId, 'utf8').startsWith('// @vitest-environment') ? 2 : 1;
    };
    return longestFirst.sort((one, other) => worker(one) - worker(other) || long(one) - long(other));
  }
}

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
          name: 'after one another',
          include: [AFTER_ONE_ANOTHER],
          exclude: [...configDefaults.exclude, WITH_MODULES_OF_THEIR_OWN],
          isolate: false,
          maxWorkers: WAITING,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'by themselves',
          maxWorkers: WAITING,
          sequence: { groupOrder: 0 },
          include: [
            `${BY_THEMSELVES}/*.test.{ts,tsx}`,
            'test/{faults,crash}/**/*.test.{ts,tsx}',
            WITH_MODULES_OF_THEIR_OWN,
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
    sequence: { sequencer: ByWorker },
    // Processes, not threads: better-sqlite3, file locks and killed children need one of their own.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    env: {
      UV_THREADPOOL_SIZE: '16',
      // a page that is waited for would be printed at each look at it: DEBUG_PRINT_LIMIT=7000 in the environment shows it where a test fails
      DEBUG_PRINT_LIMIT: process.env['DEBUG_PRINT_LIMIT'] ?? '0',
    },
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
