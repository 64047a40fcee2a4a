import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  readPlaywright,
  readScenarios,
  readVitest,
  slowest,
  sum,
  tallyCheck,
  tallyLine,
  tallyNotRun,
  tallyReport,
  together,
} from '../../../scripts/lib/tally.mjs';

const vitestReport = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };
const playwrightReport = { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [], suites: [] };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-tally-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function reportFile(report: unknown): Promise<string> {
  const file = join(folder, 'report.json');
  await writeFile(file, typeof report === 'string' ? report : JSON.stringify(report));
  return file;
}

describe('the count that npm test ends with', () => {
  it('counts what a runner saw', async () => {
    expect(await tallyReport(await reportFile(vitestReport), readVitest, 0)).toEqual({
      passed: 7,
      failed: 0,
      skipped: 0,
      failures: [],
      times: [],
    });
    expect(await tallyReport(await reportFile(playwrightReport), readPlaywright, 0)).toEqual({
      passed: 2,
      failed: 0,
      skipped: 0,
      failures: [],
      times: [],
    });
  });

  it('counts a runner that left no report, or half of one, as failed', async () => {
    expect(await tallyReport(join(folder, 'absent.json'), readVitest, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(await tallyReport(await reportFile('{"numPassedTests":3'), readVitest, 1)).toMatchObject({ failed: 1 });
  });

  it('knows what took longest: files of the one runner, tests of the other', () => {
    const file = (name: string, ms: number): object => ({
      name,
      status: 'passed',
      startTime: 5_000,
      endTime: 5_000 + ms,
      assertionResults: [],
    });
    const spec = (title: string, ...durations: number[]): object => ({
      title,
      tests: [{ status: 'expected', results: durations.map((duration) => ({ duration })) }],
    });
    const unit = readVitest({ ...vitestReport, testResults: [file('a.test.ts', 300), file('b.test.ts', 900)] });
    const suites = [{ file: 'x.e2e.ts', specs: [spec('opens', 400, 200)], suites: [{ file: 'x.e2e.ts', specs: [] }] }];
    const e2e = readPlaywright({ ...playwrightReport, suites });
    expect(slowest([together([unit, e2e]), tallyCheck(0)], 2)).toEqual([
      { name: 'b.test.ts', ms: 900 },
      { name: 'x.e2e.ts › opens', ms: 600 },
    ]);
  });

  it('counts a bad end without a failed test as a failure', async () => {
    expect(await tallyReport(await reportFile(vitestReport), readVitest, 1)).toEqual({
      passed: 7,
      failed: 1,
      skipped: 0,
      failures: [],
      times: [],
    });
  });

  it('counts a run of nothing as a failure', async () => {
    const empty = { ...vitestReport, numPassedTests: 0, numPendingTests: 4 };
    expect(await tallyReport(await reportFile(empty), readVitest, 0)).toMatchObject({
      passed: 0,
      failed: 1,
      skipped: 4,
    });
  });

  it('does not count a failure twice', async () => {
    const failed = {
      ...vitestReport,
      numFailedTests: 2,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'failed', fullName: 'a thing is' },
            { status: 'passed', fullName: 'a thing was' },
            {
              status: 'failed',
              fullName: 'a thing will be',
              failureMessages: ['\u001b[31mexpected 1\u001b[0m\n\nto be 2'],
            },
          ],
        },
      ],
    };
    expect(await tallyReport(await reportFile(failed), readVitest, 1)).toEqual({
      passed: 7,
      failed: 2,
      skipped: 0,
      failures: ['a.test.ts › a thing is', 'a.test.ts › a thing will be\n    expected 1\n    to be 2'],
      times: [{ name: 'a.test.ts', ms: 0 }],
    });
  });

  it('counts a test file that does not load as one failure', () => {
    const report = {
      ...vitestReport,
      testResults: [
        { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
        { name: 'b.test.ts', status: 'passed', assertionResults: [] },
      ],
    };
    expect(readVitest(report)).toEqual({
      passed: 7,
      failed: 1,
      skipped: 0,
      failures: ['a.test.ts (not loaded)\n    no such module'],
      times: [
        { name: 'a.test.ts', ms: 0 },
        { name: 'b.test.ts', ms: 0 },
      ],
    });
  });

  it('counts a flaky test and an error outside of tests as failures', () => {
    const report = {
      stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 1 },
      errors: [{ message: 'no tests found' }],
      suites: [
        {
          file: 'a.e2e.ts',
          specs: [{ title: 'opens', tests: [{ status: 'expected' }] }],
          suites: [
            {
              file: 'a.e2e.ts',
              specs: [
                { title: 'closes', tests: [{ status: 'unexpected', results: [{ error: { message: 'too late' } }] }] },
                { title: 'blinks', tests: [{ status: 'flaky' }] },
              ],
            },
          ],
        },
      ],
    };
    expect(readPlaywright(report)).toEqual({
      passed: 2,
      failed: 3,
      skipped: 1,
      failures: ['a.e2e.ts › closes\n    too late', 'a.e2e.ts › blinks'],
      times: ['opens', 'closes', 'blinks'].map((title) => ({ name: `a.e2e.ts › ${title}`, ms: 0 })),
    });
  });

  it('counts scenarios, and a run that ended without a word as a failure', async () => {
    const report = await reportFile({ passed: 8, failed: 1 });
    expect(await tallyReport(report, readScenarios, 1)).toEqual({ passed: 8, failed: 1, skipped: 0 });
    expect(await tallyReport(join(folder, 'none.json'), readScenarios, 1)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('never takes what was not run for passed, and says why', () => {
    const notRun = tallyNotRun('this machine cannot');
    expect(tallyLine(notRun)).toBe('not run: this machine cannot');
    expect(tallyLine(sum([tallyCheck(0), notRun]))).toBe('1 passed, 0 failed, 1 skipped');
  });

  it('adds up and says it in one line', () => {
    const total = sum([tallyCheck(0), tallyCheck(2), { passed: 5, failed: 0, skipped: 0 }]);
    expect(tallyLine(total)).toBe('6 passed, 1 failed');
    expect(tallyLine({ ...total, skipped: 3 })).toBe('6 passed, 1 failed, 3 skipped');
  });
});
