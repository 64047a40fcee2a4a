// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, usePage } from '../unit/renderer/page';
import { companiesHeld, monthFacts } from './month-facts';
import type { HostProcess } from './support/host';
import { officeAfter, type Office } from './support/office';
import { cellsOf, counted, plain, reais, shown, showOffice, textAt, type OfficePage } from './support/page';
import { useWordsForPeople } from './support/words';

const PLAYED = ['mixed', 'gaps'] as const;
const offices: Partial<Record<(typeof PLAYED)[number], { office: Office; host: HostProcess }>> = {};
beforeAll(async () => {
  for (const name of PLAYED) {
    const office = await officeAfter(name);
    offices[name] = { office, host: await office.open() };
  }
}, 120_000);
afterAll(async () => {
  for (const { office } of Object.values(offices)) await office.close();
});

usePage();
useWordsForPeople();

interface Shown {
  readonly office: Office;
  readonly taxId: string;
  readonly id: number;
  readonly page: OfficePage;
}

/** Draws the page of the company that holds most. */
async function showCompany(name: (typeof PLAYED)[number]): Promise<Shown> {
  const { office, host } = offices[name]!;
  const held = companiesHeld(office, office.month).toSorted(
    (a, b) => b.nfe + b.cte + b.other - (a.nfe + a.cte + a.other),
  );
  const { tax_id: taxId, folder } = held[0]!;
  const page = await showOffice(host, {
    screen: 'company',
    company: { taxId, folder, month: office.month, from: 'panel', kind: null, state: 'all', search: '' },
  });
  await screen.findByTestId('company-verdict');
  await screen.findByText(/ documentos?$/);
  return { office, taxId, page, id: office.value(`SELECT id FROM companies WHERE tax_id = '${taxId}'`) };
}

/** The documents of the company's month, each by its first filing. */
const held = ({ office, id }: Pick<Shown, 'office' | 'id'>): string => `
  SELECT d.*, f.direction, f.path, EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity AND e.effect = 'cancels'
    AND e.effective = 1) AS cancelled, EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered') AS done
  FROM documents d JOIN filings f ON f.id = (SELECT min(x.id) FROM filings x WHERE x.document_id = d.id AND x.company_id = ${String(id)})
  WHERE d.month = '${office.month}'`;

interface HeldDocument {
  readonly identity: string;
  readonly kind: string;
  readonly number: string | null;
  readonly issue_day: string | null;
  readonly direction: string;
  readonly total_cents: number | null;
  readonly cancelled: number;
  readonly done: number;
}

const DIRECTIONS: Readonly<Record<string, string>> = {
  inbound: 'Entrada',
  outbound: 'Saída',
  reference: 'Citada',
  'third-party': 'De terceiros',
  participant: 'Participa',
  issued: 'Emitido',
  contracted: 'Contratado',
  unknown: 'Não se sabe',
};
const dayOf = (day: string | null): string => (day === null ? '–' : day.split('-').reverse().join('/'));
const NOTHING = 'não há nada assim';
const list = (): HTMLElement => screen.getByRole('table', { name: 'Documentos do mês' });

/** Types a search after one that finds nothing, so that what is seen afterwards was found by it. */
async function search(text: string): Promise<void> {
  const type = (typed: string): Promise<void> =>
    doing(() => fireEvent.change(screen.getByTestId('document-search'), { target: { value: typed } }));
  await type(NOTHING);
  await screen.findByText('Nada corresponde à busca ou à situação escolhida.');
  if (text !== NOTHING) await type(text);
}

/** Rows of a long list that are drawn at least: the rest is drawn as one scrolls. */
const DRAWN = 15;

/** Resolves once the list says that it shows so many, and draws the first of these. */
async function finds(wanted: readonly string[]): Promise<void> {
  if (wanted.length === 0) {
    await screen.findByText('Nenhum documento');
    return;
  }
  await waitFor(() => {
    const rows = cellsOf(list()).map(([identity]) => identity ?? '');
    expect(screen.getByText(counted(wanted.length, 'documento', 'documentos'))).toBeDefined();
    expect(rows.length).toBeGreaterThanOrEqual(Math.min(DRAWN, wanted.length));
    expect(rows).toEqual(wanted.slice(0, rows.length));
  });
}

describe.each(PLAYED)('a company’s page of a month that is %s', (name) => {
  it('has of each kind what is promised, registered, delivered, missing and cancelled, and what it is worth', async () => {
    const company = await showCompany(name);
    const { office, id } = company;
    const kinds = office.sql<Record<string, number> & { kind: string }>(
      `SELECT kind, count(*) AS held, sum(done) AS done, sum(cancelled) AS cancelled,
         coalesce(sum(total_cents) FILTER (WHERE NOT cancelled AND direction = 'inbound'), 0) AS inbound,
         coalesce(sum(total_cents) FILTER (WHERE NOT cancelled AND direction = 'outbound'), 0) AS outbound,
         coalesce(sum(total_cents) FILTER (WHERE NOT cancelled AND direction NOT IN ('inbound', 'outbound')), 0) AS other,
         count(*) FILTER (WHERE NOT cancelled AND total_cents IS NULL) AS unvalued
       FROM (${held(company)}) GROUP BY kind ORDER BY kind`,
    );
    const promised = (kind: string): string =>
      office.value(
        `SELECT count(*) FROM reports WHERE company_id = ${String(id)} AND kind = '${kind}' AND month = '${office.month}'`,
      ) === 0
        ? '– nenhum relatório do SIEG foi lido'
        : shown(
            office.value(
              `SELECT count(DISTINCT identity) FROM expectations WHERE company_id = ${String(id)} AND kind = '${kind}'
             AND month = '${office.month}' AND source = 'report'`,
            ),
          );
    const rows = cellsOf(screen.getByTestId('kinds'));
    const named = rows.filter(([kind]) => kinds.some((one) => one.kind === kind));
    expect(named.map(([kind]) => kind)).toEqual(kinds.map(({ kind }) => kind));
    kinds.forEach((kind, index) => {
      const row = named[index] ?? [];
      const missing = office.value(
        `SELECT count(DISTINCT e.identity) FROM expectations e WHERE e.company_id = ${String(id)} AND e.month = '${office.month}'
         AND e.kind = '${kind.kind}' AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = e.identity)`,
      );
      const { held: of = 0, done = 0, cancelled = 0, inbound = 0, outbound = 0, other = 0, unvalued = 0 } = kind;
      const unvaluedNote = unvalued > 0 ? `${shown(unvalued)} sem valor` : '';
      // where no witness of the kind says that it has all, nobody knows that nothing is missing
      const told = office.value(
        `SELECT count(*) FROM reports WHERE company_id = ${String(id)} AND kind = '${kind.kind}' AND month = '${office.month}'`,
      );
      const unknown = name === 'gaps' && missing === 0 && kind.kind === 'NFe' && told === 0;
      expect(row.slice(1, 9), kind.kind).toEqual([
        promised(kind.kind),
        shown(of) + unvaluedNote,
        '– nenhuma auditoria olhou o disco deste mês',
        shown(done),
        unknown ? '– nenhum relatório do SIEG foi lido' : shown(missing),
        // all that is not delivered is on its way, or an orphan: here nothing waits
        '0',
        shown(of - done),
        shown(cancelled),
      ]);
      expect([row[9], row[10], row[11]], kind.kind).toEqual([reais(inbound), reais(outbound), reais(other)]);
    });
  });

  it('lists each document with its number, day, kind, direction, value and delivery', async () => {
    const company = await showCompany(name);
    const documents = company.office.sql<HeldDocument>(`${held(company)} ORDER BY d.identity`);
    await finds(documents.map(({ identity }) => identity));
    const rows = cellsOf(list());
    documents.slice(0, rows.length).forEach((document, index) => {
      const [identity, number, day, kind, direction, value, handedOver, , archived] = rows[index] ?? [];
      expect([identity, number, day, kind, direction, value, archived, handedOver]).toEqual([
        document.identity,
        document.number ?? '–',
        dayOf(document.issue_day),
        document.kind,
        DIRECTIONS[document.direction],
        document.total_cents === null ? '–' : reais(document.total_cents),
        document.cancelled === 1 ? 'cancelado' : 'sim',
        document.done === 1 ? 'conferido' : 'sem prova',
      ]);
    });
  });

  it('finds by all that its search promises: key, number or value', async () => {
    const company = await showCompany(name);
    const box = screen.getByTestId('document-search');
    expect(box.getAttribute('placeholder')).toBe('Chave, número ou valor');
    const { office } = company;
    const [document] = office.sql<HeldDocument>(
      `${held(company)} AND d.access_key IS NOT NULL AND d.total_cents > 100000 AND d.number IS NOT NULL ORDER BY d.identity LIMIT 1`,
    );
    const { identity, number, total_cents: cents } = document!;
    for (const typed of [identity, identity.replace(/(.{4})/g, '$1 ').trim(), `  ${identity} `]) {
      await search(typed);
      await finds([identity]);
    }
    const value = reais(cents ?? 0);
    for (const typed of [value, value.replace('R$ ', ''), value.replace(/[^\d,]/g, ''), String((cents ?? 0) / 100)]) {
      await search(typed);
      await waitFor(() =>
        expect(
          cellsOf(list()).map(([key]) => key),
          typed,
        ).toContain(identity),
      );
      expect(
        cellsOf(list()).map((row) => row[5]),
        typed,
      ).toContain(value);
    }
    await search(number ?? '');
    await waitFor(() => expect(cellsOf(list()).map(([key]) => key)).toContain(identity));
    await search(NOTHING);
    await finds([]);
    expect(screen.getByText('Nada corresponde à busca ou à situação escolhida.')).toBeDefined();
  });

  it('shows by state and kind what the ledger has in that state, of that kind', async () => {
    const company = await showCompany(name);
    const { office, id } = company;
    const choose = (testOrLabel: HTMLElement, value: string): Promise<void> =>
      doing(() => fireEvent.change(testOrLabel, { target: { value } }));
    const of = (condition: string): string[] =>
      office
        .sql<{ identity: string }>(`SELECT identity FROM (${held(company)}) WHERE ${condition} ORDER BY identity`)
        .map(({ identity }) => identity);
    const missing = office
      .sql<{ identity: string }>(
        `SELECT DISTINCT e.identity FROM expectations e WHERE e.company_id = ${String(id)} AND e.month = '${office.month}'
         AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.identity = e.identity) ORDER BY 1`,
      )
      .map(({ identity }) => identity);
    for (const [state, wanted] of [
      ['cancelled', of('cancelled = 1')],
      ['orphan', of('done = 0')],
      ['missing', missing],
    ] as const) {
      await choose(screen.getByTestId('document-state'), state);
      await finds(wanted);
    }
    await choose(screen.getByTestId('document-state'), 'all');
    const [, ...kinds] = within(screen.getByRole('combobox', { name: 'Tipo' })).getAllByRole('option');
    for (const option of kinds) {
      const kind = plain(option.textContent);
      await choose(screen.getByRole('combobox', { name: 'Tipo' }), kind);
      await finds(of(`kind = '${kind}'`));
    }
  });

  it('says what is proven, and names what is not', async () => {
    const { office, page } = await showCompany(name);
    const verdict = textAt('company-verdict');
    const { missing } = monthFacts(office, office.month);
    if (name === 'gaps')
      expect(verdict).toContain(`mais ${counted(missing, 'documento', 'documentos')} de NFe; não se sabe de quem`);
    const { phase } = page.state().companies.find(({ taxId }) => page.services.ui.getState().company?.taxId === taxId)!;
    expect(verdict.startsWith('Completa')).toBe(phase === 'complete');
    expect(screen.getByText('Nenhuma auditoria olhou esta empresa neste mês.')).toBeDefined();
  });
});
