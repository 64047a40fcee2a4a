import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { bound, figure, printMachine } from './support/report';

/**
 * What `malote service run` costs while nothing is to be done: the standard schedule, three shares and a workbook that are watched, each
 * behind a process of its own. Processor time of all of its processes, as Linux counts it.
 */
const SETTLED_AFTER_MS = 20_000;
const MEASURED_MS = 300_000;
const TICKS_PER_SECOND = 100;

const workspace = mkdtempSync(join(tmpdir(), 'malote-bench-idle-'));
const cli = join(process.cwd(), 'out', 'main', 'cli.js');
const env = { ...process.env, MALOTE_SIEG_KEY: 'nunca-perguntada' };
const root = (name: string): string => {
  mkdirSync(join(workspace, name));
  return join(workspace, name);
};
writeFileSync(
  join(workspace, 'settings.json'),
  JSON.stringify({
    // nobody listens there, and nothing is asked
    sieg: { generation: 'legacy', baseUrl: 'http://127.0.0.1:9' },
    archive: { root: root('acervo') },
    importShare: { root: root('import'), cancelledRoot: root('cancelados') },
    companies: { workbook: join(workspace, 'empresas.xlsx') },
  }),
);

function malote(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args, '--json', '--workspace', workspace], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** Seconds of processor time of a process and of those that it has begun. */
function cpuSeconds(pid: number): number {
  const pids = readdirSync(`/proc/${String(pid)}/task`).flatMap((task) =>
    readFileSync(`/proc/${String(pid)}/task/${task}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter(Boolean),
  );
  const ticks = [String(pid), ...pids].map((each) => {
    // after the name, which may hold anything: utime is the 12th, stime the 13th
    const fields = readFileSync(`/proc/${each}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, each) => sum + each, 0) / TICKS_PER_SECOND;
}

printMachine();
try {
  await once(malote('schedule', 'add', '--standard'), 'exit');
  const service = malote('service', 'run');
  if (service.stdout === null || service.pid === undefined) throw new Error('the service did not start');
  for await (const line of createInterface({ input: service.stdout })) if (line.includes('"schedule"')) break;
  await sleep(SETTLED_AFTER_MS);
  const before = cpuSeconds(service.pid);
  await sleep(MEASURED_MS);
  const used = cpuSeconds(service.pid) - before;
  figure('processor time', used * 1_000, `ms in ${String(MEASURED_MS / 1_000)} s`);
  bound('of a core', (100 * used) / (MEASURED_MS / 1_000), 0.5, ' %');
  service.kill('SIGINT');
  await once(service, 'exit');
} finally {
  rmSync(workspace, { recursive: true, force: true, maxRetries: 5 });
}
