import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import { MeasuredAgents } from './support/measured-agents';
import { Profile } from './support/profile';
import { bound, cpuMs, figure, printMachine } from './support/report';
import { engineFor, startOffice } from './support/simulated-office';

/**
 * One company of 15,000 CT-e, from SIEG to the share: the time per document must not grow over the run, memory stays bounded.
 * The simulator is another process; waits for its limits are shortened, so what is measured is Malote's own work: the engine's in
 * this process, the archive's and the import share's in their agents, as on the command line.
 */
const { values: asked } = parseArgs({
  options: {
    documents: { type: 'string', default: '15000' },
    /** Folder for the profiles of the three processes. */
    profile: { type: 'string' },
  },
});
const DOCUMENTS = Number(asked.documents);
const SLICE = 1_000;

const workspace = mkdtempSync(join(tmpdir(), 'malote-bench-month-'));
const office = await startOffice(workspace, [
  '--companies',
  '1',
  '--documents',
  '1',
  '--giant',
  String(DOCUMENTS),
  '--speed',
  '5000',
]);
const agents = new MeasuredAgents(asked.profile !== undefined);
const engine = await engineFor(workspace, office, 5_000, agents.openRoot);
/** CPU time (ms) of this process against documents archived, as progress told it: steadier than the wall on a shared machine. */
const samples: { archived: number; cpuMs: number }[] = [];
engine.subscribe((event) => {
  if (event.type !== 'progress') return;
  samples.push({ archived: event.progress.documents.archived, cpuMs: cpuMs() });
});
let peak = 0;
const meter = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 100);
const profile = asked.profile === undefined ? null : await Profile.begin();
const cpuBefore = cpuMs();
const summary = await engine.run({ month: office.month });
const engineCpu = cpuMs() - cpuBefore;
const agentUsage = await agents.usage();
clearInterval(meter);
if (asked.profile !== undefined) {
  await profile?.write(join(asked.profile, 'engine.cpuprofile'));
  await agents.writeProfiles(asked.profile);
}
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

/** CPU milliseconds spent while the documents from the `from`-th to the `to`-th were filed, to the nearest samples. */
function cpuTime(from: number, to: number): number {
  const at = (n: number): { archived: number; cpuMs: number } => {
    const after = samples.find((sample) => sample.archived >= n);
    if (after === undefined) throw new Error(`no sample at ${String(n)} documents`);
    return after;
  };
  const [begin, end] = [at(from), at(to)];
  return ((end.cpuMs - begin.cpuMs) / Math.max(1, end.archived - begin.archived)) * (to - from);
}

printMachine();
console.log(
  `status ${summary.run.status}, ${String(summary.documents.archived)} archived, ${String(summary.documents.delivered)} delivered and verified, ${String(summary.documents.missing)} missing, ${String(summary.requests.total)} requests`,
);
figure('whole run', summary.run.seconds, 's', 1);
figure('documents per second, end to end', summary.documents.delivered / summary.run.seconds, '/s');
const first = filingTime(0, SLICE);
const last = filingTime(summary.documents.archived - 1 - SLICE, summary.documents.archived - 1);
figure('first thousand', first, 'ms');
figure('last thousand', last, 'ms');
bound('last thousand ÷ first thousand', last / first, 1.2);
const firstCpu = cpuTime(0, SLICE);
const lastCpu = cpuTime(summary.documents.archived - SLICE, summary.documents.archived);
figure('CPU of the first thousand', firstCpu, 'ms');
figure('CPU of the last thousand', lastCpu, 'ms');
figure('CPU, last ÷ first', lastCpu / firstCpu, '', 2);
const each = (ms: number): number => (ms * 1_000) / summary.documents.delivered;
figure('CPU a document, engine', each(engineCpu), 'µs');
for (const [name, usage] of agentUsage) {
  figure(`CPU a document, agent ${name}, its start included`, each(usage.cpuMs), 'µs');
}
const wholeCpu = [...agentUsage.values()].reduce((sum, usage) => sum + usage.cpuMs, engineCpu);
bound('CPU a document, engine and agents', each(wholeCpu) / 1_000, 2.2, ' ms');
const largestAgent = Math.max(...[...agentUsage.values()].map(({ rssBytes }) => rssBytes));
figure('memory of the larger agent (RSS)', largestAgent / 2 ** 20, 'MiB');
bound('peak memory (RSS)', peak / 2 ** 20, 400, ' MiB');
if (summary.documents.missing !== 0 || summary.documents.delivered < DOCUMENTS) process.exitCode = 1;
rmSync(workspace, { recursive: true, force: true });
