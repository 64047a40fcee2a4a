import { describe, expect, it } from 'vitest';
import type { ItemTotal, SettledItem } from '../../../../src/engine/ledger';
import { RecoveryAccount, summarise } from '../../../../src/engine/jobs/recovery/account';
import { itemProblem, roboSize, summaryTable } from '../../../../src/shared/messages/pt-BR/recovery';

const TOTALS: readonly ItemTotal[] = [
  { action: 'deliver', state: 'delivered', items: 5, bytes: 5_000 },
  { action: 'deliver', state: 'same', items: 4, bytes: 400 },
  { action: 'deliver', state: 'conflict', items: 3, bytes: 300 },
  { action: 'deliver', state: 'planned', items: 2, bytes: 200 },
  { action: 'deliver', state: 'waiting', items: 2, bytes: 200 },
  { action: 'deliver', state: 'excluded', items: 9, bytes: 900 },
  { action: 'fetch', state: 'fetched', items: 1, bytes: 50 },
  { action: 'fetch', state: 'unavailable', items: 1, bytes: 0 },
];
const TIMES = { startedAt: '2026-04-02T12:00:00.000Z', endedAt: '2026-04-02T12:01:00.000Z', seconds: 50, fatal: false };

const settled = (state: SettledItem['state'], size = 10): SettledItem => ({
  id: 1,
  action: 'deliver',
  identity: 'x',
  source: null,
  target: null,
  size,
  state,
  code: null,
});

describe('the account of a recovery', () => {
  it('counts everything that is in the plan, and moves each item to one column', () => {
    const account = new RecoveryAccount();
    account.restart(TOTALS);
    expect(account.progress()).toMatchObject({
      files: { total: 18, copied: 6, skipped: 4, mismatch: 3, failed: 1, extras: 0 },
      bytes: { total: 6_150, copied: 5_050 },
      fetched: 1,
      perSecond: null,
      etaSeconds: null,
    });
    expect(account.left).toBe(4);
    account.settled([settled('delivered'), settled('failed')], 0);
    expect(account.left).toBe(2);
    expect(account.progress().files).toMatchObject({ total: 18, copied: 7, failed: 2 });
  });

  it('tells a speed only after enough files, and forgets what is long past', () => {
    const account = new RecoveryAccount();
    account.restart([{ action: 'deliver', state: 'planned', items: 1_000, bytes: 0 }]);
    const many = (n: number): SettledItem[] => Array.from({ length: n }, () => settled('delivered'));
    account.settled(many(100), 0);
    expect(account.progress().perSecond).toBeNull();
    account.settled(many(100), 10_000);
    expect(account.progress()).toMatchObject({ perSecond: 10, etaSeconds: 80 });
    account.settled(many(100), 60_000);
    expect(account.progress().perSecond).toBeNull();
  });
});

describe('the summary', () => {
  const folders = { copied: 2, skipped: 1, mismatch: 1, failed: 1 };

  it('adds up in each row, and says with its bits what happened', () => {
    const summary = summarise(TOTALS, folders, TIMES);
    expect(summary.files).toEqual({ total: 14, copied: 6, skipped: 4, mismatch: 3, failed: 1, extras: 0 });
    expect(summary.dirs.total).toBe(5);
    expect(summary.bytes).toMatchObject({ total: 5_750, copied: 5_050 });
    expect(summary).toMatchObject({ exitCode: 1 + 4 + 8, bytesPerSecond: 101 });
    expect(summarise([], { copied: 0, skipped: 0, mismatch: 0, failed: 0 }, { ...TIMES, fatal: true }).exitCode).toBe(
      16,
    );
    expect(summarise(TOTALS.slice(1, 2), folders, TIMES).exitCode).toBe(0);
  });

  it("is shown as robocopy's table", () => {
    const table = summaryTable(summarise(TOTALS, folders, TIMES));
    expect(table).toContain('                 Total    Copied   Skipped  Mismatch    FAILED    Extras');
    expect(table).toContain('     Files :        14         6         4         3         1         0');
    expect(table).toContain(' Exit code : 13');
  });

  it.each([
    [0, '0'],
    [1_023, '1023'],
    [1_536, '1.5 k'],
    [18_087_936, '17.25 m'],
    [3 * 1024 ** 3, '3 g'],
  ])('writes %i bytes as robocopy does', (bytes, text) => {
    expect(roboSize(bytes)).toBe(text);
  });
});

describe('what stood against a file', () => {
  it('is one sentence in Portuguese, whatever the code', () => {
    expect(itemProblem('delivered', null)).toBeNull();
    expect(itemProblem('conflict', null)).toMatch(/nada foi sobrescrito\.$/);
    for (const code of ['DELIVERY_SOURCE_ABSENT', 'SIEG_TIMEOUT', 'OUTRA_COISA', 'constructor'])
      expect(itemProblem('failed', code)).toMatch(/^[A-ZÀ-Ú].*\.$/);
  });
});
