import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../../../src/engine/ledger';
import { databaseOf } from '../../../src/engine/ledger/ledger';

it('an alert of which something has still to leave stays, however old, and no more go at once than are asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'malote-growth-'));
  const ledger = openLedger(join(folder, 'malote.db'), { now: Date.now });
  onTestFinished(() => {
    ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });
  databaseOf(ledger).raw.exec(`
    INSERT INTO alerts (id, at, kind, severity, title, text, screen) VALUES
      (1, '2020-01-01', 'x', 'info', '', '', ''), (2, '2020-01-02', 'x', 'info', '', '', ''),
      (3, '2020-01-03', 'x', 'info', '', '', ''), (4, '2020-01-04', 'x', 'info', '', '', '');
    INSERT INTO alert_sends (alert_id, channel, state, at) VALUES (1, 'email', 'waiting', '2020-01-01');`);
  expect(ledger.growth.forget('alerts', '2021-01-01', 1)).toBe(1);
  expect(ledger.growth.forget('alerts', '2021-01-01', 10)).toBe(1);
  expect(ledger.growth.forget('alerts', '2021-01-01', 10)).toBe(0);
  expect(ledger.alerts.byIds([1, 2, 3, 4]).map(({ id }) => id)).toEqual([1, 4]);
  expect(ledger.growth.rows('alerts')).toEqual({ rows: 2, oldestAt: '2020-01-01' });
});
