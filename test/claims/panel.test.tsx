// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli';
import { press, show, usePage } from '../unit/renderer/page';
import { playOffice, type PlayedOffice } from './office';

/** What the page writes for a number, and for an amount in cents. */
const shown = (value: number): string => value.toLocaleString('pt-BR');
const reais = (cents: number): string => (cents / 100).toLocaleString('pt-BR', { style: 'currency', currency: 'BRL' });
const plain = (text: string | null): string => (text ?? '').replace(/\s/g, ' ');

/** The month by statements of the test's own, which know nothing of the program's views. */
function factsOf({ sql, month }: PlayedOffice): Record<string, number> {
  const value = (statement: string): number => Object.values(sql<Record<string, number>>(statement)[0] ?? {})[0] ?? 0;
  const ofMonth = `FROM documents d WHERE d.month = '${month}'`;
  const counted =
    value(`SELECT sum(count) FROM counts c WHERE scope = 'account' AND filter = 'issue' AND day_from = '${month}-01'
    AND day_to = date('${month}-01', '+1 month', '-1 day')
    AND id = (SELECT max(id) FROM counts x WHERE x.scope = c.scope AND x.kind = c.kind AND x.filter = c.filter
              AND x.day_from = c.day_from AND x.day_to = c.day_to)`);
  const archived = value(`SELECT count(*) ${ofMonth}`);
  return {
    expected: Math.max(counted, archived),
    archived,
    verified: value(`SELECT count(*) ${ofMonth} AND EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id
      AND v.state = 'delivered' AND v.verified_at IS NOT NULL)`),
    missing: counted - archived,
    pending: value("SELECT count(*) FROM deliveries WHERE state NOT IN ('delivered', 'superseded', 'dropped')"),
    events: value(`SELECT count(*) FROM events WHERE month = '${month}'`),
    cancelled:
      value(`SELECT count(*) ${ofMonth} AND EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity
      AND e.effect = 'cancels' AND e.effective = 1)`),
  };
}

interface Held {
  readonly folder: string;
  readonly tax_id: string;
  readonly nfe: number;
  readonly cte: number;
  readonly other: number;
  readonly delivered: number;
}

function companiesOf({ sql, month }: PlayedOffice): Held[] {
  return sql<Held>(
    `SELECT c.folder, c.tax_id, count(DISTINCT d.id) FILTER (WHERE d.kind = 'NFe') AS nfe,
       count(DISTINCT d.id) FILTER (WHERE d.kind = 'CTe') AS cte,
       count(DISTINCT d.id) FILTER (WHERE d.kind NOT IN ('NFe', 'CTe')) AS other,
       count(DISTINCT d.id) FILTER (WHERE EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state = 'delivered')) AS delivered
     FROM companies c LEFT JOIN filings f ON f.company_id = c.id LEFT JOIN documents d ON d.id = f.document_id AND d.month = '${month}'
     WHERE c.active = 1 GROUP BY c.id ORDER BY c.folder`,
  );
}

let cli: BuiltCli;
const played: Record<string, PlayedOffice> = {};

beforeAll(async () => {
  cli = await buildCli();
  played['a month that is complete'] = await playOffice(cli);
  played['a month of which a kind never came'] = await playOffice(
    cli,
    '--dead',
    'kind=NFe,reports=empty,singles=empty',
  );
}, 120_000);

afterAll(async () => {
  for (const office of Object.values(played)) await office.close();
  await cli.dispose();
});

usePage();

describe.each(['a month that is complete', 'a month of which a kind never came'])('Painel on %s', (name) => {
  it('shows the figures that the ledger has', async () => {
    const office = played[name]!;
    const facts = factsOf(office);
    expect(facts['archived']).toBeGreaterThan(0);
    await show(office.scene);
    for (const [figure, value] of Object.entries(facts))
      expect(screen.getByTestId(`total-${figure}`).textContent, figure).toBe(shown(value));
  });

  it('calls the month by what is missing, and by nothing else', async () => {
    const office = played[name]!;
    const { missing = 0 } = factsOf(office);
    await show(office.scene);
    const evidence = screen.getByTestId('evidence').textContent;
    expect(evidence.includes('Completo')).toBe(missing === 0);
    expect(evidence.includes('Com pendências')).toBe(missing > 0);
    if (missing > 0)
      expect(screen.getByTestId('evidence-closing').textContent).toContain(`${shown(missing)} documentos faltam`);
  });

  it('has in each company’s row what is filed for it', async () => {
    const office = played[name]!;
    const companies = companiesOf(office);
    await show(office.scene);
    expect(screen.getByTestId('companies-shown').textContent).toBe(`${shown(companies.length)} empresas`);
    const rows = within(screen.getByRole('table')).getAllByRole('row').slice(1);
    expect(rows).toHaveLength(companies.length);
    companies.forEach(({ folder, nfe, cte, other, delivered }, index) => {
      const cells = within(rows[index]!).getAllByRole('cell');
      const texts = cells.map(({ textContent }) => textContent);
      expect(plain(rows[index]!.textContent)).toContain(folder.slice(5).replaceAll('_', ' '));
      for (const figure of [nfe, cte, other, nfe + cte + other, delivered])
        expect(texts, folder).toContain(shown(figure));
    });
  });

  it('leads to a company’s page, with its kinds, its sums and its documents', async () => {
    const office = played[name]!;
    const company = companiesOf(office).find(({ nfe, cte, other }) => nfe + cte + other > 2)!;
    await show(office.scene);
    await press(new RegExp(company.folder.slice(5).replaceAll('_', '.')));
    const kinds = office.sql<{ kind: string; held: number; inbound: number }>(
      `SELECT d.kind, count(DISTINCT d.id) AS held, coalesce(sum(d.total_cents) FILTER (WHERE f.direction = 'inbound' AND NOT EXISTS (
           SELECT 1 FROM events e WHERE e.document_identity = d.identity AND e.effect = 'cancels' AND e.effective = 1)), 0) AS inbound
       FROM documents d JOIN filings f ON f.id = (SELECT min(x.id) FROM filings x JOIN companies c ON c.id = x.company_id
           WHERE x.document_id = d.id AND c.tax_id = '${company.tax_id}')
       WHERE d.month = '${office.month}' GROUP BY d.kind ORDER BY d.kind`,
    );
    const rows = within(await screen.findByTestId('kinds'))
      .getAllByRole('row')
      .slice(1);
    for (const { kind, held, inbound } of kinds) {
      const text = plain(rows.find((row) => row.textContent.startsWith(kind))?.textContent ?? null);
      expect(text, kind).toContain(shown(held));
      expect(text, kind).toContain(plain(reais(inbound)));
    }
    const lacking = factsOf(office)['missing'] ?? 0;
    const verdict = screen.getByTestId('company-verdict').textContent;
    // the pages of one kind are dead in the month that is not complete, so that all that is lacking is of it and of nobody known
    if (lacking === 0) expect(verdict).toBe('Completa');
    else
      expect(verdict).toMatch(
        new RegExp(`^Em abertoO SIEG conta na conta inteira mais ${shown(lacking)} documentos de NFe`),
      );
    const held = kinds.reduce((sum, one) => sum + one.held, 0);
    await screen.findByText(held === 1 ? '1 documento' : `${shown(held)} documentos`);
  });
});
