import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../../src/engine';
import { openLedger } from '../../src/engine/ledger';
import { DeliveryWriter } from '../../src/engine/ledger/writers/deliveries';
import { LiveConsole } from '../../src/engine/live';
import { writeBigLedger } from './support/big-ledger';
import { monthsOf } from './support/big-office';
import { ledgerQuestions, type Question } from './support/ledger-questions';
import { figure, printMachine } from './support/report';

/**
 * What the program asks of a ledger of a million documents, and how long the engine's thread is held by each question: processor time
 * beside its bound, and wall time. The median of three, after a first time that fills the cache. `--documents N`, `--file FILE` keeps
 * the ledger there and takes it when it exists, `--only TEXT` asks what has the text in its name.
 */
const { values: asked } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    file: { type: 'string' },
    only: { type: 'string' },
  },
});
const documents = Number(asked.documents);
const size = { documents, companies: Math.max(50, Math.min(1_000, documents / 1_000)), months: 12 };
const home = asked.file === undefined ? mkdtempSync(join(tmpdir(), 'malote-bench-ledger-')) : dirname(asked.file);
const file = asked.file ?? join(home, 'malote.db');
const TIMES = 3;

interface Measured {
  readonly cpu: number;
  readonly wall: number;
}

function once(ask: () => unknown): Measured {
  const begun = performance.now();
  const before = process.cpuUsage();
  ask();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1_000, wall: performance.now() - begun };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function measure(ask: () => unknown): Measured & { readonly first: number } {
  const first = once(ask);
  // what takes seconds is not going to change
  const rest = first.wall > 3_000 ? [first] : Array.from({ length: TIMES }, () => once(ask));
  return { cpu: median(rest.map(({ cpu }) => cpu)), wall: median(rest.map(({ wall }) => wall)), first: first.wall };
}

function row({ name, bound, ask }: Question): void {
  if (asked.only !== undefined && !name.includes(asked.only)) return;
  const { cpu, wall, first } = measure(ask);
  const met = cpu <= bound;
  if (!met) process.exitCode = 1;
  const cells = [cpu, wall, first].map((ms) => ms.toFixed(1).padStart(9));
  console.log(`${met ? 'ok  ' : 'MISS'} ${name.padEnd(58)}${cells.join('')}${String(bound).padStart(8)}`);
}

const isThere = (): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined;

printMachine();
if (!isThere()) {
  const { wall } = once(() => writeBigLedger(file, size));
  figure('written in', wall / 1_000, 's', 1);
}
figure('size of the ledger', statSync(file).size / 2 ** 20, 'MiB');
console.log(
  `${' '.repeat(63)}${['CPU', 'wall', 'first', 'bound'].map((one, at) => one.padStart(at === 3 ? 8 : 9)).join('')}  (ms)`,
);
const month = monthsOf(size).at(-1) ?? '';
const workspace = { shown: dirname(file), configured: true, demonstration: null };
try {
  row({ name: 'opening and closing it', bound: 200, ask: () => openLedger(file, { now: () => Date.now() }).close() });
  const ledger = openLedger(file, { now: () => Date.now() });
  const writer = new DeliveryWriter(ledger.db, () => new Date().toISOString());
  for (const question of ledgerQuestions(ledger, writer, month)) row(question);
  ledger.close();
  const engine = await openEngine({ workspace: dirname(file) });
  const console_ = new LiveConsole({ workspace, month }, { epoch: 'bench', send: () => undefined });
  row({ name: 'malote status', bound: 2_000, ask: () => engine.status(month) });
  row({ name: 'attaching the console', bound: 2_000, ask: () => console_.attach(engine, workspace, month) });
  console_.close();
  await engine.close();
} finally {
  if (asked.file === undefined) rmSync(home, { recursive: true, force: true });
}
