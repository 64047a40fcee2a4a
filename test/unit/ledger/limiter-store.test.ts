import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { openLimiterStore } from '../../../src/engine/ledger/limiter-store';
import { BUSY_MS, nativeBinding } from '../../../src/engine/ledger/sqlite';
import { fingerprintOf } from '../../../src/engine/sieg';

const START = 1_700_000_000_000;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-limiter-'));
  file = join(folder, 'limites.db');
});
afterEach(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('turns kept in a file', () => {
  it('spaces turns, obeys holds and keeps buckets and keys apart', () => {
    const store = openLimiterStore(file);
    expect(store.reserve('f', 'page', 100.4, START)).toBe(START);
    expect(store.reserve('f', 'page', 100.4, START + 10)).toBe(START + 101);
    expect(store.reserve('f', 'count', 100, START + 10)).toBe(START + 10);
    expect(store.reserve('g', 'page', 100, START + 10)).toBe(START + 10);
    store.holdUntil('f', 'page', START + 5_000);
    store.holdUntil('f', 'page', START + 4_000);
    expect(store.reserve('f', 'page', 100, START + 20)).toBe(START + 5_000);
    expect(store.reserve('f', 'page', 100, START + 9_000)).toBe(START + 9_000);
    store.holdUntil('new', 'page', START + 5_000);
    expect(store.reserve('new', 'page', 100, START)).toBe(START + 5_000);
    store.close();
  });

  it('remembers them after the program ends', () => {
    const first = openLimiterStore(file);
    first.reserve('f', 'page', 30_000, START);
    first.close();
    const second = openLimiterStore(file);
    expect(second.reserve('f', 'page', 30_000, START + 1)).toBe(START + 30_000);
    second.close();
  });

  it('forgets turns of a clock that was set back', () => {
    const store = openLimiterStore(file);
    store.reserve('f', 'page', 100, START + 86_400_000);
    store.holdUntil('f', 'page', START + 86_400_000);
    expect(store.reserve('f', 'page', 100, START)).toBe(START);
    store.close();
  });

  it('begins anew where the file is damaged', async () => {
    await writeFile(file, 'isto não é um banco de dados'.repeat(500));
    const store = openLimiterStore(file);
    expect(store.reserve('f', 'page', 100, START)).toBe(START);
    store.close();
  });

  it('waits for a program that has the file to itself, longer than SQLite does', async () => {
    const store = openLimiterStore(file);
    const holder = new Worker(HOLDER, {
      eval: true,
      workerData: { module: createRequire(import.meta.url).resolve('better-sqlite3'), file, binding: nativeBinding() },
    });
    await once(holder, 'message');
    const ended = once(holder, 'exit');
    expect(store.reserve('f', 'page', 100, START)).toBe(START);
    store.close();
    await ended;
  });

  it('holds no key', async () => {
    const store = openLimiterStore(file);
    store.reserve(fingerprintOf('canary-key-0123456789=='), 'page', 100, START);
    store.close();
    expect((await readFile(file)).includes('canary')).toBe(false);
  });

  it('keeps two processes with one key inside the limit together', async () => {
    const cache = resolve('node_modules', '.cache', 'malote-tests', String(process.pid));
    await mkdir(cache, { recursive: true });
    try {
      const program = await bundleProgram(cache);
      const turns = await Promise.all([hammer(program), hammer(program)]);
      expect(turns.map((list) => list.length)).toEqual([TURNS, TURNS]);
      const together = turns.flat().sort((a, b) => a - b);
      const gaps = together.slice(1).map((at, index) => at - (together[index] ?? 0));
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(INTERVAL_MS);
    } finally {
      await rm(cache, { recursive: true, force: true, maxRetries: 5 });
    }
  });
});

/** Has the file to itself for longer than `BUSY_MS`. */
const HOLDER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { module, file, binding } = workerData;
  const db = new (require(module))(file, binding === undefined ? {} : { nativeBinding: binding });
  db.exec('BEGIN EXCLUSIVE');
  parentPort.postMessage('held');
  setTimeout(() => {
    db.exec('COMMIT');
    db.close();
  }, ${String(BUSY_MS + 1_500)});`;

const TURNS = 300;
const INTERVAL_MS = 7;

/** Plain Node cannot read TypeScript: the store is bundled into the project's own tree, where its native module is found. */
async function bundleProgram(cache: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve('src/engine/ledger/limiter-store.ts'),
      outDir: cache,
      emptyOutDir: false,
      rolldownOptions: { output: { entryFileNames: 'store.mjs', format: 'es' } },
    },
  });
  const program = join(cache, 'hammer.mjs');
  await writeFile(
    program,
    `import { openLimiterStore } from ${JSON.stringify(pathToFileURL(join(cache, 'store.mjs')).href)};
     const store = openLimiterStore(process.argv[2]);
     process.stdout.write('ready\\n');
     process.stdin.once('data', () => {
       const turns = Array.from({ length: ${String(TURNS)} }, () => store.reserve('f', 'page', ${String(INTERVAL_MS)}, Date.now()));
       store.close();
       process.stdout.write(JSON.stringify(turns));
       process.stdin.destroy();
     });`,
  );
  return program;
}

async function hammer(program: string): Promise<number[]> {
  const child = spawn(process.execPath, [program, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    if (!output.includes('ready')) child.stdin.write('go\n');
    output += chunk;
  });
  await once(child, 'close');
  return JSON.parse(output.replace('ready\n', '')) as number[];
}
