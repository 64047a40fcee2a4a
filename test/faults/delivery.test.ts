import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FIRST_IN_FLIGHT, retryWait } from '../../src/engine/delivery';
import { nodeFs } from '../../src/engine/shares';
import { faultyFs, systemFailure } from '../support/faulty-fs';
import { openIntakeFixture, type IntakeFixture } from '../support/intake-fixture';
import { ALFA, note, noteEvent, noteKey } from '../support/notes';

const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const many = Array.from({ length: 250 }, (_, index) => note({ number: index + 1 }));
/** Two batches are under way: what had begun of them when the first copy met the trouble. */
const UNDER_WAY = 2 * FIRST_IN_FLIGHT;
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const byState = (): Record<string, unknown> =>
  Object.fromEntries(
    fixture
      .rows('SELECT state, count(*) AS n FROM deliveries GROUP BY state')
      .map((row) => [row['state'] as string, row['n']] as const),
  );
const attempts = (): unknown => fixture.rows('SELECT sum(attempts) AS n FROM deliveries')[0]!['n'];

describe('an import share that is away', () => {
  it('blames only what was tried on it, holds the rest back, and gets everything when it is back', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept(many);
    const share = join(fixture.folder, 'import');
    await rename(share, `${share}-fora`);
    const away = await fixture.drain();
    expect(away.delivered).toBe(0);
    expect(away.failed).toBeLessThanOrEqual(UNDER_WAY);
    expect(byState()['failed']).toBe(away.failed);
    expect(await fixture.drain()).toEqual({ delivered: 0, conflicts: 0, failed: 0 });
    expect(fixture.deliveries.nextDue()).toBe(new Date(fixture.clock.now() + retryWait(1)).toISOString());
    await rename(`${share}-fora`, share);
    fixture.clock.advance(retryWait(1));
    expect(await fixture.drain()).toEqual({ delivered: 250, conflicts: 0, failed: 0 });
    expect(await fixture.files('import')).toHaveLength(250);
  });

  it('is noticed as back by the first new delivery, which calls back those put off', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept(many);
    const share = join(fixture.folder, 'import');
    await rename(share, `${share}-fora`);
    const { failed } = await fixture.drain();
    await rename(`${share}-fora`, share);
    await fixture.accept([note({ number: 900 })]);
    expect(await fixture.drain()).toEqual({ delivered: 251 - failed, conflicts: 0, failed: 0 });
    expect(fixture.deliveries.retryNow()).toBe(failed);
    expect(await fixture.drain()).toMatchObject({ delivered: failed });
  });

  it('does not hold up the other one', async () => {
    fixture = await openIntakeFixture({ clients, ownCancelledRoot: true });
    await fixture.accept([note(), noteEvent()]);
    const share = join(fixture.folder, 'import');
    await rename(share, `${share}-fora`);
    expect(await fixture.drain()).toEqual({ delivered: 1, conflicts: 0, failed: 1 });
    expect(await fixture.files('cancelled')).toEqual([`${noteKey()}_CANC.xml`]);
    await rename(`${share}-fora`, share);
    expect(fixture.deliveries.retryNow()).toBe(1);
    expect(await fixture.drain()).toMatchObject({ delivered: 1 });
  });

  it('delivers nothing for certain when its folders cannot be flushed', async () => {
    let fails = true;
    const open: typeof nodeFs.open = async (path, flags) => {
      const file = await nodeFs.open(path, flags);
      return flags === 'r' && fails ? { ...file, sync: () => systemFailure('ENOTCONN') } : file;
    };
    fixture = await openIntakeFixture({ clients, fs: { import: faultyFs({ open }) } });
    await fixture.accept([note()]);
    expect(await fixture.drain()).toMatchObject({ delivered: 0, failed: 1 });
    expect(fixture.rows('SELECT state, verified_at FROM deliveries')).toEqual([{ state: 'failed', verified_at: null }]);
    fails = false;
    fixture.deliveries.retryNow();
    expect(await fixture.drain()).toMatchObject({ delivered: 1 });
    expect(await fixture.files('import')).toHaveLength(1);
  });
});

describe('an archive that is away', () => {
  it('is nobody else’s fault: nothing is delivered, nothing lost', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept(many);
    const archive = join(fixture.folder, 'archive');
    await rename(archive, `${archive}-fora`);
    const { failed } = await fixture.drain();
    expect(failed).toBeLessThanOrEqual(UNDER_WAY);
    expect(await fixture.files('import')).toEqual([]);
    await rename(`${archive}-fora`, archive);
    fixture.clock.advance(retryWait(1));
    expect(await fixture.drain()).toMatchObject({ delivered: 250 });
  });
});

describe('a drain that is stopped', () => {
  it('gives back what it had not finished, without blame, and the next one goes on', async () => {
    const stop = new AbortController();
    let synced = 0;
    const fs = faultyFs({}, (file) => ({
      sync: async () => {
        await file.sync();
        if (++synced === 20) stop.abort();
      },
    }));
    fixture = await openIntakeFixture({ clients, fs: { import: fs } });
    await fixture.accept(many);
    await fixture.drain(stop.signal);
    expect(byState()).toMatchObject({ pending: 250 });
    expect(attempts()).toBe(0);
    expect(fixture.deliveries.nextDue()).toBeNull();
    expect(await fixture.drain()).toEqual({ delivered: 250, conflicts: 0, failed: 0 });
    expect(await fixture.files('import')).toHaveLength(250);
  });

  it('by a killed process leaves copies under way, which the next one looks at again', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note(), note({ number: 2 })]);
    const [first] = fixture.deliveries.claim(10, new Date(fixture.clock.now()).toISOString());
    const bytes = await fixture.roots.archive.read(first!.sourcePath.split('/'));
    await fixture.roots.import.writeVerified(first!.targetPath.split('/'), bytes!);
    expect(await fixture.drain()).toMatchObject({ delivered: 0 });
    fixture = fixture.reopen();
    expect(await fixture.drain()).toEqual({ delivered: 2, conflicts: 0, failed: 0 });
    expect(fixture.deliveries.healInterrupted()).toBe(0);
  });
});

describe('a share where one file is refused', () => {
  it('gets all the others', async () => {
    const refused = noteKey({ number: 7 });
    const fs = faultyFs({
      link: (from, to) => (to.includes(refused) ? systemFailure('EROFS') : nodeFs.link(from, to)),
    });
    fixture = await openIntakeFixture({ clients, fs: { import: fs } });
    await fixture.accept(many.slice(0, 20));
    await fixture.drain();
    fixture.clock.advance(retryWait(1));
    await fixture.drain();
    expect(byState()).toEqual({ delivered: 19, failed: 1 });
  });
});
