import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { RecoveryView } from '../../src/shared/ipc/recovery';
import { bundle, type Bundle } from '../support/bundle';
import { queryLedger } from '../support/ledger-dump';
import { AUDIT, newFolder, openRecoveryFixture, plantOrphans } from '../support/recovery-fixture';
import { mayMount, Tmpfs } from '../support/tmpfs';

const FILES = 10_000;
const INTERRUPTIONS = 20;
/** A room of which 10,000 small files leave enough to be filled up. */
const SHARE_KILOBYTES = 96 * 1024;

/** Between two looks at what has arrived. */
const LOOK_MS = 15;

let built: Bundle;
beforeAll(async () => {
  built = await bundle({ recovery: 'test/support/recovery-process.ts' });
});
afterAll(() => built.dispose());

type Interruption = 'kill' | 'down' | 'full';

/** A share that can go away and, where this machine may mount, be really full. */
interface Share {
  readonly location: string;
  leave(): void;
  comeBack(): void;
  fill(): Promise<void>;
  empty(): Promise<void>;
}

async function openShare(folder: string): Promise<Share> {
  const point = join(folder, 'servidor');
  mkdirSync(point);
  const tmpfs = mayMount ? await Tmpfs.open({ point, kilobytes: SHARE_KILOBYTES }) : null;
  if (tmpfs !== null) onTestFinished(() => tmpfs.close());
  const location = join(point, 'xml_import');
  mkdirSync(location);
  const [leave, comeBack] = [
    (): void => renameSync(location, `${location}.fora`),
    (): void => renameSync(`${location}.fora`, location),
  ];
  return {
    location,
    leave,
    comeBack,
    fill: async () => (tmpfs === null ? leave() : tmpfs.fill()),
    empty: async () => (tmpfs === null ? comeBack() : tmpfs.empty()),
  };
}

interface Worker {
  readonly child: ChildProcess;
  readonly lines: string[];
  waits: number;
}

function start(args: readonly string[]): Worker {
  const child = spawn(process.execPath, [join(built.folder, 'recovery.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const worker: Worker = { child, lines: [], waits: 0 };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line === 'waiting') worker.waits += 1;
    else worker.lines.push(line);
  });
  return worker;
}

async function until(holds: () => boolean, { child }: Worker): Promise<void> {
  while (!holds() && child.exitCode === null && child.signalCode === null) await sleep(LOOK_MS);
}

const arrived = ({ location }: Share): number => {
  try {
    return readdirSync(join(location, 'Import')).filter((name) => name.endsWith('.xml')).length;
  } catch {
    return 0;
  }
};

/** Does to the recovery what the name says, and lets it go on. @returns the process that is at work then. */
async function interrupt(how: Interruption, worker: Worker, share: Share, again: () => Worker): Promise<Worker> {
  if (how === 'kill') {
    worker.child.kill('SIGKILL');
    if (worker.child.exitCode === null && worker.child.signalCode === null) await once(worker.child, 'exit');
    expect(worker.child.signalCode, 'it died at work').toBe('SIGKILL');
    return again();
  }
  const before = worker.waits;
  if (how === 'down') share.leave();
  else await share.fill();
  await until(() => worker.waits > before, worker);
  expect(worker.child.exitCode, 'it waits for the share').toBeNull();
  if (how === 'down') share.comeBack();
  else await share.empty();
  return worker;
}

it(`a recovery of ${String(FILES)} files that is interrupted ${String(INTERRUPTIONS)} times ends complete`, async () => {
  const folder = await newFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  const share = await openShare(folder);
  const workspace = join(folder, 'malote');
  const fixture = openRecoveryFixture({ folder: workspace, import: share.location });
  const files = plantOrphans(fixture, FILES);
  const options = { threads: 2, retries: 2, waitSeconds: 1 };
  const { id } = await fixture.recovery.plan({ auditId: AUDIT, options });
  await fixture.close();

  const again = (): Worker => start([workspace, fixture.archive, share.location, String(id)]);
  let worker = again();
  let before = 0;
  const kinds: readonly Interruption[] = ['kill', 'down', 'kill', 'full'];
  for (let n = 1; n <= INTERRUPTIONS; n += 1) {
    const wanted = Math.floor((FILES * n) / (INTERRUPTIONS + 1));
    const present = worker;
    await until(() => arrived(share) >= wanted && arrived(share) > before, present);
    worker = await interrupt(kinds[n % kinds.length]!, worker, share, again);
    // a new process makes its folders when it starts, as a fixture does: nothing is taken away before it has brought something itself
    if (worker !== present) before = arrived(share);
  }
  if (worker.child.exitCode === null) await once(worker.child, 'exit');
  expect(worker.child.exitCode).toBe(0);

  const view = JSON.parse(worker.lines.at(-1) ?? '') as RecoveryView;
  expect(view).toMatchObject({ state: 'complete', error: null });
  const { dirs, files: tally, bytes } = view.summary!;
  expect(tally).toMatchObject({ total: FILES, mismatch: 0, failed: 0 });
  for (const { total, copied, skipped, mismatch, failed } of [dirs, tally, bytes])
    expect(total).toBe(copied + skipped + mismatch + failed);
  expect(bytes.total).toBe(files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0));

  expect(arrived(share)).toBe(FILES);
  for (const { identity, text } of files)
    expect(readFileSync(join(share.location, 'Import', `${identity}.xml`), 'utf8')).toBe(text);
  const [evidence] = queryLedger(
    join(workspace, 'malote.db'),
    `SELECT count(*) AS rows, count(DISTINCT document_id) AS documents, sum(state = 'delivered' AND sha256 = content_sha256) AS proven
     FROM deliveries`,
  );
  expect(evidence).toEqual({ rows: FILES, documents: FILES, proven: FILES });
  const log = readFileSync(view.log!, 'utf8').split('\r\n');
  const outcomes = log.filter((line) => /\t(?:Copiado|Já estava lá)\t/.test(line));
  expect(new Set(outcomes.map((line) => line.split('\t')[3])).size).toBe(FILES);
  expect(outcomes).toHaveLength(FILES);
}, 180_000);
