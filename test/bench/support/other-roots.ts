import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SpawnAgent } from '../../../src/engine/shares';
import type { FaultMount } from '../../support/fault-mount';
import { openConsoleFixture, type ConsoleFixture } from '../../support/console-fixture';
import { note, noteEvent } from '../../support/notes';
import { bound, figure } from './report';
import { printSpread } from './spread';

interface OtherRoots {
  readonly seconds: number;
  readonly pairs: number;
  readonly spawn: SpawnAgent;
  readonly folder: string;
  /** Of the import share. */
  readonly mount: FaultMount;
}

/** A cancellation comes in this often, unless the one before it takes longer. */
const EVERY_MS = 100;
const LOOK_MS = 5;
const PAGE = 100;

/** From handing a cancellation in until its delivery is on record, while the import share hangs with files of its own to deliver. */
export async function otherRoots({ seconds, pairs, spawn, folder, mount }: OtherRoots): Promise<void> {
  const [archive, cancelled] = [join(folder, 'archive'), join(folder, 'cancelled')];
  for (const made of [archive, cancelled]) mkdirSync(made);
  const fixture = openConsoleFixture({
    folder: join(folder, 'desk'),
    archive,
    cancelled,
    import: mount.point,
    spawn,
  });
  const count = Math.round((seconds * 1_000) / EVERY_MS);
  const times = { quiet: [] as number[], frozen: [] as number[] };
  for (let turn = 0; turn < 2 * pairs; turn += 1) {
    const isFrozen = turn % 2 === 1;
    if (isFrozen) await mount.hang();
    const first = turn * count + 1;
    await fileNotes(fixture, first, count);
    if (!isFrozen) await until(() => fixture.delivered('import') === (turn + 1) * count);
    const ends = performance.now() + seconds * 1_000;
    times[isFrozen ? 'frozen' : 'quiet'].push(...(await cancel(fixture, first, count, ends)));
    await mount.release();
    await until(() => fixture.delivered('import') === (turn + 1) * count);
  }
  report(times, seconds, pairs);
  await fixture.close();
  await mount.close();
}

function report(times: Readonly<Record<'quiet' | 'frozen', readonly number[]>>, seconds: number, pairs: number): void {
  console.log(`\n     cancellations to a root of their own, ${String(pairs)} × ${String(seconds)} s`);
  const quiet = printSpread('import well', times.quiet);
  const frozen = printSpread('import frozen', times.frozen);
  figure('mean', mean(times.quiet), 'ms well', 1);
  figure('mean', mean(times.frozen), 'ms frozen', 1);
  const share = (ms: number): number => ms / (seconds * 10);
  bound('time that a delivery lost on average, of the freeze', share(mean(times.frozen) - mean(times.quiet)), 1, ' %');
  figure('the longest beyond the longest of the usual, of the freeze', share(frozen.max - quiet.max), '%', 2);
}

async function fileNotes(fixture: ConsoleFixture, first: number, count: number): Promise<void> {
  const notes = Array.from({ length: count }, (_, index) => note({ number: first + index }));
  for (let from = 0; from < count; from += PAGE) await fixture.file(notes.slice(from, from + PAGE));
}

/** @returns for each cancellation the milliseconds that it took */
async function cancel(fixture: ConsoleFixture, first: number, count: number, ends: number): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < count && performance.now() < ends; index += 1) {
    const before = fixture.delivered('cancelled');
    const start = performance.now();
    await fixture.file([noteEvent({ number: first + index })]);
    await until(() => fixture.delivered('cancelled') > before);
    taken.push(performance.now() - start);
    await sleep(Math.max(0, start + EVERY_MS - performance.now()));
  }
  return taken;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(LOOK_MS);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
