import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootstrap } from './bootstrap.mjs';
import { CHECKS, checksOf, ensurePackages, ON_DEMAND, runCheck } from './lib/checks.mjs';
import { runMain } from './lib/explain.mjs';
import { results, root } from './lib/paths.mjs';
import { run } from './lib/process.mjs';
import { slowest, sum, tallyCheck, tallyLine, tallyNotRun } from './lib/tally.mjs';

/** @typedef {{ seconds: number, tally: import('./lib/tally.mjs').Tally }} Seen */

/** Checks that need a machine of their own, whose making takes minutes, begin no later in a run of everything: it ends in 45 minutes. */
const LATE_MS = 36 * 60_000;
const OWN_MACHINE = ['smb-quick', 'windows-quick'];
/** So many of the slowest test files and end-to-end tests are told at the end. */
const SLOWEST = 20;
/** The longest check, which waits about as much as it works; the others run beside it. */
const BESIDE = 'unit';
/** Set for the process that runs these others: the file for what they came to, and when the whole began (milliseconds since 1970). */
const [reportFile, wholeBegan] = [process.env['MALOTE_TEST_REPORT'], Number(process.env['MALOTE_TEST_BEGAN'])];

/**
 * One after the other.
 * @param {string[]} names
 * @returns {Promise<Record<string, Seen>>}
 */
async function runInTurn(names) {
  /** @type {Record<string, Seen>} */
  const seen = {};
  for (const name of names) {
    const began = performance.now();
    const isLate = reportFile !== undefined && OWN_MACHINE.includes(name) && Date.now() - wholeBegan > LATE_MS;
    const tally = isLate
      ? tallyNotRun(`this run has taken its time already; npm test -- ${name} runs it alone`)
      : await runCheck(name);
    seen[name] = { tally, seconds: Math.round((performance.now() - began) / 1_000) };
  }
  return seen;
}

/**
 * In a process of their own, whose output comes when all have ended.
 * @param {string[]} names
 * @returns {Promise<{ output: string, seen: Record<string, Seen> }>}
 */
async function runApart(names) {
  const file = join(results, 'beside.json');
  await mkdir(results, { recursive: true });
  await rm(file, { force: true });
  const env = { ...process.env, MALOTE_TEST_REPORT: file, MALOTE_TEST_BEGAN: String(Date.now()) };
  const { output } = await run(process.execPath, [fileURLToPath(import.meta.url), ...names], { env });
  const seen = await readFile(file, 'utf8').then(
    (text) => /** @type {Record<string, Seen>} */ (JSON.parse(text)),
    () => Object.fromEntries(names.map((name) => [name, { tally: tallyCheck(1), seconds: 0 }])),
  );
  return { output, seen };
}

/** @returns {Promise<Record<string, Seen>>} */
async function runEverything() {
  const names = Object.keys(CHECKS).filter((name) => !ON_DEMAND.includes(name));
  await ensurePackages();
  const apart = runApart(names.filter((name) => name !== BESIDE));
  const here = await runInTurn([BESIDE]);
  const { output, seen } = await apart;
  process.stdout.write(`\n${output}`);
  return Object.fromEntries(names.map((name) => [name, /** @type {Seen} */ (here[name] ?? seen[name])]));
}

/** `npm test`: everything; `npm test -- lint unit`: only those. The last line of stdout counts what was really seen. */
await runMain(async () => {
  const asked = process.argv.slice(2);
  await bootstrap();
  const seen = asked.length === 0 ? await runEverything() : await runInTurn(asked.flatMap(checksOf));
  if (reportFile !== undefined) {
    await writeFile(reportFile, JSON.stringify(seen));
    return 0;
  }
  const tallies = Object.values(seen).map(({ tally }) => tally);
  process.stdout.write('\n');
  for (const { name, ms } of slowest(tallies, SLOWEST))
    process.stdout.write(`${(ms / 1_000).toFixed(1).padStart(7)} s  ${relative(root, name)}\n`);
  for (const [name, { tally, seconds }] of Object.entries(seen))
    process.stdout.write(`${name.padEnd(15)} ${String(seconds).padStart(5)} s  ${tallyLine(tally)}\n`);
  for (const { failures = [] } of tallies) for (const test of failures) process.stdout.write(`failed: ${test}\n`);
  const total = sum(tallies);
  process.stdout.write(`${tallyLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});
