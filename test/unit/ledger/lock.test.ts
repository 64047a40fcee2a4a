import { hostname, tmpdir } from 'node:os';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { SILENT_AFTER_MS, STALE_AFTER_MS } from '../../../src/engine/ledger/lock';
import { databaseOf } from '../../../src/engine/ledger/ledger';

let folder: string;
let now: number;
let one: Ledger;
let other: Ledger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-trava-'));
  now = Date.parse('2026-04-02T12:00:00Z');
  const open = (): Ledger => openLedger(join(folder, 'malote.db'), { now: () => now });
  [one, other] = [open(), open()];
});
afterEach(async () => {
  one.close();
  other.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the lock of a workspace', () => {
  it('has one holder, whom the others are told of, until it is released', () => {
    const lock = one.lock('run');
    const second = other.lock('run');
    expect(lock.take()).toBeNull();
    expect(second.take()).toEqual({ pid: process.pid, host: hostname(), takenAt: new Date(now).toISOString() });
    expect(second.heartbeat()).toBe(false);
    second.release();
    expect(second.take()).not.toBeNull();
    expect(lock.take()).toBeNull();
    lock.release();
    expect(second.take()).toBeNull();
  });

  it('is not the lock of another name', () => {
    expect(one.lock('run').take()).toBeNull();
    expect(other.lock('verify').take()).toBeNull();
  });

  it('of a process that is there outlasts a program that has the ledger to itself for a minute', () => {
    expect(one.lock('run').take()).toBeNull();
    now += 90_000;
    expect(other.lock('run').take()).toMatchObject({ pid: process.pid });
  });

  it('of another machine passes on sooner', () => {
    one.lock('run').take();
    databaseOf(one).run("UPDATE locks SET host = 'outra-maquina'");
    now += STALE_AFTER_MS - 1;
    expect(other.lock('run').take()).not.toBeNull();
    now += 1;
    expect(other.lock('run').take()).toBeNull();
  });

  it('of a silent holder passes on after a while, and the old holder notices', () => {
    const lock = one.lock('run');
    lock.take();
    now += SILENT_AFTER_MS - 1;
    expect(other.lock('run').take()).not.toBeNull();
    expect(lock.heartbeat()).toBe(true);
    now += SILENT_AFTER_MS - 1;
    expect(other.lock('run').take()).not.toBeNull();
    now += 1;
    expect(other.lock('run').take()).toBeNull();
    expect(lock.heartbeat()).toBe(false);
    lock.release();
    expect(one.lock('run').take()).not.toBeNull();
  });

  it('of a dead process passes on at once, but not that of another machine', () => {
    const dead = 2 ** 22 + 1;
    one.lock('run').take();
    databaseOf(one).run('UPDATE locks SET pid = ?', [dead]);
    databaseOf(one).run("UPDATE locks SET host = 'outra-maquina'");
    expect(other.lock('run').take()).toMatchObject({ host: 'outra-maquina' });
    databaseOf(one).run('UPDATE locks SET host = ?', [hostname()]);
    expect(other.lock('run').take()).toBeNull();
  });

  it('is not held for hours by a heartbeat from before the clock was set back', () => {
    one.lock('run').take();
    now -= 3_600_000;
    expect(other.lock('run').take()).toBeNull();
  });
});
