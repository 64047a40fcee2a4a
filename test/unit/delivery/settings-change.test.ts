import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Outbox, type ImportLayout } from '../../../src/engine/delivery';
import { databaseOf } from '../../../src/engine/ledger/ledger';
import { openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, note, noteEvent, noteKey } from '../../support/notes';

const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const flat = `Import/${noteKey()}.xml`;
const byType = `NFe/${noteKey()}.xml`;
const cancellation = `${noteKey()}_CANC.xml`;
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const redirected = (): unknown[] =>
  fixture.ledger.journal
    .last(50)
    .filter(({ action }) => action === 'delivery.redirected')
    .map(({ subject, detail }) => [subject, detail]);

const states = (): unknown => fixture.rows('SELECT target_path AS target, state FROM deliveries ORDER BY id');

describe('what waits in the outbox when the settings change', () => {
  it('goes to the folder of its kind when these are asked for, and what is there already stays', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note({ number: 2 })]);
    await fixture.drain();
    await fixture.accept([note(), note({ model: '65' })]);
    fixture = fixture.reopen({ layout: 'by-type' });
    expect(redirected()).toEqual([['import', { deliveries: 2, superseded: 0 }]]);
    expect(await fixture.drain()).toMatchObject({ delivered: 2 });
    expect(await fixture.files('import')).toEqual([
      `Import/${noteKey({ number: 2 })}.xml`,
      `NFCe/${noteKey({ model: '65' })}.xml`,
      byType,
    ]);
    fixture = fixture.reopen();
    expect(redirected()).toHaveLength(1);
  });

  it('goes there also when a process with the former settings has put it there later', async () => {
    fixture = await openIntakeFixture({ clients, layout: 'by-type' });
    await fixture.accept([note()]);
    // as the other process writes it
    databaseOf(fixture.ledger).run('UPDATE deliveries SET target_path = ?', [flat]);
    fixture = fixture.reopen({ layout: 'by-type' });
    expect(states()).toEqual([{ target: byType, state: 'pending' }]);
    expect(redirected()).toEqual([['import', { deliveries: 1, superseded: 0 }]]);
  });

  it('goes to the one folder when kinds are no longer asked for', async () => {
    fixture = await openIntakeFixture({ clients, layout: 'by-type' });
    await fixture.accept([note()]);
    fixture = fixture.reopen({ layout: 'flat' });
    await fixture.drain();
    expect(await fixture.files('import')).toEqual([flat]);
  });

  it('goes to its folder in the import share when cancellations have no root of their own any more', async () => {
    fixture = await openIntakeFixture({ clients, ownCancelledRoot: true });
    await fixture.accept([noteEvent()]);
    fixture = fixture.reopen({ ownCancelledRoot: false });
    expect(redirected()).toEqual([['cancelled', { deliveries: 1, superseded: 0 }]]);
    await fixture.drain();
    expect(await fixture.files('import')).toEqual([`Cancelados/${cancellation}`]);
    expect(await fixture.files('cancelled')).toEqual([]);
  });

  it.each([['cancelled-inside'], ['cancelled']])(
    'goes to the top of the root that cancellations get of their own (declared as %s before)',
    async (form) => {
      fixture = await openIntakeFixture({ clients });
      await fixture.accept([noteEvent()]);
      expect(fixture.rows("SELECT layout FROM destinations WHERE name = 'cancelled'")).toEqual([
        { layout: 'cancelled-inside' },
      ]);
      databaseOf(fixture.ledger).run("UPDATE destinations SET layout = ? WHERE name = 'cancelled'", [form]);
      fixture = fixture.reopen({ ownCancelledRoot: true });
      await fixture.drain();
      expect(await fixture.files('cancelled')).toEqual([cancellation]);
      expect(await fixture.files('import')).toEqual([]);
    },
  );

  it('stays where it is when only the ledger’s word for it has changed', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([noteEvent()]);
    databaseOf(fixture.ledger).run("UPDATE destinations SET layout = 'cancelled' WHERE name = 'cancelled'");
    fixture = fixture.reopen();
    expect(redirected()).toEqual([]);
    await fixture.drain();
    expect(await fixture.files('import')).toEqual([`Cancelados/${cancellation}`]);
  });

  it('is tried at the new place, where it had met another content at the old one or failed there', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note(), note({ number: 2 })]);
    await mkdir(join(fixture.folder, 'import', 'Import'));
    await writeFile(join(fixture.folder, 'import', flat), 'de outro programa');
    fixture.deliveries.failed(2, 'SHARE_BAD_PATH', new Date(fixture.clock.now() + 30_000).toISOString());
    expect(await fixture.drain()).toEqual({ delivered: 0, conflicts: 1, failed: 0 });
    fixture = fixture.reopen({ layout: 'by-type' });
    fixture.clock.advance(30_000);
    expect(await fixture.drain()).toMatchObject({ delivered: 2 });
    expect(await fixture.text('import', byType)).toBe(note());
    expect(await fixture.text('import', flat)).toBe('de outro programa');
  });

  it('goes along when a killed process was just copying it', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    expect(fixture.deliveries.claim(1, new Date(fixture.clock.now()).toISOString())).toHaveLength(1);
    fixture = fixture.reopen({ layout: 'by-type' });
    await fixture.drain();
    expect(await fixture.files('import')).toEqual([byType]);
  });

  it('is left to another process that is just copying it', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    expect(fixture.ledger.lock('delivery').take()).toBeNull();
    fixture.deliveries.claim(1, new Date(fixture.clock.now()).toISOString());
    openOutbox('by-type');
    expect(states()).toEqual([{ target: flat, state: 'copying' }]);
  });

  it('is one delivery with what was put there for the new place already, however often they change', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    const [row] = fixture.rows(
      'SELECT document_id AS id, content_sha256 AS sha256, source_path AS source FROM deliveries',
    );
    openOutbox('by-type');
    // as a process would that still has the former settings
    fixture.outbox.enqueueDocument({
      documentId: row?.['id'] as number,
      identity: noteKey(),
      kind: 'NFe',
      month: '2026-03',
      replaces: null,
      sha256: row?.['sha256'] as string,
      source: (row?.['source'] as string).split('/'),
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
    expect(await fixture.drain()).toMatchObject({ delivered: 1 });
    expect(await fixture.files('import')).toEqual([byType]);
  });

  it('is not sent again to a place where it was delivered already', async () => {
    fixture = await openIntakeFixture({ clients });
    await fixture.accept([note()]);
    await fixture.drain();
    databaseOf(fixture.ledger).run(
      `INSERT INTO deliveries (destination_id, document_id, source_path, target_path, content_sha256, month, state, enqueued_at)
       SELECT destination_id, document_id, source_path, ?, content_sha256, month, 'pending', enqueued_at FROM deliveries`,
      [byType],
    );
    databaseOf(fixture.ledger).run("UPDATE destinations SET layout = 'by-type' WHERE name = 'import'");
    fixture = fixture.reopen();
    expect(states()).toEqual([
      { target: flat, state: 'delivered' },
      { target: byType, state: 'superseded' },
    ]);
    expect(await fixture.drain()).toMatchObject({ delivered: 0 });
  });
});

/** Another process with these settings, which declares them. */
function openOutbox(layout: ImportLayout): void {
  const { ledger, deliveries, roots, clock } = fixture;
  const importLocation = roots.import.location;
  expect(
    new Outbox(ledger, deliveries, { layout, importLocation, cancelledLocation: null }, () => clock.now()),
  ).toBeDefined();
}
