import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger, type CompanyRow, type Ledger } from '../../../src/engine/ledger';
import { ALFA, BETA, STRANGER } from '../../support/notes';

let folder: string;
let ledger: Ledger;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-empresas-'));
  ledger = openLedger(join(folder, 'malote.db'), { now: () => 0 });
});
afterEach(async () => {
  ledger.close();
  await rm(folder, { recursive: true, force: true });
});

const company = (taxId: string, name: string, code: string | null = null): Omit<CompanyRow, 'id'> => ({
  taxId,
  folder: name,
  code,
  name,
});
const active = (): Record<string, string> =>
  Object.fromEntries(ledger.companies.active().map((row) => [row.taxId, row.folder]));

describe('the workbook’s list of companies', () => {
  it('is told by what changed, and nothing changed the second time', () => {
    const list = [company(ALFA, 'A'), company(BETA, 'B')];
    expect(ledger.companies.replaceActive(list)).toEqual({ added: 2, changed: 0, retired: 0 });
    expect(ledger.companies.replaceActive(list)).toEqual({ added: 0, changed: 0, retired: 0 });
    expect(ledger.companies.replaceActive([company(ALFA, 'A', '0001'), company(STRANGER, 'S')])).toEqual({
      added: 1,
      changed: 1,
      retired: 1,
    });
    expect(active()).toEqual({ [ALFA]: 'A', [STRANGER]: 'S' });
  });

  it('may swap folders in a ring', () => {
    ledger.companies.replaceActive([company(ALFA, 'A'), company(BETA, 'B'), company(STRANGER, 'C')]);
    const ids = ledger.companies.active().map(({ id }) => id);
    expect(
      ledger.companies.replaceActive([company(ALFA, 'B'), company(BETA, 'C'), company(STRANGER, 'A')]),
    ).toMatchObject({ changed: 3 });
    expect(active()).toEqual({ [ALFA]: 'B', [BETA]: 'C', [STRANGER]: 'A' });
    expect(
      ledger.companies
        .active()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
  });

  it('keeps a retired company, whose folder a new one may take, and takes it back with its filings', () => {
    ledger.companies.replaceActive([company(ALFA, 'A'), company(BETA, 'B')]);
    const id = ledger.companies.byTaxId(ALFA)!.id;
    for (const _twice of [1, 2]) {
      expect(ledger.companies.replaceActive([company(STRANGER, 'A'), company(BETA, 'B')])).toMatchObject({
        retired: 1,
      });
      expect(ledger.companies.byTaxId(ALFA)!.id).toBe(id);
      expect(active()).toEqual({ [STRANGER]: 'A', [BETA]: 'B' });
      expect(ledger.companies.replaceActive([company(ALFA, 'A'), company(BETA, 'B')])).toMatchObject({ changed: 1 });
      expect(ledger.companies.byTaxId(ALFA)).toMatchObject({ id, folder: 'A' });
    }
  });

  it('is replaced whole or not at all', () => {
    ledger.companies.replaceActive([company(ALFA, 'A')]);
    expect(() => ledger.companies.replaceActive([company(BETA, 'X'), company(STRANGER, 'X')])).toThrow(/UNIQUE/);
    expect(active()).toEqual({ [ALFA]: 'A' });
  });
});
