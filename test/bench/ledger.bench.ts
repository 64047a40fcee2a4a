import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../../src/engine';
import { openLedger, type Ledger } from '../../src/engine/ledger';
import { openLedgerForReading } from '../../src/engine/ledger/ledger';
import { LedgerDatabase } from '../../src/engine/ledger/database';
import { DeliveryWriter } from '../../src/engine/ledger/writers/deliveries';
import { LiveConsole } from '../../src/engine/console';
import { databaseOf } from '../../src/engine/ledger/ledger';
import { writeBigLedger } from './support/big-ledger';
import { monthsOf } from './support/big-office';
import {
  ALL_EVIDENCE,
  A_SCREEN,
  AT_ONCE,
  HELD,
  engineQuestions,
  ledgerQuestions,
  WHOLE_MONTH,
  type Question,
} from './support/ledger-questions';
import { READER } from './support/reader';
import { figure, printMachine } from './support/report';

/**
 * What the program asks of a ledger of a million documents: the longest of its statements and the processor time of all of it beside
 * their bounds, the processor time that the engine's own thread spends on it, and wall time. The median of three, after a first time that
 * fills the cache. `--documents N`, `--file FILE` keeps the ledger there and takes it when it exists, `--only TEXT` asks what has the text
 * in its name. `--statistics FILE` writes down what the planner knows of this ledger, for the test of the plans.
 */
const { values: asked } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    file: { type: 'string' },
    only: { type: 'string' },
    statistics: { type: 'string' },
  },
});
const documents = Number(asked.documents);
const size = { documents, companies: Math.max(50, Math.min(1_000, documents / 1_000)), months: 12 };
const home = asked.file === undefined ? mkdtempSync(join(tmpdir(), 'malote-bench-ledger-')) : dirname(asked.file);
const file = asked.file ?? join(home, 'malote.db');
const TIMES = 3;

/** Milliseconds. */
interface Measured {
  /** Processor time of the whole process. */
  readonly cpu: number;
  readonly wall: number;
  /** The longest single statement of the engine's thread, in processor time. */
  readonly statement: number;
  /** Processor time of the engine's thread: by so much at most it was held. */
  readonly held: number;
}

const cpuMs = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
};

let longestStatement = 0;
const verbs = LedgerDatabase.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
for (const verb of ['all', 'get', 'run']) {
  const original = verbs[verb];
  verbs[verb] = function (...given: unknown[]): unknown {
    const before = process.cpuUsage();
    try {
      return original?.apply(this, given);
    } finally {
      longestStatement = Math.max(longestStatement, cpuMs(before));
    }
  };
}

/** Processor time of this thread, where the system tells it; else of the whole process. */
function threadMs(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return cpuMs();
  }
}

async function once(ask: Question['ask']): Promise<Measured> {
  longestStatement = 0;
  const begun = performance.now();
  const [before, heldBefore] = [process.cpuUsage(), threadMs()];
  await ask();
  return {
    cpu: cpuMs(before),
    wall: performance.now() - begun,
    statement: longestStatement,
    held: threadMs() - heldBefore,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function measure(ask: Question['ask']): Promise<Measured & { readonly first: number }> {
  const first = await once(ask);
  // what takes seconds is not going to change
  const rest = first.wall > 3_000 ? [first] : [];
  for (let time = rest.length; time < TIMES && first.wall <= 3_000; time += 1) rest.push(await once(ask));
  const of = (which: keyof Measured): number => median(rest.map((one) => one[which]));
  return { cpu: of('cpu'), wall: of('wall'), statement: of('statement'), held: of('held'), first: first.wall };
}

async function row({ name, bound, whole = bound, aside, ask }: Question): Promise<void> {
  if (asked.only !== undefined && !name.includes(asked.only)) return;
  const { cpu, wall, statement, held, first } = await measure(ask);
  const met = statement <= bound && cpu <= (whole ?? Infinity) && (aside === true || held <= HELD);
  if (!met) process.exitCode = 1;
  const cells = [cpu, wall, first, held, statement].map((ms) => ms.toFixed(1).padStart(9));
  console.log(`${met ? 'ok  ' : 'MISS'} ${name.padEnd(58)}${cells.join('')}${String(bound).padStart(8)}`);
}

function statisticsOf(ledger: Ledger): string {
  const rows = databaseOf(ledger).all<Record<string, string | null>>(
    'SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY tbl, idx IS NOT NULL, idx',
  );
  const lines = rows.map(
    ({ tbl, idx, stat }) => `  [${[tbl, idx, stat].map((one) => JSON.stringify(one)).join(', ')}]`,
  );
  return `[\n${lines.join(',\n')}\n]\n`;
}

const isThere = (): boolean => statSync(file, { throwIfNoEntry: false }) !== undefined;

printMachine();
if (!isThere()) {
  const begun = performance.now();
  writeBigLedger(file, size);
  figure('written in', (performance.now() - begun) / 1_000, 's', 1);
}
figure('size of the ledger', statSync(file).size / 2 ** 20, 'MiB');
const columns = ['CPU', 'wall', 'first', 'held', 'statement', 'bound'];
console.log(
  `${' '.repeat(63)}${columns.map((one, at) => one.padStart(at === 5 ? 8 : at === 4 ? 10 : 9)).join('')}  (ms)`,
);
const month = monthsOf(size).at(-1) ?? '';
const workspace = { shown: dirname(file), configured: true, demonstration: null };
try {
  await row({
    name: 'opening and closing it',
    bound: 200,
    ask: () => {
      openLedger(file, { now: () => Date.now() }).close();
    },
  });
  const ledger = openLedger(file, { now: () => Date.now() });
  const reading = openLedgerForReading(file, () => undefined);
  const writer = new DeliveryWriter(databaseOf(ledger), () => new Date().toISOString());
  for (const question of ledgerQuestions(ledger, reading, writer, month)) await row(question);
  const audit = ledger.audits.lastEnded()?.id ?? 0;
  if (asked.statistics !== undefined) writeFileSync(asked.statistics, statisticsOf(ledger));
  reading.close();
  ledger.close();
  const engine = await openEngine({ workspace: dirname(file), reader: READER });
  for (const question of engineQuestions(engine, month, audit)) await row(question);
  const shown = new LiveConsole({ workspace, month }, { epoch: 'bench', send: () => undefined });
  await row({
    name: 'engine: attaching the console',
    // what is known of the month, the board of the audit, the companies
    bound: AT_ONCE,
    whole: ALL_EVIDENCE + A_SCREEN + WHOLE_MONTH,
    ask: () => {
      // nothing that is kept is good any more
      engine.alerts.mute(null);
      return shown.attach(engine, workspace, month);
    },
  });
  shown.close();
  await engine.close();
} finally {
  if (asked.file === undefined) rmSync(home, { recursive: true, force: true });
}
