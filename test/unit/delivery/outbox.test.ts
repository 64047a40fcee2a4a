import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Outbox } from '../../../src/engine/delivery';
import { openLedger } from '../../../src/engine/ledger';
import { writersOf } from '../../../src/engine/ledger/writers/hand-out';
import { testFolder } from '../../support/test-folder';

const now = (): number => Date.parse('2026-11-01T12:00:00Z');

let folder = '';
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the outbox', () => {
  it('puts on record where deliveries went before, when a destination lies elsewhere', async () => {
    folder = await mkdtemp(join(await testFolder(), 'malote-outbox-'));
    const ledger = openLedger(join(folder, 'malote.db'), { now });
    const open = (importLocation: string, cancelledLocation: string | null): Outbox =>
      new Outbox(ledger, writersOf(ledger).deliveries, { layout: 'flat', importLocation, cancelledLocation }, now);
    const moves = (): unknown =>
      ledger.journal
        .last(9)
        .filter(({ action }) => action === 'destination.moved')
        .map(({ subject, detail }) => [subject, detail]);

    open('/velho', '/cancelados');
    open('/velho', '/cancelados');
    expect(moves()).toEqual([]);
    open('/novo', '/cancelados');
    expect(moves()).toEqual([['import', { from: '/velho', to: '/novo' }]]);
    open('/novo', null);
    expect(moves()).toContainEqual(['cancelled', { from: '/cancelados', to: '/novo' }]);
    ledger.close();
  });
});
