import { bootstrap } from './bootstrap.mjs';
import { CHECKS, checksOf, ON_DEMAND, runCheck } from './lib/checks.mjs';
import { runMain } from './lib/explain.mjs';
import { sum, tallyLine } from './lib/tally.mjs';

/** `npm test`: everything; `npm test -- lint unit`: only those. The last line of stdout counts what was really seen. */
await runMain(async () => {
  const asked = process.argv.slice(2);
  const names =
    asked.length === 0 ? Object.keys(CHECKS).filter((name) => !ON_DEMAND.includes(name)) : asked.flatMap(checksOf);
  await bootstrap();
  /** @type {Record<string, import('./lib/tally.mjs').Tally>} */
  const seen = {};
  for (const name of names) seen[name] = await runCheck(name);
  process.stdout.write('\n');
  for (const [name, tally] of Object.entries(seen)) process.stdout.write(`${name.padEnd(15)} ${tallyLine(tally)}\n`);
  for (const { failures = [] } of Object.values(seen))
    for (const test of failures) process.stdout.write(`failed: ${test}\n`);
  const total = sum(Object.values(seen));
  process.stdout.write(`${tallyLine(total)}\n`);
  return total.failed === 0 ? 0 : 1;
});
