import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PageSpool, type IntakeBatch } from '../../../src/engine/intake';
import { openLedger } from '../../../src/engine/ledger';
import { settingsSchema } from '../../../src/engine/settings';
import { openLocalRoot } from '../../../src/engine/shares';
import { eventually } from '../../support/eventually';
import { testFolder } from '../../support/test-folder';

const MIB = 1024 * 1024;
const never = new AbortController().signal;
const LEAST_MEGABYTES = 16;
/** Two of them fit into the smallest spool, three do not. */
const PAGE_BYTES = 7 * MIB;

interface OfficeFixture {
  readonly spool: PageSpool;
  /** How many pages waited, each time that it was told. */
  readonly told: number[];
  /** To be made faulty. */
  readonly around: { limitBytes: number; isArchiveUsable: boolean };
  readonly put: (signal?: AbortSignal) => Promise<void>;
  /** Takes the oldest page off, as it happens when it is filed. */
  readonly fileOne: () => Promise<void>;
}

async function openSpool(): Promise<OfficeFixture> {
  const folder = await mkdtemp(join(await testFolder(), 'malote-espera-'));
  const ledger = openLedger(join(folder, 'malote.db'), { now: Date.now });
  const root = openLocalRoot({ id: 'espera', location: folder });
  onTestFinished(async () => {
    await root.close();
    ledger.close();
    await rm(folder, { recursive: true, force: true });
  });
  const told: number[] = [];
  const around = { limitBytes: LEAST_MEGABYTES * MIB, isArchiveUsable: false };
  const spool = new PageSpool({
    ledger,
    root,
    limitBytes: around.limitBytes,
    limitNow: () => Promise.resolve(around.limitBytes),
    isArchiveUsable: () => around.isArchiveUsable,
    onChange: () => undefined,
    onFull: (pages) => told.push(pages),
  });
  return {
    spool,
    told,
    around,
    put: (signal = never) => spool.put(largePage(), null, signal, () => undefined),
    fileOne: async () => {
      const page = await spool.oldest(never);
      if (page === null) throw new Error('no page waits');
      spool.filed(page);
      await spool.tidy(page);
    },
  };
}

/** Bytes that no compression makes smaller. */
function largePage(): IntakeBatch {
  const files = [{ name: null, bytes: randomBytes(PAGE_BYTES), problem: null }];
  return { source: 'page', requestId: null, month: '2026-03', siegDays: null, files };
}

async function untilFull({ spool }: OfficeFixture): Promise<void> {
  await eventually(() => {
    expect(spool.view()).toMatchObject({ pages: 2, full: true });
  });
}

describe('a full spool', () => {
  it('is as small as the settings allow', () => {
    const { spoolMegabytes } = settingsSchema.shape.shares.unwrap().shape;
    expect(spoolMegabytes.safeParse(LEAST_MEGABYTES).success).toBe(true);
    expect(spoolMegabytes.safeParse(LEAST_MEGABYTES - 1).success).toBe(false);
  });

  it('lets the next page wait and says so; the page goes on when there is room', async () => {
    const fixture = await openSpool();
    const { spool, told, put, fileOne } = fixture;
    await put();
    await put();
    expect(spool.view().full).toBe(false);
    expect(told).toEqual([]);
    const third = put();
    await untilFull(fixture);
    expect(told).toEqual([2]);
    await fileOne();
    await third;
    expect(spool.view()).toMatchObject({ pages: 2, full: false });
  });

  it('is told once an outage of the archive, and not while its pages are being filed', async () => {
    const fixture = await openSpool();
    const { told, around, put, fileOne } = fixture;
    await put();
    await put();
    const first = [put(), put()];
    await untilFull(fixture);
    expect(told).toEqual([2]);

    around.isArchiveUsable = true;
    await fileOne();
    await Promise.race(first);
    await untilFull(fixture);
    await fileOne();
    await Promise.all(first);
    const next = put();
    await untilFull(fixture);
    expect(told).toEqual([2]);

    // another outage, and the page still waits
    around.isArchiveUsable = false;
    await eventually(() => {
      expect(told).toEqual([2, 2]);
    });
    around.isArchiveUsable = true;
    await fileOne();
    await next;
  });

  it('is full no longer when nobody waits any more', async () => {
    const fixture = await openSpool();
    await fixture.put();
    await fixture.put();
    const stop = new AbortController();
    const third = fixture.put(stop.signal);
    await untilFull(fixture);
    stop.abort(new Error('parado'));
    await expect(third).rejects.toThrow('parado');
    expect(fixture.spool.view()).toMatchObject({ pages: 2, full: false });
  });

  it('follows a limit that is raised while a page waits', async () => {
    const fixture = await openSpool();
    await fixture.put();
    await fixture.put();
    const third = fixture.put();
    await untilFull(fixture);
    fixture.around.limitBytes = 32 * MIB;
    await third;
    expect(fixture.spool.view()).toMatchObject({ pages: 3, full: false, limitBytes: 32 * MIB });
  });
});
