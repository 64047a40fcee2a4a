import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FIRST_IN_FLIGHT, retryWait } from '../../src/engine/delivery';
import { nodeFs } from '../../src/engine/shares';
import { bentFs, systemFailure } from '../support/bent-fs';
import { openDesk, type Desk } from '../support/desk';
import { ALFA, note, noteEvent, noteKey } from '../support/notes';

const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const many = Array.from({ length: 250 }, (_, index) => note({ number: index + 1 }));
/** Two batches are under way: what had begun of them when the first copy met the trouble. */
const UNDER_WAY = 2 * FIRST_IN_FLIGHT;
let desk: Desk;
afterEach(() => desk.dispose());

const byState = (): Record<string, unknown> =>
  Object.fromEntries(
    desk
      .rows('SELECT state, count(*) AS n FROM deliveries GROUP BY state')
      .map((row) => [row['state'] as string, row['n']] as const),
  );
const attempts = (): unknown => desk.rows('SELECT sum(attempts) AS n FROM deliveries')[0]!['n'];

describe('an import share that is away', () => {
  it('blames only what was tried on it, holds the rest back, and gets everything when it is back', async () => {
    desk = await openDesk({ clients });
    await desk.accept(many);
    const share = join(desk.folder, 'import');
    await rename(share, `${share}-fora`);
    const away = await desk.drain();
    expect(away.delivered).toBe(0);
    expect(away.failed).toBeLessThanOrEqual(UNDER_WAY);
    expect(byState()['failed']).toBe(away.failed);
    expect(await desk.drain()).toEqual({ delivered: 0, conflicts: 0, failed: 0 });
    expect(desk.outbox.writer.nextDue()).toBe(new Date(desk.clock.now() + retryWait(1)).toISOString());
    await rename(`${share}-fora`, share);
    desk.clock.advance(retryWait(1));
    expect(await desk.drain()).toEqual({ delivered: 250, conflicts: 0, failed: 0 });
    expect(await desk.files('import')).toHaveLength(250);
  });

  it('is noticed as back by the first new delivery, which calls back those put off', async () => {
    desk = await openDesk({ clients });
    await desk.accept(many);
    const share = join(desk.folder, 'import');
    await rename(share, `${share}-fora`);
    const { failed } = await desk.drain();
    await rename(`${share}-fora`, share);
    await desk.accept([note({ number: 900 })]);
    expect(await desk.drain()).toEqual({ delivered: 251 - failed, conflicts: 0, failed: 0 });
    expect(desk.outbox.writer.retryNow()).toBe(failed);
    expect(await desk.drain()).toMatchObject({ delivered: failed });
  });

  it('does not hold up the other one', async () => {
    desk = await openDesk({ clients, ownCancelledRoot: true });
    await desk.accept([note(), noteEvent()]);
    const share = join(desk.folder, 'import');
    await rename(share, `${share}-fora`);
    expect(await desk.drain()).toEqual({ delivered: 1, conflicts: 0, failed: 1 });
    expect(await desk.files('cancelled')).toEqual([`${noteKey()}_CANC.xml`]);
    await rename(`${share}-fora`, share);
    expect(desk.outbox.writer.retryNow()).toBe(1);
    expect(await desk.drain()).toMatchObject({ delivered: 1 });
  });

  it('delivers nothing for certain when its folders cannot be flushed', async () => {
    let fails = true;
    const open: typeof nodeFs.open = async (path, flags) => {
      const file = await nodeFs.open(path, flags);
      return flags === 'r' && fails ? { ...file, sync: () => systemFailure('ENOTCONN') } : file;
    };
    desk = await openDesk({ clients, fs: { import: bentFs({ open }) } });
    await desk.accept([note()]);
    expect(await desk.drain()).toMatchObject({ delivered: 0, failed: 1 });
    expect(desk.rows('SELECT state, verified_at FROM deliveries')).toEqual([{ state: 'failed', verified_at: null }]);
    fails = false;
    desk.outbox.writer.retryNow();
    expect(await desk.drain()).toMatchObject({ delivered: 1 });
    expect(await desk.files('import')).toHaveLength(1);
  });
});

describe('an archive that is away', () => {
  it('is nobody else’s fault: nothing is delivered, nothing lost', async () => {
    desk = await openDesk({ clients });
    await desk.accept(many);
    const archive = join(desk.folder, 'archive');
    await rename(archive, `${archive}-fora`);
    const { failed } = await desk.drain();
    expect(failed).toBeLessThanOrEqual(UNDER_WAY);
    expect(await desk.files('import')).toEqual([]);
    await rename(`${archive}-fora`, archive);
    desk.clock.advance(retryWait(1));
    expect(await desk.drain()).toMatchObject({ delivered: 250 });
  });
});

describe('a drain that is stopped', () => {
  it('gives back what it had not finished, without blame, and the next one goes on', async () => {
    const stop = new AbortController();
    let synced = 0;
    const fs = bentFs({}, (file) => ({
      sync: async () => {
        await file.sync();
        if (++synced === 20) stop.abort();
      },
    }));
    desk = await openDesk({ clients, fs: { import: fs } });
    await desk.accept(many);
    await desk.drain(stop.signal);
    expect(byState()).toMatchObject({ pending: 250 });
    expect(attempts()).toBe(0);
    expect(desk.outbox.writer.nextDue()).toBeNull();
    expect(await desk.drain()).toEqual({ delivered: 250, conflicts: 0, failed: 0 });
    expect(await desk.files('import')).toHaveLength(250);
  });

  it('by a killed process leaves copies under way, which the next one looks at again', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note(), note({ number: 2 })]);
    const [first] = desk.outbox.writer.claim(10, new Date(desk.clock.now()).toISOString());
    const bytes = await desk.roots.archive.read(first!.sourcePath.split('/'));
    await desk.roots.import.place(first!.targetPath.split('/'), bytes!);
    expect(await desk.drain()).toMatchObject({ delivered: 0 });
    desk = desk.reopen();
    expect(await desk.drain()).toEqual({ delivered: 2, conflicts: 0, failed: 0 });
    expect(desk.outbox.writer.healInterrupted()).toBe(0);
  });
});

describe('a share where one file is refused', () => {
  it('gets all the others', async () => {
    const refused = noteKey({ number: 7 });
    const fs = bentFs({
      link: (from, to) => (to.includes(refused) ? systemFailure('EROFS') : nodeFs.link(from, to)),
    });
    desk = await openDesk({ clients, fs: { import: fs } });
    await desk.accept(many.slice(0, 20));
    await desk.drain();
    desk.clock.advance(retryWait(1));
    await desk.drain();
    expect(byState()).toEqual({ delivered: 19, failed: 1 });
  });
});
