// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_HISTORY, type HistoryView } from '../../src/renderer/state/evidence-view';
import { doing, rowButton, usePage } from '../unit/renderer/page';
import { companiesHeld } from './month-facts';
import type { HostProcess } from './support/host';
import { officeAfter, type Office } from './support/office';
import { cellsOf, counted, plain, shown, showOffice } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let host: HostProcess;
beforeAll(async () => {
  office = await officeAfter('gaps');
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

const showHistory = (view: Partial<HistoryView> = {}): ReturnType<typeof showOffice> =>
  showOffice(host, { screen: 'history', history: { ...INITIAL_HISTORY, ...view } });
const lines = (): string[][] => cellsOf(screen.getByRole('table', { name: 'Diário' }));
const NOTHING = 'não há nada assim';

/** Types a search after one that finds nothing, so that what is seen afterwards was found by it. */
async function search(text: string): Promise<void> {
  const type = (typed: string): Promise<void> =>
    doing(() => fireEvent.change(screen.getByTestId('journal-search'), { target: { value: typed } }));
  await type(NOTHING);
  await screen.findByText('Nada com este filtro');
  if (text !== NOTHING) await type(text);
}

/** Resolves once the list says that it has so many, and shows the first of these. */
async function finds(many: number, wanted?: (line: readonly string[]) => void): Promise<void> {
  if (many === 0) {
    await screen.findByText('Nada com este filtro');
    return;
  }
  await waitFor(() => {
    expect(screen.getByText(counted(many, 'linha', 'linhas'))).toBeDefined();
    lines().forEach((line) => wanted?.(line));
  });
}

describe('the journal', () => {
  it('has a line, and a sentence, for every entry that the ledger has', async () => {
    await showHistory();
    const entries = office.value('SELECT count(*) FROM journal');
    expect(entries).toBeGreaterThan(10);
    expect(entries).toBeLessThan(200);
    await finds(entries, ([, subject, text]) => {
      expect(subject).not.toContain('.');
      expect(text).toMatch(/[.?]$/);
    });
  });

  it('shows by subject what belongs to it, and each entry under one', async () => {
    await showHistory();
    const [all, ...subjects] = within(screen.getByTestId('journal-topic')).getAllByRole('option');
    expect(plain(all?.textContent)).toBe('Todos os assuntos');
    const prefixes: Readonly<Record<string, string>> = {
      'Execuções e consultas': "'run', 'capture', 'count', 'page', 'window', 'report', 'month'",
      'Documentos e eventos': "'intake', 'document', 'event', 'archive', 'reread'",
      Entregas: "'delivery', 'destination', 'spool'",
      'Auditoria e recuperação': "'audit', 'recovery', 'correction', 'legacy'",
      Pastas: "'share'",
      Avisos: "'alert', 'alerts'",
      'Programa e planilha': "'companies', 'ledger', 'backup', 'retention', 'schedule', 'leftovers', 'summaries'",
    };
    expect(subjects.map(({ textContent }) => plain(textContent))).toEqual(Object.keys(prefixes));
    let sum = 0;
    for (const option of subjects) {
      const subject = plain(option.textContent);
      const many = office.value(
        `SELECT count(*) FROM journal WHERE substr(action, 1, instr(action, '.') - 1) IN (${prefixes[subject] ?? ''})`,
      );
      sum += many;
      await doing(() =>
        fireEvent.change(screen.getByTestId('journal-topic'), { target: { value: option.getAttribute('value') } }),
      );
      await finds(many, ([, shownSubject]) => expect(shownSubject).toBe(subject));
    }
    expect(sum).toBe(office.value('SELECT count(*) FROM journal'));
  });

  it('finds by all that its search promises: a key, a company, a word that one reads', async () => {
    await showHistory();
    expect(screen.getByTestId('journal-search').getAttribute('placeholder')).toBe('Chave, empresa ou palavra');
    const [document] = office.sql<{ id: number; identity: string }>(
      `SELECT d.id, d.identity FROM documents d WHERE d.access_key IS NOT NULL AND EXISTS (
         SELECT 1 FROM deliveries v WHERE v.document_id = d.id) ORDER BY d.id LIMIT 1`,
    );
    const { id, identity } = document!;
    const tells = (
      of: string,
    ): string => `(action = 'intake.accepted' AND EXISTS (SELECT 1 FROM json_each(detail, '$.documents') WHERE value IN (${of}))
      OR action = 'delivery.verified' AND EXISTS (SELECT 1 FROM json_each(detail, '$.deliveries') n JOIN deliveries v ON v.id = n.value
         WHERE v.document_id IN (${of})))`;
    const ofDocument = office.value(
      `SELECT count(*) FROM journal WHERE ${tells(String(id))} OR subject LIKE '%${identity}%' OR detail LIKE '%${identity}%'
       OR (action = 'intake.accepted' AND EXISTS (SELECT 1 FROM json_each(detail, '$.events') n JOIN events e ON e.id = n.value
           WHERE e.document_identity = '${identity}'))`,
    );
    for (const typed of [identity, identity.replace(/(.{4})/g, '$1 ').trim()]) {
      await search(typed);
      await finds(ofDocument);
    }
    const [company] = companiesHeld(office, office.month).filter(({ nfe, cte, other }) => nfe + cte + other > 0);
    const { folder, tax_id: taxId } = company!;
    const ofCompany = office.value(
      `SELECT count(*) FROM journal WHERE ${tells(`SELECT f.document_id FROM filings f JOIN companies c ON c.id = f.company_id WHERE c.tax_id = '${taxId}'`)}
       OR subject LIKE '%${folder}%' OR detail LIKE '%${folder}%' OR subject LIKE '%${taxId}%' OR detail LIKE '%${taxId}%'`,
    );
    for (const typed of [taxId, taxId.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5'), folder]) {
      await search(typed);
      await finds(ofCompany);
    }
    for (const [typed, actions] of [
      ['conferido', "'delivery.verified'"],
      ['EXECUÇÃO INICIADA', "'run.started'"],
      ['planilha importada', "'companies.imported'"],
    ] as const) {
      await search(typed);
      const many = office.value(`SELECT count(*) FROM journal WHERE action IN (${actions})`);
      expect(many, typed).toBeGreaterThan(0);
      await finds(many);
    }
    await search(NOTHING);
    await finds(0);
  });

  it('shows an entry with its evidence as it was recorded', async () => {
    await showHistory({ search: 'conferido' });
    await screen.findByText(/^\d+ linhas?$/);
    const [entry] = office.sql<{ id: number; detail: string }>(
      `SELECT id, detail FROM journal WHERE action = 'delivery.verified' ORDER BY id DESC LIMIT 1`,
    );
    await doing(() => fireEvent.click(rowButton(screen.getByRole('table', { name: 'Diário' }))));
    const detail = screen.getByTestId('entry');
    expect(plain(detail.textContent)).toContain(`Linha ${shown(entry!.id)} do diário`);
    expect(JSON.parse(detail.querySelector('pre')?.textContent ?? '')).toEqual(JSON.parse(entry!.detail));
    await doing(() => fireEvent.click(within(detail).getByRole('button', { name: 'Fechar' })));
  });
});

describe('the runs', () => {
  it('are those of the ledger, with their companies, their requests and what became of them', async () => {
    await showHistory({ tab: 'runs' });
    const OUTCOMES: Readonly<Record<string, string>> = { complete: 'completa', gaps: 'com pendências' };
    const runs = office.sql<{ id: number; month: string; outcome: string; requests: number; companies: number }>(
      `SELECT r.id, r.month, r.outcome, (SELECT count(*) FROM requests q WHERE q.run_id = r.id) AS requests,
         (SELECT count(*) FROM run_companies c WHERE c.run_id = r.id) AS companies FROM runs r ORDER BY r.id DESC`,
    );
    expect(runs.length).toBeGreaterThan(0);
    await waitFor(() => {
      const rows = cellsOf(screen.getByRole('table', { name: 'Execuções' }));
      expect(rows.map((row) => [row[1], row[5], row[6], row[7]])).toEqual(
        runs.map(({ id, outcome, companies, requests }) => [
          shown(id),
          OUTCOMES[outcome],
          shown(companies),
          shown(requests),
        ]),
      );
    });
  });
});
