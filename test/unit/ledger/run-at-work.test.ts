import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isRunAtWork, openLedger, type Ledger } from '../../../src/engine/ledger';

let folder: string;
let now = Date.parse('2026-11-22T07:00:00.000Z');
let ours: Ledger;
let other: Ledger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-run-'));
  [ours, other] = [0, 1].map(() => openLedger(join(folder, 'malote.db'), { now: () => now })) as [Ledger, Ledger];
});
afterEach(async () => {
  for (const ledger of [ours, other]) ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const runOf = (startedAt: number, outcome: string | null = null): { startedAt: string; outcome: string | null } => ({
  startedAt: new Date(startedAt).toISOString(),
  outcome,
});

it('is so of a run without an end whose holder of the lock is there, in whatever process', () => {
  expect(isRunAtWork(ours, runOf(now))).toBe(false);
  expect(other.lock('run').take()).toBeNull();
  expect(isRunAtWork(ours, runOf(now + 10))).toBe(true);
  expect(isRunAtWork(ours, runOf(now + 10, 'complete'))).toBe(false);
});

it('is not so of a run that died before somebody began to file what it had left', () => {
  const died = runOf(now);
  now += 60_000;
  expect(other.lock('run').take()).toBeNull();
  expect(isRunAtWork(ours, died)).toBe(false);
});
