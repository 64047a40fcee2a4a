// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_HISTORY, INITIAL_ORPHANS } from '../../src/renderer/state/evidence-view';
import { usePage } from '../unit/renderer/page';
import { companiesHeld, monthFacts } from './month-facts';
import type { HostProcess } from './support/host';
import { officeAfter, type Office } from './support/office';
import { cellsOf, counted, nameOf, plain, rowsOf, shown, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

usePage();
useWordsForPeople();

const PLAYED = { failed: 'falhou', interrupted: 'interrompida' } as const;
type Name = keyof typeof PLAYED;
const NAMES = Object.keys(PLAYED) as readonly Name[];
/** What is delivered meanwhile is read again a moment later, on a busy machine some moments later. */
const PATIENCE = { timeout: 20_000 };

describe.each(NAMES)('after a run that %s', (name) => {
  let office: Office;
  let host: HostProcess;
  beforeAll(async () => {
    office = await officeAfter(name);
    host = await office.open();
  }, 180_000);
  afterAll(() => office.close());

  /** Documents of a client that no delivery proves and none is about to. */
  const orphans = (): number =>
    office.value(`SELECT count(*) FROM documents d WHERE EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL)
      AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state <> 'superseded')`);

  it('was played as it is called', () => {
    const outcomes = office
      .sql<{ outcome: string | null }>('SELECT outcome FROM runs ORDER BY id')
      .map((run) => run.outcome);
    expect(outcomes).toEqual(name === 'failed' ? ['gaps', 'failed'] : [null]);
  });

  it('has on the Painel the figures of the ledger, and calls nothing complete', async () => {
    const page = await showOffice(host);
    // what waited when the process died is delivered by the window
    await page.until(({ outbox }) => outbox.destinations.every(({ pending }) => pending === 0));
    await waitFor(() => {
      const facts = monthFacts(office, office.month);
      for (const figure of ['expected', 'archived', 'verified', 'missing', 'pending', 'events', 'cancelled'] as const)
        expect(textAt(`total-${figure}`), figure).toBe(shown(facts[figure]));
      expect(facts.missing).toBeGreaterThan(0);
    }, PATIENCE);
    expect(plain(document.body.textContent)).not.toMatch(/\bCompleto\b/);
    const rows = rowsOf(screen.getByRole('table'));
    companiesHeld(office, office.month).forEach(({ folder, nfe, cte, other, delivered }, index) => {
      const at = rows[index] ?? {};
      expect(at['folder']).toContain(nameOf(folder));
      expect([at['nfe'], at['cte'], at['other'], at['archived'], at['delivered']], folder).toEqual(
        [nfe, cte, other, nfe + cte + other, delivered].map(shown),
      );
      expect(at['phase'], folder).not.toBe('Completa');
      for (const column of ['ratePerMinute', 'etaSeconds']) expect(at[column] ?? '–', folder).toBe('–');
    });
  }, 120_000);

  it('says on the Painel how the last run ended, and what a next one has', async () => {
    await showOffice(host);
    const { archived, expected } = monthFacts(office, office.month);
    if (name === 'failed') {
      const run = office.value('SELECT max(id) FROM runs');
      expect(textAt('last-attempt')).toContain(`execução ${String(run)}`);
      expect(textAt('last-attempt')).toMatch(/falhou/);
      return;
    }
    const banner = textAt('banner-resumable');
    expect(banner).toMatch(/^A execução de .+ foi interrompida\./);
    expect(banner).toContain(
      `${shown(archived)} de ${counted(expected, 'documento já está guardado', 'documentos já estão guardados')}`,
    );
    expect(screen.queryByTestId('evidence')).toBeNull();
  });

  it('lists the run in the history with its requests and how it ended', async () => {
    await showOffice(host, { screen: 'history', history: { ...INITIAL_HISTORY, tab: 'runs' } });
    const runs = office.sql<{ id: number; requests: number }>(
      'SELECT r.id, (SELECT count(*) FROM requests q WHERE q.run_id = r.id) AS requests FROM runs r ORDER BY r.id DESC',
    );
    await waitFor(() => {
      const rows = cellsOf(screen.getByRole('table', { name: 'Execuções' }));
      expect(rows.map((row) => [row[1], row[7]])).toEqual(runs.map(({ id, requests }) => [shown(id), shown(requests)]));
      expect(rows[0]?.[5]).toBe(PLAYED[name]);
    });
  });

  it('has in the diary a line for every entry', async () => {
    await showOffice(host, { screen: 'history', history: INITIAL_HISTORY });
    const entries = office.value('SELECT count(*) FROM journal');
    await screen.findByText(new RegExp(`^(?:${shown(entries)} linhas|\\d+ de .+ linhas.*|Mostrando .+)$`));
    for (const [, subject = ''] of cellsOf(screen.getByRole('table', { name: 'Diário' })))
      expect(subject).not.toContain('.');
  });

  it('has on a company’s page what is registered and delivered, and does not call it complete', async () => {
    const [company] = companiesHeld(office, office.month).toSorted((a, b) => b.cte - a.cte);
    const { tax_id: taxId, folder, cte, delivered } = company!;
    await showOffice(host, {
      screen: 'company',
      company: { taxId, folder, month: office.month, from: 'panel', kind: null, state: 'all', search: '' },
    });
    await screen.findByTestId('company-verdict');
    expect(textAt('company-verdict')).not.toMatch(/^Completa/);
    const rows = cellsOf(screen.getByTestId('kinds'));
    const sum = (column: number): number =>
      rows.reduce((all, row) => all + Number((row[column] ?? '0').replace(/\D.*$/, '')), 0);
    expect(Number(rows.find(([kind]) => /^CT-?e$/.test(kind ?? ''))?.[2] ?? 0)).toBe(cte);
    expect(sum(4)).toBe(delivered);
  });

  it('counts as orphans what nothing proves, and nothing that waits', async () => {
    await showOffice(host, { screen: 'orphans', orphans: { ...INITIAL_ORPHANS, tab: 'audit' } });
    const many = orphans();
    const lead = textAt('orphans-lead');
    if (many === 0) expect(lead).not.toMatch(/^\d/);
    else expect(lead).toContain(counted(many, 'documento', 'documentos'));
    expect(lead).not.toContain('Nenhum documento está sem entrega comprovada');
  });

  it('says what waits for its delivery, or that nothing does', async () => {
    const page = await showOffice(host, { screen: 'shares' });
    await page.until(({ outbox }) => outbox.destinations.every(({ pending }) => pending === 0));
    expect(office.value("SELECT count(*) FROM deliveries WHERE state IN ('pending', 'copying', 'failed')")).toBe(0);
    await waitFor(() => expect(textAt('outbox')).toContain('Nada espera para ser entregue.'));
    expect(textAt('spool')).toContain('Nada guardado.');
  });

  it('tells of the alerts that the ledger has, and of no other', async () => {
    await showOffice(host, { screen: 'alerts' });
    const alerts = office.sql<{ id: number; title: string }>('SELECT id, title FROM alerts ORDER BY id DESC');
    if (alerts.length === 0) expect(screen.getByText('Nenhum aviso')).toBeDefined();
    for (const { id, title } of alerts) await waitFor(() => expect(textAt(`alert-${String(id)}`)).toContain(title));
    expect(within(document.body).queryAllByTestId(/^alert-\d+$/)).toHaveLength(alerts.length);
  });
});
