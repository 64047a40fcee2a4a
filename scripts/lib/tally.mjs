import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** How much of a failure's message is told above the last line: enough to know it by, where only the end of the output is kept. */
const TOLD_LINES = 16;

/**
 * `notRun`: why none of it was run; it then counts as skipped, never as passed. `failures`: which tests failed, by file and name,
 * and the beginning of what they said, as far as the runner's report says so. `times`: how long its parts took.
 * @typedef {{ passed: number, failed: number, skipped: number, notRun?: string, failures?: string[], times?: Time[] }} Tally
 * @typedef {{ name: string, ms: number }} Time wall time
 */

/**
 * @param {string} test
 * @param {string | undefined} message as the runner printed it, colours included
 */
function failure(test, message = '') {
  const told = stripVTControlCharacters(message).split('\n').filter(Boolean).slice(0, TOLD_LINES);
  return [test, ...told.map((line) => `    ${line}`)].join('\n');
}

/**
 * One check that has no tests of its own (lint, types) counts as one.
 * @param {number} exitCode
 * @returns {Tally}
 */
export function tallyCheck(exitCode) {
  return exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
}

/**
 * @param {string} why in English, as the counts are
 * @returns {Tally}
 */
export function tallyNotRun(why) {
  return { passed: 0, failed: 0, skipped: 1, notRun: why };
}

/**
 * What a test runner's own JSON report saw, held against its exit code: a runner that ended badly without a failed test, left no
 * report, or ran nothing at all, counts as one failure.
 * @param {string} file
 * @param {(report: unknown) => Tally} read
 * @param {number} exitCode
 * @returns {Promise<Tally>}
 */
export async function tallyReport(file, read, exitCode) {
  const seen = await readFile(file, 'utf8')
    .then((text) => read(JSON.parse(text)))
    .catch(() => ({ passed: 0, failed: 0, skipped: 0 }));
  const crashed = seen.failed === 0 && (exitCode !== 0 || seen.passed === 0);
  return crashed ? { ...seen, failed: 1 } : seen;
}

/**
 * Vitest's `json` reporter. A file that could not be loaded has no tests to count: it is one failure.
 * @param {unknown} report
 * @returns {Tally}
 */
export function readVitest(report) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
    /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
     *   testResults: { name: string, status: string, message?: string, startTime?: number, endTime?: number,
     *     assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[] }} */ (report);
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + brokenFiles.length,
    skipped: numPendingTests + numTodoTests,
    times: testResults.map(({ name, startTime = 0, endTime = 0 }) => ({ name, ms: endTime - startTime })),
    failures: testResults
      .flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter((test) => test.status === 'failed')
          .map(({ fullName, failureMessages }) => failure(`${name} › ${fullName}`, failureMessages?.join('\n'))),
      )
      .concat(brokenFiles.map(({ name, message }) => failure(`${name} (not loaded)`, message))),
  };
}

/**
 * Playwright's `json` reporter. A test that passed only on a second try counts as failed; an error outside of tests is one failure.
 * @param {unknown} report
 * @returns {Tally}
 */
export function readPlaywright(report) {
  const { stats, errors, suites } =
    /** @type {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[],
     *   suites: PlaywrightSuite[] }} */ (report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: suites.flatMap(failedSpecs),
    times: suites.flatMap(timesOf),
  };
}

/**
 * @typedef {{ title: string, tests: { status: string, results?: { error?: { message?: string }, duration?: number }[] }[] }} PlaywrightSpec
 * @typedef {{ file: string, specs?: PlaywrightSpec[], suites?: PlaywrightSuite[] }} PlaywrightSuite
 */

/**
 * @param {PlaywrightSuite} suite
 * @returns {string[]}
 */
function failedSpecs({ file, specs = [], suites = [] }) {
  const failed = specs.filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'));
  const told = failed.map(({ title, tests }) => {
    const errors = tests.flatMap(({ results = [] }) => results.map(({ error }) => error?.message ?? ''));
    return failure(`${file} › ${title}`, errors.join('\n'));
  });
  return [...told, ...suites.flatMap(failedSpecs)];
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {Time[]}
 */
function timesOf({ file, specs = [], suites = [] }) {
  const times = specs.map(({ title, tests }) => {
    const durations = tests.flatMap(({ results = [] }) => results.map(({ duration = 0 }) => duration));
    return { name: `${file} › ${title}`, ms: durations.reduce((sum, one) => sum + one, 0) };
  });
  return [...times, ...suites.flatMap(timesOf)];
}

/**
 * The longest of all, longest first.
 * @param {Tally[]} tallies
 * @param {number} most
 */
export function slowest(tallies, most) {
  const times = tallies.flatMap(({ times = [] }) => times);
  return times.toSorted((one, other) => other.ms - one.ms).slice(0, most);
}

/**
 * What scripts/test-smb.mjs reports: one for each scenario.
 * @param {unknown} report
 * @returns {Tally}
 */
export function readScenarios(report) {
  const { passed, failed } = /** @type {{ passed: number, failed: number }} */ (report);
  return { passed, failed, skipped: 0 };
}

/**
 * @param {Tally[]} tallies
 * @returns {Tally}
 */
export function sum(tallies) {
  return tallies.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/**
 * Of several parts of one check.
 * @param {Tally[]} parts
 * @returns {Tally}
 */
export function together(parts) {
  return {
    ...sum(parts),
    failures: parts.flatMap(({ failures = [] }) => failures),
    times: parts.flatMap(({ times = [] }) => times),
  };
}

/** @param {Tally} tally */
export function tallyLine({ passed, failed, skipped, notRun }) {
  if (notRun !== undefined) return `not run: ${notRun}`;
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
}
