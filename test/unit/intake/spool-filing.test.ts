import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type Ledger } from '../../../src/engine/ledger';
import { SpoolFiling, type FilingServices } from '../../../src/engine/app/spool-filing';
import { testFolder } from '../../support/test-folder';

const SOON_MS = 10;

/** Pages that wait, a filing that files one whenever it is let, and an archive that comes and goes. */
class OfficeFixture implements FilingServices {
  pages = 0;
  isThere = true;
  isFiling = false;

  readonly spool = Object.defineProperty({ isEmpty: true }, 'isEmpty', { get: () => this.pages === 0 });
  readonly reception = {
    start: (): void => {
      this.isFiling = true;
    },
    stop: (): Promise<void> => {
      this.isFiling = false;
      return Promise.resolve();
    },
    allFiled: (signal: AbortSignal): Promise<void> => until(() => this.pages === 0, signal),
  };
  readonly health = {
    usable: (): boolean => this.isThere,
    untilUsable: (_root: unknown, signal: AbortSignal): Promise<void> => until(() => this.isThere, signal),
  };
}

async function until(condition: () => boolean, signal: AbortSignal): Promise<void> {
  while (!condition()) await sleep(1, undefined, { signal });
}

let folder: string;
let ledger: Ledger;
let filing: SpoolFiling;
let fixture: OfficeFixture;
const isLocked = (): boolean => ledger.lock('run').holder() !== null;

beforeEach(async () => {
  folder = await mkdtemp(join(await testFolder(), 'malote-espera-'));
  ledger = openLedger(join(folder, 'malote.db'), { now: Date.now });
  filing = new SpoolFiling(ledger, SOON_MS);
  fixture = new OfficeFixture();
});
afterEach(async () => {
  await filing.stop();
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the filing of pages that a run has left', () => {
  it('keeps no run from beginning while the archive is away', async () => {
    Object.assign(fixture, { pages: 3, isThere: false });
    filing.begin(fixture);
    await sleep(5 * SOON_MS);
    expect([fixture.isFiling, isLocked()]).toEqual([false, false]);
    fixture.isThere = true;
    await expect.poll(() => [fixture.isFiling, isLocked()]).toEqual([true, true]);
    fixture.pages = 0;
    await expect.poll(() => [fixture.isFiling, isLocked()]).toEqual([false, false]);
  });

  it('gives the lock back when the archive goes away again, and goes on when it is back', async () => {
    fixture.pages = 3;
    filing.begin(fixture);
    await expect.poll(isLocked).toBe(true);
    fixture.isThere = false;
    await expect.poll(() => [fixture.isFiling, isLocked()]).toEqual([false, false]);
    fixture.isThere = true;
    await expect.poll(() => [fixture.isFiling, isLocked()]).toEqual([true, true]);
  });

  it('finds what another process leaves later', async () => {
    filing.begin(fixture);
    await sleep(3 * SOON_MS);
    expect(fixture.isFiling).toBe(false);
    fixture.pages = 2;
    await expect.poll(() => fixture.isFiling).toBe(true);
  });

  it('makes way for whoever takes in documents, and goes on once he has ended', async () => {
    fixture.pages = 3;
    filing.begin(fixture);
    await expect.poll(isLocked).toBe(true);
    // somebody has called for a look meanwhile
    filing.begin(fixture);
    await filing.makeWay();
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    const other = ledger.lock('run');
    expect(other.take()).toBeNull();
    expect(fixture.isFiling).toBe(false);
    await sleep(5 * SOON_MS);
    expect(fixture.isFiling).toBe(false);
    other.release();
    await expect.poll(() => fixture.isFiling).toBe(true);
  });

  it('ends when it is told to, with nothing held', async () => {
    fixture.pages = 3;
    filing.begin(fixture);
    await expect.poll(isLocked).toBe(true);
    await filing.stop();
    expect([fixture.isFiling, isLocked()]).toEqual([false, false]);
    await sleep(5 * SOON_MS);
    expect(fixture.isFiling).toBe(false);
  });
});
