import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openEngine } from '../../../src/engine';
import { HeldLock, isLedgerFailure, openLedger, type Ledger } from '../../../src/engine/ledger';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { exitCodeOf, EXIT } from '../../../src/cli/exit-codes';
import { isMaloteError } from '../../../src/shared/errors';
import { holdFile } from '../../support/held-file';
import { mayMount, Tmpfs } from '../../support/tmpfs';
import { READER } from '../../support/ledger-reader';

let folder: string;
let file: string;
let ledger: Ledger;
const told: string[] = [];
const others: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-away-'));
  file = join(folder, 'malote.db');
  told.splice(0);
  ledger = openLedger(file, { now: () => Date.now(), onWaiting: ({ message }) => told.push(message) });
});

afterEach(async () => {
  for (const other of others.splice(0)) other.kill('SIGKILL');
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

async function held(how: Parameters<typeof holdFile>[1], ms: number): Promise<ChildProcess> {
  const other = await holdFile(file, how, ms);
  others.push(other);
  return other;
}

const failureOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (isMaloteError(error)) {
      expect(isLedgerFailure(error)).toBe(true);
      expect(exitCodeOf(error.code)).toBe(EXIT.storage);
      expect(error.message).toContain(file);
      return error.code;
    }
    return String(error);
  }
  return 'nothing';
};

describe('a ledger that another program has to itself', () => {
  it('is waited for, longer than SQLite itself would, and said so once', async () => {
    await held('BEGIN EXCLUSIVE', 7_000);
    ledger.journal.write('run.healed', 'one');
    expect(ledger.journal.last(9)).toHaveLength(1);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('Outro programa está usando o banco de dados');
  });

  it('is waited for by a whole transaction, which then happens once', async () => {
    await held('BEGIN IMMEDIATE', 6_000);
    let times = 0;
    ledger.transaction(() => {
      times += 1;
      ledger.journal.write('run.healed', 'one');
    });
    expect(times).toBe(1);
    expect(ledger.journal.last(9)).toHaveLength(1);
  });

  it('holds no reading up, and no opening', async () => {
    await held('BEGIN EXCLUSIVE', 20_000);
    expect(ledger.reading(() => ledger.journal.last(9))).toEqual([]);
    expect(told).toEqual([]);
  });

  it('is given up in words when nobody waits for it', async () => {
    await held('BEGIN EXCLUSIVE', 20_000);
    expect(failureOf(() => databaseOf(ledger).impatiently(() => ledger.journal.write('run.healed', 'x')))).toBe(
      'LEDGER_BUSY',
    );
  });

  it('loses no lock: its heartbeat says nothing and goes on', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const lost = vi.fn();
      const lock = new HeldLock(ledger.lock('run'), lost);
      expect(lock.take()).toBeNull();
      const other = await held('BEGIN EXCLUSIVE', 60_000);
      vi.advanceTimersByTime(20_000);
      expect(lock.held).toBe(true);
      other.kill('SIGKILL');
      await new Promise((resolve) => other.once('exit', resolve));
      vi.advanceTimersByTime(5_000);
      expect(lock.held).toBe(true);
      expect(lost).not.toHaveBeenCalled();
      lock.release();
      expect(ledger.lock('run').holder()).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a disk that takes nothing more', () => {
  it('is said, and leaves what was there whole', () => {
    ledger.journal.write('run.healed', 'before');
    databaseOf(ledger).raw.pragma(
      `max_page_count = ${String(databaseOf(ledger).value<number>('PRAGMA page_count') + 2)}`,
    );
    const much = (): void => {
      ledger.transaction(() => {
        for (let one = 0; one < 500; one += 1)
          ledger.journal.write('run.healed', String(one), { text: 'x'.repeat(500) });
      });
    };
    expect(failureOf(much)).toBe('LEDGER_DISK_FULL');
    expect(ledger.journal.last(9).map(({ subject }) => subject)).toEqual(['before']);
    databaseOf(ledger).raw.pragma('max_page_count = 1000000');
    much();
    expect(ledger.journal.last(1_000)).toHaveLength(501);
  });

  it('is said when it may not be written at all', () => {
    databaseOf(ledger).raw.pragma('query_only = ON');
    expect(failureOf(() => ledger.journal.write('run.healed', 'x'))).toBe('LEDGER_READ_ONLY');
    expect(ledger.journal.last(9)).toEqual([]);
    databaseOf(ledger).raw.pragma('query_only = OFF');
  });
});

describe('an engine whose ledger another program has to itself', () => {
  it('tells who listens, in words, and goes on', async () => {
    ledger.close();
    const engine = await openEngine({ workspace: folder, reader: READER });
    const notices: (string | null)[] = [];
    engine.subscribe((event) => {
      if (event.type === 'notice') notices.push(event.code);
    });
    await held('BEGIN EXCLUSIVE', 6_500);
    engine.alerts.mute(null);
    // and that it was let go
    expect(notices).toEqual(['LEDGER_WAITING', null]);
    await engine.close();
    await wait(1);
  });
});

describe.runIf(mayMount)('a disk of its own, really full and really read-only', () => {
  it('is said each time, and nothing is lost when it is well again', async () => {
    const disk = await Tmpfs.open({ point: join(folder, 'disk'), kilobytes: 4_096 });
    ledger.close();
    file = join(disk.point, 'malote.db');
    try {
      ledger = openLedger(file, { now: () => Date.now() });
      ledger.journal.write('run.healed', 'before');
      const much = (): void => {
        ledger.transaction(() => {
          for (let one = 0; one < 500; one += 1)
            ledger.journal.write('run.healed', String(one), { text: 'x'.repeat(200) });
        });
      };
      await disk.fill();
      expect(failureOf(much)).toBe('LEDGER_DISK_FULL');
      await disk.empty();
      much();
      expect(ledger.journal.last(1_000)).toHaveLength(501);
      ledger.close();
      await disk.makeReadOnly();
      expect(failureOf(() => openLedger(file, { now: () => Date.now() }))).toBe('LEDGER_READ_ONLY');
      await disk.makeWritable();
      ledger = openLedger(file, { now: () => Date.now() });
      expect(ledger.journal.last(1_000)).toHaveLength(501);
    } finally {
      ledger.close();
      await disk.close();
    }
  });
});
