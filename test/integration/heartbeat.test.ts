import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../src/engine/ledger';
import { openSqlite } from '../../src/engine/ledger/sqlite';
import { bundle, type Bundle } from '../support/bundle';
import { eventually } from '../support/eventually';
import { testFolder } from '../support/test-folder';

let program: Bundle;

beforeAll(async () => {
  program = await bundle({ 'beating-child': 'test/support/beating-child.ts' });
}, 60_000);

afterAll(() => program.dispose());

interface Beating {
  readonly child: ChildProcess;
  readonly ledger: string;
  /** Visits so far. */
  readonly visits: () => number;
  readonly said: () => string;
  answer: number;
}

/** A monitor, and an engine's signs of life that visit it. */
async function beginToBeat(): Promise<Beating> {
  const folder = await mkdtemp(join(await testFolder(), 'malote-sinal-'));
  let visits = 0;
  let said = '';
  const beating = { answer: 200 } as Beating;
  const monitor = createServer((request, response) => {
    if (request.url === '/ping/escritorio') visits += 1;
    response.writeHead(beating.answer).end('OK');
  });
  await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((monitor.address() as AddressInfo).port)}/ping/escritorio`;
  const ledger = join(folder, 'malote.db');
  const child = spawn(process.execPath, [join(program.folder, 'beating-child.js'), ledger, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdout.on('data', (text: Buffer) => (said += text.toString('utf8')));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    monitor.closeAllConnections();
    monitor.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  Object.assign(beating, { child, ledger, visits: () => visits, said: () => said });
  await eventually(() => expect(visits).toBeGreaterThan(2));
  return beating;
}

/** After what was on its way has arrived. */
async function expectSilence({ visits }: Beating): Promise<void> {
  await sleep(150);
  const before = visits();
  await sleep(500);
  expect(visits()).toBe(before);
}

async function expectMore({ visits }: Beating): Promise<void> {
  const before = visits();
  await eventually(() => expect(visits()).toBeGreaterThan(before + 1));
}

// Windows knows no signal that stops a process
it.skipIf(process.platform === 'win32')('stops with an engine that is frozen, and goes on with it', async () => {
  const beating = await beginToBeat();
  beating.child.kill('SIGSTOP');
  await expectSilence(beating);
  beating.child.kill('SIGCONT');
  await expectMore(beating);
});

it('stops while the engine’s thread is held, and with a ledger that it cannot write', async () => {
  const beating = await beginToBeat();
  beating.child.stdin?.write('block\n');
  await expectSilence(beating);
  await expectMore(beating);
  const holder = openSqlite(beating.ledger);
  holder.exec('BEGIN IMMEDIATE');
  await expectSilence(beating);
  holder.exec('ROLLBACK');
  holder.close();
  await expectMore(beating);
  expect(beating.said()).toBe('');
});

it('leaves no sign when it ends in order, and the last one when it is killed', async () => {
  const ordered = await beginToBeat();
  const ended = new Promise((resolve) => ordered.child.once('exit', resolve));
  ordered.child.stdin?.end();
  await ended;
  expect(pulsesIn(ordered.ledger)).toEqual([]);
  const killed = await beginToBeat();
  const gone = new Promise((resolve) => killed.child.once('exit', resolve));
  killed.child.kill('SIGKILL');
  await gone;
  expect(pulsesIn(killed.ledger)).toMatchObject([{ pid: killed.child.pid, alive: false }]);
});

it('says once that nobody hears it, without the address', async () => {
  const beating = await beginToBeat();
  beating.answer = 503;
  await eventually(() => expect(beating.said()).toContain('DIAGNOSIS_HEARTBEAT_FAILED'));
  await expectMore(beating);
  expect(beating.said().match(/DIAGNOSIS_HEARTBEAT_FAILED/g)).toHaveLength(1);
  expect(beating.said()).not.toContain('/ping/');
});

function pulsesIn(file: string): unknown {
  const ledger = openLedger(file, { now: () => Date.now() });
  try {
    return ledger.pulse.all();
  } finally {
    ledger.close();
  }
}
