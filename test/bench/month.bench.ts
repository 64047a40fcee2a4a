import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import { bound, figure, printMachine } from './support/report';
import { engineFor, startOffice } from './support/simulated-office';

/**
 * One company of 15,000 CT-e, from SIEG to the share: the time per document must not grow over the run, memory stays bounded.
 * The simulator is another process; waits for its limits are shortened, so what is measured is Malote's own work.
 */
const DOCUMENTS = 15_000;
const SLICE = 1_000;

const workspace = mkdtempSync(join(tmpdir(), 'malote-bench-month-'));
const office = await startOffice(workspace, ['--companies', '1', '--documents', '1', '--giant', String(DOCUMENTS), '--speed', '5000']);
const engine = await engineFor(workspace, office, 5_000);
let peak = 0;
const meter = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);
const summary = await engine.run({ month: office.month });
clearInterval(meter);
await engine.close();
await office.close();

/** Milliseconds that the documents from the `from`-th to the `to`-th took to be filed, by the ledger's own times. */
function filingTime(from: number, to: number): number {
  const db = openSqlite(join(workspace, 'malote.db'), { readonly: true });
  const at = (n: number): number =>
    Date.parse(db.prepare('SELECT archived_at FROM documents ORDER BY id LIMIT 1 OFFSET ?').pluck().get(n) as string);
  const time = at(to) - at(from);
  db.close();
  return time;
}

printMachine();
console.log(`status ${summary.run.status}, ${String(summary.documents.archived)} archived, ${String(summary.documents.delivered)} delivered and verified, ${String(summary.documents.missing)} missing, ${String(summary.requests.total)} requests`);
figure('whole run', summary.run.seconds, 's', 1);
figure('documents per second, end to end', summary.documents.delivered / summary.run.seconds, '/s');
const first = filingTime(0, SLICE);
const last = filingTime(summary.documents.archived - 1 - SLICE, summary.documents.archived - 1);
figure('first thousand', first, 'ms');
figure('last thousand', last, 'ms');
bound('last thousand ÷ first thousand', last / first, 1.2);
bound('peak memory (RSS)', peak / 2 ** 20, 400, ' MiB');
if (summary.documents.missing !== 0 || summary.documents.delivered < DOCUMENTS) process.exitCode = 1;
rmSync(workspace, { recursive: true, force: true });
