import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Outbox, type ImportLayout } from '../../../src/engine/delivery';
import { openDesk, type Desk } from '../../support/desk';
import { ALFA, note, noteEvent, noteKey } from '../../support/notes';

const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const flat = `Import/${noteKey()}.xml`;
const byType = `NFe/${noteKey()}.xml`;
const cancellation = `${noteKey()}_CANC.xml`;
let desk: Desk;
afterEach(() => desk.dispose());

const redirected = (): unknown[] =>
  desk.ledger.journal
    .last(50)
    .filter(({ action }) => action === 'delivery.redirected')
    .map(({ subject, detail }) => [subject, detail]);

const states = (): unknown => desk.rows('SELECT target_path AS target, state FROM deliveries ORDER BY id');

describe('what waits in the outbox when the settings change', () => {
  it('goes to the folder of its kind when these are asked for, and what is there already stays', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note({ number: 2 })]);
    await desk.drain();
    await desk.accept([note(), note({ model: '65' })]);
    desk = desk.reopen({ layout: 'by-type' });
    expect(redirected()).toEqual([['import', { deliveries: 2, superseded: 0 }]]);
    expect(await desk.drain()).toMatchObject({ delivered: 2 });
    expect(await desk.files('import')).toEqual([
      `Import/${noteKey({ number: 2 })}.xml`,
      `NFCe/${noteKey({ model: '65' })}.xml`,
      byType,
    ]);
    desk = desk.reopen();
    expect(redirected()).toHaveLength(1);
  });

  it('goes there also when a process with the former settings has put it there later', async () => {
    desk = await openDesk({ clients, layout: 'by-type' });
    await desk.accept([note()]);
    // as the other process writes it
    desk.ledger.db.run('UPDATE deliveries SET target_path = ?', [flat]);
    desk = desk.reopen({ layout: 'by-type' });
    expect(states()).toEqual([{ target: byType, state: 'pending' }]);
    expect(redirected()).toEqual([['import', { deliveries: 1, superseded: 0 }]]);
  });

  it('goes to the one folder when kinds are no longer asked for', async () => {
    desk = await openDesk({ clients, layout: 'by-type' });
    await desk.accept([note()]);
    desk = desk.reopen({ layout: 'flat' });
    await desk.drain();
    expect(await desk.files('import')).toEqual([flat]);
  });

  it('goes to its folder in the import share when cancellations have no root of their own any more', async () => {
    desk = await openDesk({ clients, ownCancelledRoot: true });
    await desk.accept([noteEvent()]);
    desk = desk.reopen({ ownCancelledRoot: false });
    expect(redirected()).toEqual([['cancelled', { deliveries: 1, superseded: 0 }]]);
    await desk.drain();
    expect(await desk.files('import')).toEqual([`Cancelados/${cancellation}`]);
    expect(await desk.files('cancelled')).toEqual([]);
  });

  it.each([['cancelled-inside'], ['cancelled']])(
    'goes to the top of the root that cancellations get of their own (declared as %s before)',
    async (form) => {
      desk = await openDesk({ clients });
      await desk.accept([noteEvent()]);
      expect(desk.rows("SELECT layout FROM destinations WHERE name = 'cancelled'")).toEqual([
        { layout: 'cancelled-inside' },
      ]);
      desk.ledger.db.run("UPDATE destinations SET layout = ? WHERE name = 'cancelled'", [form]);
      desk = desk.reopen({ ownCancelledRoot: true });
      await desk.drain();
      expect(await desk.files('cancelled')).toEqual([cancellation]);
      expect(await desk.files('import')).toEqual([]);
    },
  );

  it('stays where it is when only the ledger’s word for it has changed', async () => {
    desk = await openDesk({ clients });
    await desk.accept([noteEvent()]);
    desk.ledger.db.run("UPDATE destinations SET layout = 'cancelled' WHERE name = 'cancelled'");
    desk = desk.reopen();
    expect(redirected()).toEqual([]);
    await desk.drain();
    expect(await desk.files('import')).toEqual([`Cancelados/${cancellation}`]);
  });

  it('is tried at the new place, where it had met another content at the old one or failed there', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note(), note({ number: 2 })]);
    await mkdir(join(desk.folder, 'import', 'Import'));
    await writeFile(join(desk.folder, 'import', flat), 'de outro programa');
    desk.outbox.writer.failed(2, 'SHARE_BAD_PATH', new Date(desk.clock.now() + 30_000).toISOString());
    expect(await desk.drain()).toEqual({ delivered: 0, conflicts: 1, failed: 0 });
    desk = desk.reopen({ layout: 'by-type' });
    desk.clock.advance(30_000);
    expect(await desk.drain()).toMatchObject({ delivered: 2 });
    expect(await desk.text('import', byType)).toBe(note());
    expect(await desk.text('import', flat)).toBe('de outro programa');
  });

  it('goes along when a killed process was just copying it', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note()]);
    expect(desk.outbox.writer.claim(1, new Date(desk.clock.now()).toISOString())).toHaveLength(1);
    desk = desk.reopen({ layout: 'by-type' });
    await desk.drain();
    expect(await desk.files('import')).toEqual([byType]);
  });

  it('is left to another process that is just copying it', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note()]);
    expect(desk.ledger.lock('delivery').take()).toBeNull();
    desk.outbox.writer.claim(1, new Date(desk.clock.now()).toISOString());
    openOutbox('by-type');
    expect(states()).toEqual([{ target: flat, state: 'copying' }]);
  });

  it('is one delivery with what was put there for the new place already, however often they change', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note()]);
    const [row] = desk.rows(
      'SELECT document_id AS id, content_sha256 AS sha256, source_path AS source FROM deliveries',
    );
    openOutbox('by-type');
    // as a process would that still has the former settings
    desk.outbox.enqueueDocument({
      ...{ documentId: row?.['id'] as number, identity: noteKey(), kind: 'NFe', month: '2026-03', replaces: null },
      ...{ sha256: row?.['sha256'] as string, source: (row?.['source'] as string).split('/') },
    });
    expect(states()).toEqual([
      { target: byType, state: 'pending' },
      { target: flat, state: 'pending' },
    ]);
    openOutbox('flat');
    expect(states()).toEqual([
      { target: byType, state: 'superseded' },
      { target: flat, state: 'pending' },
    ]);
    openOutbox('by-type');
    expect(states()).toEqual([
      { target: byType, state: 'pending' },
      { target: flat, state: 'superseded' },
    ]);
    expect(redirected()).toContainEqual(['import', { deliveries: 1, superseded: 1 }]);
    expect(await desk.drain()).toMatchObject({ delivered: 1 });
    expect(await desk.files('import')).toEqual([byType]);
  });

  it('is not sent again to a place where it was delivered already', async () => {
    desk = await openDesk({ clients });
    await desk.accept([note()]);
    await desk.drain();
    desk.ledger.db.run(
      `INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state, enqueued_at)
       SELECT destination_id, document_id, source_path, ?, content_sha256, month, 'pending', enqueued_at FROM deliveries`,
      [byType],
    );
    desk.ledger.db.run("UPDATE destinations SET layout = 'by-type' WHERE name = 'import'");
    desk = desk.reopen();
    expect(states()).toEqual([
      { target: flat, state: 'delivered' },
      { target: byType, state: 'superseded' },
    ]);
    expect(await desk.drain()).toMatchObject({ delivered: 0 });
  });
});

/** Another process with these settings, which declares them. */
function openOutbox(layout: ImportLayout): void {
  const { ledger, roots, clock } = desk;
  const importLocation = roots.import.location;
  expect(new Outbox(ledger, { layout, importLocation, cancelledLocation: null }, () => clock.now())).toBeDefined();
}
