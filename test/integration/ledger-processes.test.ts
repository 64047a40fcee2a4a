import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../src/engine/ledger';

const root = join(import.meta.dirname, '..', '..');
const bundle = join(root, 'out', `ledger-test-${randomBytes(4).toString('hex')}`);
const children = new Set<ChildProcess>();
let folder: string;

interface Child {
  readonly said: Promise<string>;
  readonly pid: number;
  kill(): Promise<void>;
}

function start(file: string): Child {
  const child = spawn(process.execPath, [join(bundle, 'child.js'), file], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.add(child);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const said = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
    child.once('close', () => reject(new Error(errors)));
  });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
    children.delete(child);
  };
  return { said, pid: child.pid ?? 0, kill };
}

beforeAll(async () => {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: 'test/support/ledger-child.ts',
      outDir: bundle,
      target: 'node20.18',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'child.js' } },
    },
  });
});
afterAll(() => rm(bundle, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-processos-'));
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

describe('processes that open one workspace at the same instant', () => {
  it('make the ledger once, and one of them gets the lock', async () => {
    for (const round of [1, 2, 3]) {
      const file = join(folder, `corrida-${String(round)}`, 'malote.db');
      const racers = [start(file), start(file), start(file)];
      const said = await Promise.all(racers.map((racer) => racer.said));
      const winner = racers[said.indexOf('taken')];
      expect(said.filter((line) => line === 'taken')).toHaveLength(1);
      expect(said.filter((line) => line === `refused ${String(winner?.pid)}`)).toHaveLength(2);
      for (const racer of racers) await racer.kill();
    }
  });

  it('hand the lock on at once when its holder was killed', async () => {
    const file = join(folder, 'malote.db');
    const holder = start(file);
    expect(await holder.said).toBe('taken');
    const ledger = openLedger(file, { now: () => Date.now() });
    try {
      expect(ledger.lock('run').take()).toMatchObject({ pid: holder.pid });
      await holder.kill();
      expect(ledger.lock('run').take()).toBeNull();
    } finally {
      ledger.close();
    }
  });
});
