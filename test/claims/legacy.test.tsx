// @vitest-environment happy-dom
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { screen, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_ORPHANS } from '../../src/renderer/state/evidence-view';
import { buildIncident, smaller, type Incident } from '../support/incident';
import { testFolder } from '../support/test-folder';
import { doing, clickOn, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { emptyOffice, type Office } from './support/office';
import { cellsOf, factsIn, plain, shown, showOffice, type OfficePage } from './support/page';
import { useWordsForPeople } from './support/words';

let incident: Incident;
let office: Office;
let host: HostProcess;

/** A program of before has been at work on the archive, and left its own files. */
beforeAll(async () => {
  const folder = await mkdtemp(join(await testFolder(), 'malote-antigo-'));
  incident = await buildIncident(folder, { ...smaller(100), companies: 30, documents: 300, transactions: 30 });
  office = await emptyOffice(() => ({
    sieg: { generation: 'legacy', baseUrl: 'http://127.0.0.1:9' },
    archive: { root: incident.archive },
    importShare: { root: incident.import, layout: 'flat' },
    companies: { workbook: incident.workbook },
  }));
  host = await office.open();
  host.pick('old', incident.old);
}, 120_000);
afterAll(async () => {
  await office.close();
  await rm(incident.folder, { recursive: true, force: true, maxRetries: 5 });
});

usePage();
useWordsForPeople();

const FILES = {
  'De estado': "sort = 'state'",
  Transações: "sort = 'transaction'",
  Registros: "sort = 'log'",
  Relatórios: "sort = 'report'",
  'XMLs do acervo': "sort = 'archive'",
} as const;
const PROVEN = {
  'Documentos no disco': 'SELECT count(*) FROM documents',
  Eventos: 'SELECT count(*) FROM events',
  'Entregas provadas': "SELECT count(DISTINCT identity) FROM legacy_claims WHERE claim = 'handed-over'",
  'Só afirmadas': `SELECT count(DISTINCT identity) FROM legacy_claims c WHERE claim = 'processed'
    AND NOT EXISTS (SELECT 1 FROM legacy_claims h WHERE h.identity = c.identity AND h.claim = 'handed-over')`,
  Prometidos: "SELECT count(DISTINCT identity) FROM expectations WHERE source = 'old-report'",
} as const;
const TABLES = ['documents', 'filings', 'events', 'expectations', 'legacy_files', 'legacy_claims', 'legacy_singles'];

/** What the page says that was found: the figures, and the tables' rows. */
function found(title: string): Record<string, unknown> {
  const part = screen.getByRole('region', { name: title });
  const table = (name: string): string[][] => {
    const one = within(part).queryByRole('table', { name });
    return one === null ? [] : cellsOf(one);
  };
  const bad = within(part).queryByRole('region', { name: 'Arquivos que não puderam ser lidos' });
  return {
    ...factsIn(part),
    singles: table('Empresas com documentos buscados um a um'),
    badTotal: bad === null ? '0' : plain(within(bad).getByRole('heading').querySelector('span')?.textContent),
    bad: table('Arquivos ilegíveis'),
  };
}

describe('the tab of the system before this one', () => {
  it('rehearses without writing, and says in both what the ledger then holds and the disk has', async () => {
    const page: OfficePage = await showOffice(
      host,
      { screen: 'orphans', orphans: { ...INITIAL_ORPHANS, tab: 'legacy' } },
      { pickPath: () => ({ id: 'old', shown: incident.old }) },
    );
    await doing(() => void page.services.client.engine.importCompanies());
    await page.until(() => office.value('SELECT count(*) FROM companies') > 0);
    expect(screen.getByTestId('legacy-import').hasAttribute('disabled')).toBe(true);
    await clickOn('Escolher pasta…');
    await doing(() => screen.getByTestId('legacy-dry-run').click());
    await page.until(({ legacy }) => legacy.progress === null && legacy.last?.outcome === 'complete');
    for (const table of TABLES) expect(office.value(`SELECT count(*) FROM ${table}`), table).toBe(0);
    const rehearsed = found('O que seria trazido');

    await doing(() => screen.getByTestId('legacy-import').click());
    await page.until(({ legacy }) => legacy.progress === null && legacy.last?.dryRun === false);
    const brought = found('O que foi trazido');
    expect(brought).toEqual(rehearsed);

    const count = (sql: string): string => shown(office.value(sql));
    for (const [name, which] of Object.entries(FILES))
      expect(brought[name], name).toBe(count(`SELECT count(*) FROM legacy_files WHERE ${which}`));
    expect(brought['Já lidos antes']).toBe('0');
    expect(brought['XMLs do acervo']).not.toBe('0');
    expect(brought['Transações']).toBe(shown(incident.files.transactions));
    for (const [name, sql] of Object.entries(PROVEN))
      expect(plain(String(brought[name])).split(' ')[0], name).toBe(count(sql));
    expect(brought['Entregas provadas']).not.toBe('0');

    const singles = office.sql<{ documents: number }>('SELECT documents FROM legacy_singles ORDER BY id');
    expect((brought['singles'] as string[][]).map((cells) => cells[2]).sort()).toEqual(
      singles.map(({ documents }) => shown(documents)).sort(),
    );
    const bad = office.value('SELECT count(*) FROM legacy_files WHERE problem IS NOT NULL');
    expect(bad).toBeGreaterThan(0);
    expect([brought['badTotal'], (brought['bad'] as string[][]).length]).toEqual([shown(bad), bad]);
  });
});
