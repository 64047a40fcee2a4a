import { relative } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { CHECKS, checksOf, ON_DEMAND, runCheck } from './lib/checks.mjs';
import { runMain } from './lib/explain.mjs';
import { root } from './lib/paths.mjs';
import { slowest, sum, tallyLine, tallyNotRun } from './lib/tally.mjs';

/** Checks that need a machine of their own, whose making takes minutes, begin no later in a run of everything: it ends in 45 minutes. */
const LATE_MS = 33 * 60_000;
const OWN_MACHINE = ['smb-quick', 'windows-quick'];
/** So many of the slowest test files and end-to-end tests are told at the end. */
const SLOWEST = 20;

/** `npm test`: everything; `npm test -- lint unit`: only those. The last line of stdout counts what was really seen. */
await runMain(async () => {
  const asked = process.argv.slice(2);
  const names =
    asked.length === 0 ? Object.keys(CHECKS).filter((name) => !ON_DEMAND.includes(name)) : asked.flatMap(checksOf);
  await bootstrap();
  /** @type {Record<string, import('./lib/tally.mjs').Tally>} */
  const seen = {};
  /** @type {Record<string, number>} */
  const seconds = {};
  for (const name of names) {
    const began = performance.now();
    const isLate = asked.length === 0 && OWN_MACHINE.includes(name) && performance.now() > LATE_MS;
    seen[name] = isLate
      ? tallyNotRun(`this run has taken its time already; npm test -- ${name} runs it alone`)
      : await runCheck(name);
    seconds[name] = Math.round((performance.now() - began) / 1_000);
  }
  process.stdout.write('\n');
  for (const { name, ms } of slowest(Object.values(seen), SLOWEST))
    process.stdout.write(`${(ms / 1_000).toFixed(1).padStart(7)} s  ${relative(root, name)}\n`);
  for (const [name, tally] of Object.entries(seen))
    process.stdout.write(`${name.padEnd(15)} ${String(seconds[name]).padStart(5)} s  ${tallyLine(tally)}\n`);
  for (const { failures = [] } of Object.values(seen))
    for (const test of failures) process.stdout.write(`failed: ${test}\n`);
  const total = sum(Object.values(seen));
  process.stdout.write(`${tallyLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});
