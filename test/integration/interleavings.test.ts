import { homedir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { runCli } from '../../src/cli/cli';
import type { Host, StopWish } from '../../src/cli/host';
import { createOffice, DEMO_CREDENTIALS, parseQuirks, startSimulator, type Simulator } from '../../src/simulator';
import { contents, fileTree } from '../support/file-tree';
import { eventually } from '../support/eventually';
import { ledgerFacts } from '../support/ledger-dump';
import { READER } from '../support/ledger-reader';
import { seededRandom } from '../support/seeded-random';
import { createWorkspace, removeWorkspace, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const SPEED = 5_000;
const office = createOffice({ seed: 33, month: MONTH, companies: 2, documentsPerCompany: 8 });

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator(office, { quirks: parseQuirks('none'), speed: SPEED });
});
afterAll(() => simulator.close());

/** A command line in this process, on a real socket to the service, which is another one. */
interface Line {
  readonly ended: Promise<number>;
  readonly said: () => string;
  readonly interrupt: () => void;
}

function command({ folder }: Workspace, args: readonly string[]): Line {
  const listeners = new Set<(wish: StopWish) => void>();
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  let said = '';
  for (const stream of [stdout, stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const host: Host = {
    env: {
      MALOTE_CLOCK_SPEED: String(SPEED),
      MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
      XDG_DATA_HOME: join(folder, 'dados'),
      LOCALAPPDATA: join(folder, 'dados'),
    },
    platform: process.platform,
    home: homedir(),
    version: '0.0.0',
    stdout,
    stderr,
    canAsk: false,
    reader: READER,
    now: () => new Date(),
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onStopSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exit: () => undefined,
  };
  return {
    ended: runCli([...args, '--json', '--workspace', folder], host),
    said: () => said,
    interrupt: () => {
      for (const listener of listeners) listener('asked');
    },
  };
}

const COMMANDS: readonly (readonly string[])[] = [
  ['run', '--month', MONTH],
  ['audit'],
  ['run', '--month', MONTH],
  ['schedule', 'add', 'audit-light'],
  ['deliver'],
];

async function fresh(): Promise<Workspace> {
  simulator.reset();
  const workspace = await createWorkspace({ office, generation: 'legacy', baseUrl: simulator.url });
  onTestFinished(() => removeWorkspace(workspace));
  return workspace;
}

async function resultOf({ archive, import: share, ledger }: Workspace) {
  return {
    facts: ledgerFacts(ledger),
    archive: contents(await fileTree(archive)),
    import: contents(await fileTree(share)),
  };
}

it('twenty times: commands of two command lines beside a service end in the same ledger as one after the other', async () => {
  const alone = await fresh();
  for (const args of COMMANDS) {
    const line = command(alone, args);
    expect(await line.ended, line.said()).toBe(0);
  }
  const inOrder = await resultOf(alone);
  expect(inOrder.facts['documents']?.length).toBeGreaterThan(10);
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = seededRandom(seed);
    const workspace = await fresh();
    const service = command(workspace, ['service', 'run']);
    await eventually(() => expect(service.said()).toContain('"schedule":'));
    const shuffled = COMMANDS.map((args) => ({ args, at: random() })).sort((one, other) => one.at - other.at);
    const lines = [0, 1].map((which) => shuffled.filter((_, at) => at % 2 === which));
    await Promise.all(
      lines.map(async (line) => {
        for (const { args, at } of line) {
          await sleep(at * 40);
          const done = command(workspace, args);
          // refused beside what it must not work beside, as ever; gaps while another line has not filed everything yet
          expect([0, 2, 8], `seed ${String(seed)}, ${args.join(' ')}: ${done.said()}`).toContain(await done.ended);
        }
      }),
    );
    service.interrupt();
    expect(await service.ended, service.said()).toBe(0);
    expect(await resultOf(workspace), `seed ${String(seed)}`).toEqual(inOrder);
  }
}, 120_000);
