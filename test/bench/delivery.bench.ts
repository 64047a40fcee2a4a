import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { FaultMount, faultMountsPossible } from '../support/fault-mount';
import { mayMount, Tmpfs } from '../support/tmpfs';
import { COPY_TOOLS, MALOTE, type CopyTool } from './support/copy-tools';
import { pendingDeliveries } from './support/pending-deliveries';
import { atLeast, bound, figure, printMachine } from './support/report';

/**
 * What stands in the outbox delivered, durable, verified and recorded, beside programs that copy the same files and a bare loop of the
 * calls that are made for each: on a file system in memory, on the disk, and on a mount on which every call takes 5 ms. Side by side in each round, in turns, into fresh folders.
 */
const { values: asked } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    'mount-files': { type: 'string', default: '1000' },
    layout: { type: 'string', default: 'flat' },
    rounds: { type: 'string', default: '5' },
    places: { type: 'string', default: 'tmpfs,ext4,mount' },
    tools: { type: 'string', default: 'bare,rclone,rsync,cp' },
  },
});
const BYTES = 6 * 1024;
const LATENCY_MS = 5;
const run = promisify(execFile);

interface Place {
  readonly name: string;
  readonly files: number;
  /** Where everything lies that is read and written. */
  readonly folder: string;
  /** Folder of the ledger, which is never on another machine. */
  readonly ledger: string;
  /** Takes away what rounds have left, at full speed. */
  readonly behind: string;
  /** Called before and after what is measured. */
  readonly measured: (isOn: boolean) => Promise<void>;
  close(): Promise<void>;
}

const nothing = (): Promise<void> => Promise.resolve();
const home = mkdtempSync(join(tmpdir(), 'malote-bench-delivery-'));
const made = (name: string): string => {
  const folder = join(home, name);
  mkdirSync(folder, { recursive: true });
  return folder;
};

async function inMemory(): Promise<Place> {
  const tmpfs = await Tmpfs.open({ point: join(home, 'memory'), kilobytes: 2 * 1024 ** 2 });
  const { point: folder } = tmpfs;
  const files = Number(asked.files);
  return {
    name: 'tmpfs',
    files,
    folder,
    ledger: folder,
    behind: folder,
    measured: nothing,
    close: () => tmpfs.close(),
  };
}

function onDisk(): Place {
  const folder = made('disk');
  const files = Number(asked.files);
  return { name: 'ext4', files, folder, ledger: folder, behind: folder, measured: nothing, close: nothing };
}

async function onSlowMount(): Promise<Place> {
  const backing = made('backing');
  const mount = await FaultMount.open({ backing, point: join(home, 'mount'), cacheSeconds: 1 });
  return {
    name: `mount with ${String(LATENCY_MS)} ms per call`,
    files: Number(asked['mount-files']),
    folder: mount.point,
    ledger: made('ledger'),
    behind: backing,
    measured: (isOn) => (isOn ? mount.latency(LATENCY_MS) : mount.heal()),
    close: () => mount.close(),
  };
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

interface Contender {
  readonly name: string;
  /** Name of the folder that it copies to. */
  readonly folder: string;
  /** @returns milliseconds */
  go(to: string): Promise<number>;
  readonly times: number[];
  /** Milliseconds of processor time of each round, where it is known. */
  readonly cpu: number[];
}

function contenderOf(tool: CopyTool, source: string): Contender {
  const go = async (to: string): Promise<number> => {
    const begun = performance.now();
    await tool.copy(source, to);
    return performance.now() - begun;
  };
  return { name: tool.name, folder: tool.name.split(' ')[0] ?? '', go, times: [], cpu: [] };
}

/** The same calls in a Node process that does nothing else; its start is not counted, as the agents stand too. */
function bareLoop(source: string): Contender {
  const cpu: number[] = [];
  const go = async (to: string): Promise<number> => {
    const script = join(import.meta.dirname, 'bare-loop.mjs');
    const env = { ...process.env, UV_THREADPOOL_SIZE: '64' };
    const { stdout } = await run(process.execPath, [script, source, join(to, 'Import')], { env });
    const took = JSON.parse(stdout) as { readonly ms: number; readonly cpuMs: number };
    cpu.push(took.cpuMs);
    return took.ms;
  };
  return { name: 'bare loop of the same calls', folder: 'bare', go, times: [], cpu };
}

function filesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith('.xml')).length;
}

async function measure(place: Place, contender: Contender): Promise<void> {
  const { folder } = contender;
  mkdirSync(join(place.behind, folder), { recursive: true });
  await run('sync');
  await place.measured(true);
  const ms = await contender.go(join(place.folder, folder));
  await place.measured(false);
  const copied = filesBelow(join(place.behind, folder));
  if (copied !== place.files) throw new Error(`${contender.name} copied ${String(copied)} files`);
  contender.times.push(ms);
  // put aside, not deleted: ext4 is slow to create files for minutes after it has deleted as many
  const aside = join(place.behind, 'aside', `${folder}-${String(contender.times.length)}`);
  mkdirSync(aside, { recursive: true });
  for (const name of readdirSync(join(place.behind, folder))) {
    renameSync(join(place.behind, folder, name), join(aside, name));
  }
}

async function compare(place: Place, tools: readonly CopyTool[]): Promise<readonly Contender[]> {
  for (const name of ['archive', 'share']) mkdirSync(join(place.behind, name));
  const pending = pendingDeliveries({
    archive: join(place.folder, 'archive'),
    share: join(place.folder, 'share'),
    ledger: join(place.ledger, 'malote.db'),
    files: place.files,
    bytes: BYTES,
    layout: asked.layout === 'by-type' ? ('by-type' as const) : ('flat' as const),
  });
  const cpu: number[] = [];
  const malote = async (): Promise<number> => {
    const before = await pending.cpuMs();
    const ms = await pending.deliver();
    cpu.push((await pending.cpuMs()) - before);
    return ms;
  };
  const contenders: readonly Contender[] = [
    { name: MALOTE.name, folder: 'share', go: malote, times: [], cpu },
    ...(asked.tools.split(',').includes('bare') ? [bareLoop(join(pending.source, 'NFe'))] : []),
    ...tools.map((tool) => contenderOf(tool, pending.source)),
  ];
  for (let round = 0; round < Number(asked.rounds); round += 1) {
    const turn = round % contenders.length;
    for (const contender of [...contenders.slice(turn), ...contenders.slice(0, turn)]) {
      await measure(place, contender);
    }
  }
  await pending.close();
  return contenders;
}

/** Median of the rounds' own ratios: a disk that is slow for a while is slow for both. */
function timesFaster(ours: readonly number[], theirs: readonly number[]): number {
  return median(theirs.map((ms, round) => ms / (ours[round] ?? NaN)));
}

function processorRatio(contenders: readonly Contender[], theirs: readonly number[]): number {
  const ours = contenders.find(({ name }) => name === MALOTE.name)?.cpu ?? [];
  return median(ours.map((ms, round) => ms / (theirs[round] ?? NaN)));
}

const GOALS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  tmpfs: { rclone: 1 },
  ext4: { rclone: 1.5, rsync: 1, bare: 1 / 1.15 },
  mount: { rclone: 1.5 },
};

function report(key: string, place: Place, contenders: readonly Contender[]): void {
  console.log(
    `\n${place.name}: ${String(place.files)} files of ${String(BYTES)} bytes, ${asked.layout}, medians of ${asked.rounds}`,
  );
  const ours = contenders.find(({ name }) => name === MALOTE.name)?.times ?? [];
  for (const { name, times, cpu } of contenders) {
    const seconds = [...times].sort((one, other) => one - other).map((ms) => (ms / 1000).toFixed(2));
    figure(name, median(times) / 1000, `s (${seconds.join(' ')})`, 2);
    if (cpu.length > 0) figure('  processor', (median(cpu) * 1_000) / place.files, 'µs a file');
    if (name === MALOTE.name) continue;
    const goal = GOALS[key]?.[name.split(' ')[0] ?? ''];
    const ratio = timesFaster(ours, times);
    if (cpu.length > 0) bound(`  processor, Malote / ${name}`, processorRatio(contenders, cpu), 1.15, ' ×');
    if (goal === undefined) figure(`  Malote is faster than ${name} by`, ratio, '×', 2);
    else atLeast(`  Malote is faster than ${name} by`, ratio, goal, ' ×');
  }
}

async function chosenTools(): Promise<CopyTool[]> {
  const tools: CopyTool[] = [];
  for (const tool of COPY_TOOLS.filter(({ name }) => asked.tools.split(',').includes(name.split(' ')[0] ?? ''))) {
    const missing = await tool.missing();
    if (missing === null) tools.push(tool);
    else console.log(`     left out: ${missing}`);
  }
  return tools;
}

const PLACES: Readonly<Record<string, () => Place | Promise<Place> | string>> = {
  tmpfs: () => (mayMount ? inMemory() : 'mounting a tmpfs needs root on Linux'),
  ext4: onDisk,
  mount: async () => {
    const answer = await faultMountsPossible();
    if (!answer.possible) throw new Error(answer.why);
    return onSlowMount();
  },
};

printMachine();
console.log('guarantees: flushed · read back and compared · never overwrites · whole or absent · on record');
for (const { name, flushed, readBack, neverOverwrites, wholeOrAbsent, onRecord } of [MALOTE, ...COPY_TOOLS]) {
  console.log(`  ${name}: ${[flushed, readBack, neverOverwrites, wholeOrAbsent, onRecord].join(' · ')}`);
}
const tools = await chosenTools();
try {
  for (const key of asked.places.split(',')) {
    const place = await PLACES[key]?.();
    if (place === undefined || typeof place === 'string') {
      console.log(`\n${key} left out: ${place ?? 'no such place'}`);
      continue;
    }
    try {
      report(key, place, await compare(place, tools));
    } finally {
      await place.close();
    }
  }
} finally {
  if (existsSync(home)) rmSync(home, { recursive: true, force: true });
}
