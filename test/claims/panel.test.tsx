// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, clickOn, usePage } from '../unit/renderer/page';
import { companiesHeld, monthFacts } from './month-facts';
import type { HostProcess } from './support/host';
import { emptyOffice, officeAfter, type Office, type Played } from './support/office';
import { cellsOf, counted, nameOf, plain, rowsOf, shown, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

const played: Partial<Record<Played, { readonly office: Office; readonly host: HostProcess }>> = {};
const of = (name: Played): { readonly office: Office; readonly host: HostProcess } => {
  const found = played[name];
  if (found === undefined) throw new Error(`nobody played ${name}`);
  return found;
};
const NAMES = ['complete', 'gaps'] as const;

beforeAll(async () => {
  for (const name of NAMES) {
    const office = await officeAfter(name);
    played[name] = { office, host: await office.open() };
  }
}, 120_000);
afterAll(async () => {
  for (const { office } of Object.values(played)) await office.close();
});

usePage();
useWordsForPeople();

/** Writes into a search box and lets the page follow. */
async function search(id: string, text: string): Promise<void> {
  await doing(() => fireEvent.change(screen.getByTestId(id), { target: { value: text } }));
}

describe.each(NAMES)('Painel of a month that is %s', (name) => {
  it('shows the figures that the ledger has', async () => {
    const { office, host } = of(name);
    const facts = monthFacts(office, office.month);
    expect(facts.archived).toBeGreaterThan(0);
    await showOffice(host);
    for (const [figure, value] of Object.entries(facts)) expect(textAt(`total-${figure}`), figure).toBe(shown(value));
  });

  it('calls the month by what is missing, and by nothing else', async () => {
    const { office, host } = of(name);
    const { missing, expected } = monthFacts(office, office.month);
    await showOffice(host);
    const evidence = textAt('evidence');
    expect(evidence.includes('Completo')).toBe(missing === 0);
    expect(evidence.includes('Com pendências')).toBe(missing > 0);
    expect(textAt('evidence-closing')).toContain(
      missing > 0
        ? counted(missing, 'documento falta', 'documentos faltam')
        : `Cada um dos ${shown(expected)} documentos`,
    );
    const requests = office.value('SELECT count(*) FROM requests');
    const run = office.value('SELECT max(id) FROM runs');
    expect(evidence).toContain(`execução ${String(run)} ·`);
    expect(evidence).toContain(counted(requests, 'consulta', 'consultas'));
  });

  it('lists what is open, as many lines as it says', async () => {
    const { host } = of(name);
    await showOffice(host, { panelTab: 'gaps' });
    const button = screen.queryByTestId('show-gaps');
    if (button === null) {
      expect(screen.getByText('Nenhuma pendência neste mês')).toBeDefined();
      return;
    }
    const gaps = screen.getByTestId('gaps');
    const lines = within(gaps).getAllByRole('listitem');
    expect(plain(button.textContent)).toBe(`Ver ${counted(lines.length, 'pendência', 'pendências')}`);
    for (const section of gaps.querySelectorAll('section')) {
      const count = section.querySelector('h3 > span')?.textContent;
      expect(count, plain(section.textContent)).toBe(shown(section.querySelectorAll('li').length));
    }
  });

  it('says of what SIEG counted and did not hand out how much it is', async () => {
    const { office, host } = of(name);
    const { missing } = monthFacts(office, office.month);
    await showOffice(host, { panelTab: 'gaps' });
    const lines = [...document.querySelectorAll('[data-testid=gaps] li')].map(({ textContent }) => plain(textContent));
    const unnamed = lines.flatMap((line) => /^([\d.]+) documentos? que nenhuma lista nome/.exec(line)?.[1] ?? []);
    const sum = unnamed.reduce((all, text) => all + Number(text.replaceAll('.', '')), 0);
    expect(sum).toBe(missing);
  });

  it('has in each company’s row what is filed for it', async () => {
    const { office, host } = of(name);
    const companies = companiesHeld(office, office.month);
    await showOffice(host);
    expect(textAt('companies-shown')).toBe(`${shown(companies.length)} empresas`);
    const rows = rowsOf(screen.getByRole('table'));
    expect(rows).toHaveLength(companies.length);
    companies.forEach(({ folder, nfe, cte, other, delivered }, index) => {
      const at = rows[index] ?? {};
      const { folder: company, phase, progress } = at;
      expect(company).toContain(nameOf(folder));
      const archived = nfe + cte + other;
      expect([at['nfe'], at['cte'], at['other'], at['archived'], at['delivered']], folder).toEqual(
        [nfe, cte, other, archived, delivered].map(shown),
      );
      // nobody is at work: nothing comes in, and nothing is left to wait for
      for (const column of ['ratePerMinute', 'etaSeconds']) expect(at[column] ?? '–', folder).toBe('–');
      // unknown is never zero
      const isKnown = /^(?:Completa|Sem documentos\??)$/.test(phase ?? '');
      expect(at['gaps'] === '0', folder).toBe(isKnown);
      if (name === 'complete')
        expect([phase, progress ?? '–']).toEqual(archived === 0 ? [phase, '–'] : ['Completa', '100%']);
      else expect(phase).not.toBe('Completa');
    });
  });

  it('counts in its filter the companies of each phase, and finds them by all that it promises', async () => {
    const { office, host } = of(name);
    const companies = companiesHeld(office, office.month);
    await showOffice(host);
    const phases = cellsOf(screen.getByRole('table')).map(([, phase]) => phase ?? '');
    for (const option of within(screen.getByTestId('phase-filter')).getAllByRole('option')) {
      const [, phase = '', count] = /^(.+) \((\d+)\)$/.exec(plain(option.textContent)) ?? [];
      const expected = phase === 'Todas as fases' ? phases.length : phases.filter((one) => one === phase).length;
      expect(count, phase).toBe(String(expected));
    }
    const box = screen.getByTestId('company-filter');
    expect(box.getAttribute('placeholder') ?? box.getAttribute('aria-label')).toBe('Filtrar por nome ou CNPJ');
    const { folder, tax_id: taxId } = companies[3] ?? { folder: '', tax_id: '' };
    const masked = taxId.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5');
    for (const typed of [nameOf(folder), nameOf(folder).toLowerCase(), folder, taxId, masked]) {
      await search('company-filter', typed);
      expect(
        cellsOf(screen.getByRole('table')).map(([company]) => company),
        typed,
      ).toEqual([expect.stringContaining(nameOf(folder))]);
      expect(textAt('companies-shown'), typed).toBe(`1 de ${shown(companies.length)} empresas`);
    }
  });

  it('ends with the journal’s last lines, each a sentence', async () => {
    const { office, host } = of(name);
    await showOffice(host);
    const entries = office.value('SELECT count(*) FROM journal');
    const lines = within(screen.getByTestId('journal')).getAllByRole('listitem');
    expect(lines).toHaveLength(Math.min(40, entries));
    for (const line of lines) expect(plain(line.textContent)).toMatch(/\.$/);
  });

  it('says how each folder is once it has looked at it', async () => {
    const { office, host } = of(name);
    const { until } = await showOffice(host);
    const { shares } = await until(
      ({ shares: roots }) => roots.length > 0 && roots.every(({ checkedAt }) => checkedAt !== null),
    );
    for (const { root } of shares) {
      const ok = office.value(
        `SELECT latency_ms IS NOT NULL FROM share_samples WHERE root = '${root}' ORDER BY id DESC LIMIT 1`,
      );
      expect(ok, root).toBe(1);
      await waitFor(() => expect(textAt(`strip-${root}`)).toMatch(/ em ordem$/));
    }
    expect(screen.queryByTestId('banner-shares-down')).toBeNull();
  });

  it('has nothing to recover where every document was handed over', async () => {
    const { office, host } = of(name);
    await showOffice(host);
    const orphans =
      office.value(`SELECT count(*) FROM documents d WHERE EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id
      AND f.company_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id)`);
    expect(orphans).toBe(0);
    expect(screen.queryByTestId('banner-orphans')).toBeNull();
  });
});

describe('Painel of a month that nobody ran', () => {
  it('says so, and shows no more than what came with another month', async () => {
    const { office, host } = of('complete');
    const { until } = await showOffice(host);
    await clickOn('Mês anterior');
    const { month } = await until(({ month: seen }) => seen !== office.month);
    const facts = monthFacts(office, month);
    await waitFor(() => expect(textAt('idle')).toContain('Nenhuma execução de'));
    expect(textAt('total-expected')).toBe('–');
    expect(textAt('total-archived')).toBe(shown(facts.archived));
    expect(textAt('total-verified')).toBe(shown(facts.verified));
    expect(screen.getByTestId('total-missing').previousElementSibling?.textContent).toBe('Por buscar');
    expect(textAt('total-missing')).toBe('–');
    for (const [, phase] of cellsOf(screen.getByRole('table'))) expect(phase).toBe('Esperando');
    await clickOn('Mês seguinte');
    await until(({ month: seen }) => seen === office.month);
  });
});

describe('Painel of a workspace without settings', () => {
  it('claims nothing', async () => {
    const office = await emptyOffice();
    const host = await office.open();
    const { services } = await showOffice(host, { screen: 'panel' });
    expect(textAt('idle')).toContain('A configuração ainda não está completa');
    for (const figure of ['expected', 'missing']) expect(textAt(`total-${figure}`)).toBe('–');
    for (const figure of ['archived', 'verified', 'pending', 'events', 'cancelled'])
      expect(textAt(`total-${figure}`)).toBe('0');
    expect(screen.getByText('Nenhuma empresa ainda')).toBeDefined();
    expect(screen.getByText('O diário ainda está vazio.')).toBeDefined();
    expect(screen.queryByTestId('shares-strip')).toBeNull();
    await doing(() => services.ui.setState({ panelTab: 'gaps' }));
    expect(screen.getByText('Ainda não há o que comparar')).toBeDefined();
    await office.close();
  });
});
