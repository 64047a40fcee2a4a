import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { AuditService } from '../../src/engine/jobs/audit';
import { JobRunner } from '../../src/engine/jobs/runner';
import { openLedger, ReadingThread } from '../../src/engine/ledger';
import type { READINGS } from '../../src/engine/app/readings';
import { nodeAgents, openAgentRoot, openLocalRoot } from '../../src/engine/shares';
import { databaseOf } from '../../src/engine/ledger/ledger';
import type { AuditView } from '../../src/shared/ipc/audit';
import { buildOffice } from './support/audited-office';
import { READER } from './support/reader';
import { bound, figure, printMachine } from './support/report';

/**
 * An audit of many files behind a share agent: the first, which reads all of them, and the second, which reads none; beside find and
 * sha256sum over the same files. Everything is measured with the files in the system's cache (they were written just before), so that
 * what is compared is the work and not the disk; --cold empties the cache before each step, where this user may.
 */
const { values: asked } = parseArgs({
  options: {
    files: { type: 'string', default: '1000000' },
    dir: { type: 'string', default: tmpdir() },
    cold: { type: 'boolean', default: false },
  },
});
const FILES = Number(asked.files);
const RSS_MIB = 600;
const run = promisify(execFile);
const home = mkdtempSync(join(asked.dir, 'malote-bench-audit-'));
const archive = join(home, 'archive');
const workspace = join(home, 'workspace');
for (const folder of [archive, workspace, join(workspace, 'guardados')]) mkdirSync(folder, { recursive: true });

/** What this process and the agent hold, at most. */
class Memory {
  peakMib = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly pids: () => readonly number[]) {}

  start(): void {
    this.peakMib = 0;
    this.#timer = setInterval(() => {
      const others = this.pids().reduce((sum, pid) => sum + rssOf(pid), 0);
      this.peakMib = Math.max(this.peakMib, process.memoryUsage.rss() / 2 ** 20 + others);
    }, 100);
  }

  stop(): number {
    clearInterval(this.#timer);
    return this.peakMib;
  }
}

function rssOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Seconds on a processor; Linux counts a hundredth of a second as one tick. */
function cpuOf(pid: number): number {
  try {
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function cpuSeconds(): { readonly own: number; readonly agent: number } {
  const { user, system } = process.cpuUsage();
  return { own: (user + system) / 1e6, agent: pids.reduce((sum, pid) => sum + cpuOf(pid), 0) };
}

async function emptyCache(): Promise<void> {
  if (!asked.cold) return;
  await run('sh', ['-c', 'sync; echo 3 > /proc/sys/vm/drop_caches']);
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  await emptyCache();
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

printMachine();
console.log(`${String(FILES)} files below ${asked.dir}; cache: ${asked.cold ? 'emptied before each step' : 'warm'}`);
const building = performance.now();
const builder = openLedger(join(workspace, 'malote.db'), { now: () => Date.now() });
buildOffice(builder, archive, FILES);
databaseOf(builder).raw.pragma('wal_checkpoint(TRUNCATE)');
builder.close();
figure('built in', (performance.now() - building) / 1000, 's');
globalThis.gc?.();

const spawn = nodeAgents(join(import.meta.dirname, 'share-agent.mjs'), { log: (text) => process.stderr.write(text) });
const root = openAgentRoot({ id: 'archive', location: archive, spawn });
const kept = openLocalRoot({ id: 'guardados', location: join(workspace, 'guardados') });
const ledger = openLedger(join(workspace, 'malote.db'), { now: () => Date.now() });
const reading = new ReadingThread<typeof READINGS>({
  program: READER,
  file: databaseOf(ledger).raw.name,
  onWaiting: () => undefined,
});
const room = new AuditService({
  ledger,
  readings: reading.answers,
  within: (work) => work({ archive: root, kept }),
  now: () => Date.now(),
  runner: new JobRunner({ ledger, onChange: () => undefined }),
});
const childPids = async (): Promise<number[]> => {
  const { stdout } = await run('pgrep', ['-P', String(process.pid)]).catch(() => ({ stdout: '' }));
  return stdout
    .split('\n')
    .map(Number)
    .filter((pid) => pid > 0);
};
await root.check();
const pids = await childPids();
const memory = new Memory(() => pids);

interface Audited {
  readonly view: AuditView;
  readonly took: number;
  readonly peak: number;
  /** Seconds of this process and of the agent. */
  readonly cpu: ReturnType<typeof cpuSeconds>;
}

async function audited(): Promise<Audited> {
  memory.start();
  const before = cpuSeconds();
  let view: AuditView | undefined;
  const took = await seconds(async () => {
    view = await room.run({ months: null, companies: null });
  });
  const peak = memory.stop();
  const after = cpuSeconds();
  const cpu = { own: after.own - before.own, agent: after.agent - before.agent };
  if (view?.outcome !== 'complete')
    throw new Error(`audit ended as ${String(view?.outcome)}: ${JSON.stringify((await room.overview()).error)}`);
  if (view.figures.files !== FILES || Object.values(view.counts).some((count) => count > 0)) {
    throw new Error(`unexpected findings: ${JSON.stringify(view.counts)}, ${String(view.figures.files)} files`);
  }
  return { view, took, peak, cpu };
}

try {
  const first = await audited();
  const second = await audited();
  const tools = await seconds(() =>
    run('sh', ['-c', 'find "$0" -type f -print0 | xargs -0 sha256sum > /dev/null', archive], { maxBuffer: 2 ** 20 }),
  );
  figure('first audit', first.took, `s (${(FILES / first.took).toFixed(0)} files/s)`, 1);
  figure('second audit', second.took, `s (${(FILES / second.took).toFixed(0)} files/s)`, 1);
  figure('find + sha256sum', tools, 's', 1);
  figure('first audit / find + sha256sum', first.took / tools, '', 2);
  figure('second audit / find + sha256sum', second.took / tools, '', 2);
  for (const [name, { cpu }] of [
    ['first', first],
    ['second', second],
  ] as const) {
    figure(`processor time of the ${name} audit`, cpu.own, `s, and ${cpu.agent.toFixed(1)} s of the agent`, 1);
  }
  figure('peak memory of the first audit (this process and the agent)', first.peak, 'MiB');
  figure('peak memory of the second audit', second.peak, 'MiB');
  bound('peak memory', Math.max(first.peak, second.peak), RSS_MIB, ' MiB');
  bound('second audit / first audit', second.took / first.took, 0.1);
} finally {
  await root.close();
  await kept.close();
  await reading.close();
  ledger.close();
  rmSync(home, { recursive: true, force: true });
}
