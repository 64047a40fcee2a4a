// @vitest-environment happy-dom
import { appendFile, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_ORPHANS, type OrphansView } from '../../src/renderer/state/evidence-view';
import { doing, clickOn, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { officeAfter, type Office } from './support/office';
import { cellsOf, counted, nameOf, plain, shown, showOffice, textAt, type OfficePage } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let host: HostProcess;

interface Filed {
  readonly id: number;
  readonly identity: string;
  readonly path: string;
  readonly folder: string;
}

/** What other hands do to the archive, and what a ledger of before has lost. */
beforeAll(async () => {
  office = await officeAfter('complete');
  const filed = office.sql<Filed>(
    `SELECT d.id, d.identity, f.path, c.folder FROM documents d JOIN filings f ON f.document_id = d.id JOIN companies c ON c.id = f.company_id
     WHERE d.month = '${office.month}' AND d.kind IN ('NFe', 'CTe') AND (SELECT count(*) FROM filings x WHERE x.document_id = d.id) = 1
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.document_identity = d.identity) ORDER BY d.id LIMIT 12`,
  );
  expect(filed).toHaveLength(12);
  const at = (index: number): string => join(office.archive, filed[index]!.path);
  for (const { id } of filed.slice(0, 3)) office.change(`DELETE FROM deliveries WHERE document_id = ${String(id)}`);
  await rm(at(3));
  await appendFile(at(4), ' ');
  await copyFile(at(5), join(dirname(at(5)), `cópia de ${filed[5]!.identity}.xml`));
  await writeFile(join(dirname(at(5)), 'lixo.xml'), 'isto não é XML');
  const other = filed.find(({ folder }) => folder !== filed[6]!.folder)!.folder;
  const wrong = at(6).replace(filed[6]!.folder, other);
  await mkdir(dirname(wrong), { recursive: true });
  await rename(at(6), wrong);
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

const showOrphans = (view: Partial<OrphansView> = {}): Promise<OfficePage> =>
  showOffice(host, { screen: 'orphans', orphans: { ...INITIAL_ORPHANS, ...view } });

const NAMES: Readonly<Record<string, string>> = {
  missing: 'Faltantes',
  orphan: 'Órfãos',
  ghost: 'Sumidos do disco',
  stray: 'Sem registro',
  misfiled: 'Fora do lugar',
  renamed: 'Renomeados',
  altered: 'Alterados',
  unreadable: 'Ilegíveis',
  duplicate: 'Repetidos',
  conflict: 'Em conflito no destino',
  'cancelled-live': 'Cancelados dados por válidos',
  'live-cancelled': 'Válidos dados por cancelados',
  'key-mismatch': 'Chave e conteúdo divergem',
  'number-gap': 'Séries com saltos',
  'silent-company': 'Empresas sem documentos',
};
const PLANTED = { orphan: 3, ghost: 1, altered: 1, misfiled: 1, unreadable: 1, duplicate: 1 } as const;
/** Documents for a client that no delivery proves and none is about to. */
const ORPHANS = `FROM documents d WHERE EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL)
  AND NOT EXISTS (SELECT 1 FROM deliveries v WHERE v.document_id = d.id AND v.state <> 'superseded')`;
const size = (bytes: number): string =>
  bytes < 1_024
    ? `${String(bytes)} B`
    : `${(bytes / 1_024).toLocaleString('pt-BR', { maximumFractionDigits: bytes / 1_024 < 9.95 ? 1 : 0 })} KB`;

async function filesBelow(folder: string): Promise<number> {
  const all = await readdir(folder, { recursive: true, withFileTypes: true });
  return all.filter((entry) => entry.isFile()).length;
}

async function audited(page: OfficePage, months: 'Todos os meses' | 'o mês'): Promise<number> {
  await clickOn('Auditar agora');
  if (months !== 'o mês') await doing(() => fireEvent.click(screen.getByText(months)));
  const before = page.state().audit.last?.id ?? 0;
  await doing(() => fireEvent.click(screen.getByTestId('confirm-audit')));
  const { audit } = await page.until(({ audit: { last, running } }) => running === null && (last?.id ?? 0) > before);
  return audit.last!.id;
}

/** What SIEG counted or named of a month, kind by kind the greater. */
const announced = (month: string): number =>
  office.value(`SELECT sum(max(counted, named)) FROM (SELECT k.kind,
      coalesce((SELECT max(count) FROM counts c WHERE c.kind = k.kind AND scope = 'account' AND filter = 'issue'
        AND day_from = '${month}-01' AND day_to = date('${month}-01', '+1 month', '-1 day')), 0) AS counted,
      (SELECT count(DISTINCT identity) FROM expectations e WHERE e.kind = k.kind AND e.month = '${month}') AS named
    FROM (SELECT DISTINCT kind FROM counts UNION SELECT DISTINCT kind FROM expectations) k)`);

const found = (audit: number, category: string): number =>
  office.value(`SELECT count(*) FROM audit_findings WHERE audit_id = ${String(audit)} AND category = '${category}'`);

describe('before the first audit', () => {
  it('says that there has been none, and counts what nothing proves by the ledger alone', async () => {
    await showOrphans();
    const orphans = office.value(`SELECT count(*) ${ORPHANS}`);
    const bytes = office.value(`SELECT sum(size) ${ORPHANS}`);
    expect(orphans).toBe(PLANTED.orphan);
    expect(textAt('orphans-lead')).toBe(
      `${shown(orphans)} documentos sem entrega comprovada (${size(bytes)}), somando todos os meses.`,
    );
    expect(screen.getByText('Nenhuma auditoria ainda')).toBeDefined();
  });

  it.each([
    ['recovery', 'Nenhuma recuperação planejada'],
    ['earlier', 'Nenhuma recuperação ainda'],
    ['corrections', 'Nenhuma correção ainda'],
  ] as const)('has nothing on the tab %s, and says so', async (tab, words) => {
    await showOrphans({ tab });
    await screen.findByText(words);
    if (tab === 'corrections') expect(textAt('corrections')).toContain('Audite primeiro');
  });

  it('says so on the Painel, with the same number', async () => {
    await showOffice(host, { screen: 'panel' });
    const orphans = office.value(`SELECT count(*) ${ORPHANS}`);
    expect(textAt('banner-orphans')).toContain(`${shown(orphans)} XMLs sem entrega comprovada.`);
  });
});

describe('an audit', () => {
  it('shows of each source and category what the ledger and the disk have', async () => {
    const page = await showOrphans();
    const id = await audited(page, 'Todos os meses');
    for (const [category, many] of Object.entries(PLANTED)) expect(found(id, category), category).toBe(many);
    await screen.findByTestId('categories');
    const months = office.sql<{ month: string }>('SELECT DISTINCT month FROM documents').map(({ month }) => month);
    const figures = {
      promised: months.reduce((sum, month) => sum + announced(month), 0),
      ledger: office.value(
        'SELECT count(*) FROM documents d WHERE EXISTS (SELECT 1 FROM filings f WHERE f.document_id = d.id AND f.company_id IS NOT NULL)',
      ),
      'handed-over': office.value(
        "SELECT count(DISTINCT document_id) FROM deliveries WHERE state = 'delivered' AND document_id IS NOT NULL",
      ),
      files: await filesBelow(office.archive),
    };
    for (const [name, value] of Object.entries(figures)) expect.soft(textAt(`figure-${name}`), name).toBe(shown(value));
    for (const row of screen.getByTestId('categories').querySelectorAll('[data-testid^=category-]')) {
      const category = (row as HTMLElement).dataset['testid']?.replace('category-', '') ?? '';
      const [name, count] = [...row.querySelectorAll('span')].map(({ textContent }) => plain(textContent));
      expect(count, category).toBe(shown(found(id, category)));
      expect(name).toBe(NAMES[category]);
    }
  });

  it('shows each category by company, and one by one, with its company, month, size and words', async () => {
    const page = await showOrphans();
    const audit = page.state().audit.last!.id;
    for (const category of ['orphan', 'ghost', 'altered', 'misfiled', 'duplicate']) {
      await doing(() =>
        page.services.ui.setState(({ orphans }) => ({
          orphans: { ...orphans, category, mode: 'companies', search: '' } as OrphansView,
        })),
      );
      const groups = office.sql<{ folder: string; many: number; bytes: number; month: string }>(
        `SELECT c.folder, count(*) AS many, sum(f.size) AS bytes, min(f.month) AS month FROM audit_findings f JOIN companies c ON c.id = f.company_id
         WHERE f.audit_id = ${String(audit)} AND f.category = '${category}' GROUP BY c.id`,
      );
      await waitFor(() => {
        const rows = cellsOf(screen.getByRole('table', { name: `${NAMES[category] ?? ''}, por empresa` }));
        for (const { folder, many, bytes, month } of groups) {
          const row = rows.find(([company]) => company?.endsWith(nameOf(folder)));
          const [year, of] = month.split('-');
          expect(row?.slice(1, 4), folder).toEqual([
            shown(many),
            bytes === 0 ? '–' : size(bytes),
            `${of ?? ''}/${year ?? ''}`,
          ]);
        }
        expect(rows.filter(([company]) => company !== 'Sem empresa')).toHaveLength(groups.length);
      });
      expect(textAt('findings-pane')).toContain(counted(found(audit, category), 'achado', 'achados'));
      await doing(() => page.services.ui.setState(({ orphans }) => ({ orphans: { ...orphans, mode: 'findings' } })));
      const lines = office.sql<{ identity: string | null; path: string; size: number | null }>(
        `SELECT identity, path, size FROM audit_findings WHERE audit_id = ${String(audit)} AND category = '${category}' ORDER BY id`,
      );
      await waitFor(() => {
        const rows = cellsOf(screen.getByRole('table', { name: `${NAMES[category] ?? ''}, um a um` }));
        expect(rows.map(([identity]) => identity)).toEqual(
          lines.map(({ identity, path }) => identity ?? path.split('/').at(-1)),
        );
      });
      for (const row of cellsOf(screen.getByRole('table', { name: `${NAMES[category] ?? ''}, um a um` })))
        expect(row.at(-1), category).toMatch(/\.(xml)?$/);
    }
  });

  it('finds among them by key, file or folder, and companies by name or CNPJ', async () => {
    const page = await showOrphans({ category: 'orphan', mode: 'findings' });
    await screen.findByTestId('findings-search');
    expect(screen.getByTestId('findings-search').getAttribute('placeholder')).toBe('Chave, arquivo ou pasta');
    // after one that finds nothing, so that what is seen afterwards was found by it
    const type = async (text: string): Promise<void> => {
      for (const typed of ['não há nada assim', text]) {
        await doing(() => fireEvent.change(screen.getByTestId('findings-search'), { target: { value: typed } }));
        if (typed !== text) await screen.findByText('Nada com esta busca');
      }
    };
    const [one] = office.sql<{ identity: string; path: string; folder: string; tax_id: string }>(
      `SELECT f.identity, f.path, c.folder, c.tax_id FROM audit_findings f JOIN companies c ON c.id = f.company_id
       WHERE category = 'orphan' ORDER BY f.id LIMIT 1`,
    );
    const { identity, path, folder, tax_id: taxId } = one!;
    for (const typed of [identity, identity.replace(/(.{4})/g, '$1 ').trim(), path, path.split('/').at(-1)!]) {
      await type(typed);
      await waitFor(() =>
        expect(
          cellsOf(screen.getByRole('table')).map(([key]) => key),
          typed,
        ).toEqual([identity]),
      );
    }
    const below = office.value(
      `SELECT count(*) FROM audit_findings WHERE category = 'orphan' AND path LIKE '%${folder}%'`,
    );
    await type(folder);
    await waitFor(() => expect(cellsOf(screen.getByRole('table'))).toHaveLength(below));
    await doing(() =>
      page.services.ui.setState(({ orphans }) => ({ orphans: { ...orphans, mode: 'companies', search: '' } })),
    );
    expect(screen.getByTestId('findings-search').getAttribute('placeholder')).toBe('Empresa ou CNPJ');
    for (const typed of [nameOf(folder), taxId, taxId.replace(/^(..)(...)(...)(....)(..)$/, '$1.$2.$3/$4-$5')]) {
      await type(typed);
      await waitFor(() =>
        expect(
          cellsOf(screen.getByRole('table')).map(([name]) => name),
          typed,
        ).toEqual([expect.stringContaining(nameOf(folder))]),
      );
    }
  });
});

describe('a recovery', () => {
  it('plans what was found, and says what it would do', async () => {
    const page = await showOrphans();
    const audit = page.state().audit.last!.id;
    await waitFor(() =>
      expect(textAt('plan-lead')).toBe(
        `${counted(found(audit, 'orphan'), 'achado pode', 'achados podem')} ser recuperadosórfãos`,
      ),
    );
    await doing(() => fireEvent.click(screen.getByTestId('plan-recovery')));
    await screen.findByTestId('plan-preview');
    const items = "FROM recovery_items WHERE recovery_id = (SELECT max(id) FROM recoveries) AND state = 'planned'";
    expect(textAt('figure-deliver')).toBe(shown(office.value(`SELECT count(*) ${items} AND action = 'deliver'`)));
    expect(textAt('figure-fetch')).toBe(shown(office.value(`SELECT count(*) ${items} AND action = 'fetch'`)));
    expect(textAt('figure-excluded')).toBe('0');
    expect(textAt('plan-preview')).toContain(size(office.value(`SELECT sum(size) ${items}`)));
    expect(textAt('plan-preview')).toContain(office.archive);
    expect(textAt('plan-preview')).toContain(office.import);
    const [company, ...more] = cellsOf(screen.getByRole('table', { name: 'Por empresa' }));
    expect(1 + more.length).toBe(office.value(`SELECT count(DISTINCT company_id) ${items}`));
    expect(company?.[0]).not.toBe('');
    await doing(() => fireEvent.click(screen.getByTestId('execute-recovery')));
    await page.until(({ recovery }) => recovery?.state === 'complete');
  });

  it('tells what became of it, in robocopy’s terms too', async () => {
    await showOrphans({ tab: 'recovery' });
    const of = (state: string): number =>
      office.value(
        `SELECT count(*) FROM recovery_items WHERE recovery_id = (SELECT max(id) FROM recoveries) AND state = '${state}'`,
      );
    const [copied, same] = [of('delivered'), of('same')];
    // their copies of before still lie there, with the same content
    expect(copied + same).toBe(PLANTED.orphan);
    await waitFor(() =>
      expect(textAt('recovery-outcome')).toContain(
        counted(copied, 'arquivo copiado e conferido', 'arquivos copiados e conferidos'),
      ),
    );
    if (same > 0)
      expect(textAt('recovery-outcome')).toContain(`${shown(same)} já ${same === 1 ? 'estava' : 'estavam'} lá`);
    const rows = cellsOf(within(screen.getByTestId('recovery-report')).getByRole('table'));
    const files = rows.find(([label]) => label === 'Arquivos');
    expect(files?.slice(1, 6)).toEqual([copied + same, copied, same, of('conflict'), of('failed')].map(shown));
    expect(textAt('exit-words')).toBe(copied > 0 ? 'arquivos foram copiados' : 'nada precisava ser copiado');
    expect(textAt('orphans-lead')).toBe('Nenhum documento guardado está sem entrega comprovada.');
    expect(office.value(`SELECT count(*) ${ORPHANS}`)).toBe(0);
  });

  it('is listed among the earlier ones', async () => {
    await showOrphans({ tab: 'earlier' });
    await waitFor(() => {
      const rows = cellsOf(screen.getByRole('table', { name: 'Recuperações' }));
      expect(rows).toHaveLength(office.value('SELECT count(*) FROM recoveries'));
      expect(rows[0]?.[2]).toBe('Concluída');
    });
  });

  it('leaves in the audit what is still to be mended, and calls the rest resolved', async () => {
    const page = await showOrphans({ category: 'orphan' });
    const audit = page.state().audit.last!.id;
    await waitFor(() =>
      expect(textAt('findings-pane')).toContain(
        `0 achados · ${counted(found(audit, 'orphan'), 'já resolvido', 'já resolvidos')}`,
      ),
    );
    expect(plain(screen.getByTestId('category-orphan').textContent)).toBe('Órfãos0');
  });
});

describe('corrections', () => {
  it('propose what was found in the wrong place, apply it, and then know of nothing more', async () => {
    const page = await showOrphans({ tab: 'corrections' });
    const audit = page.state().audit.last!.id;
    const misfiled = found(audit, 'misfiled') + found(audit, 'renamed');
    await waitFor(() =>
      expect(textAt('corrections')).toContain(
        `Auditoria ${shown(audit)}: ${counted(misfiled, 'arquivo', 'arquivos')} fora do lugar e ${shown(found(audit, 'stray'))} sem registro.`,
      ),
    );
    await doing(() => fireEvent.click(screen.getByTestId('propose-corrections')));
    await waitFor(() => expect(textAt('figure-refile')).toBe(shown(misfiled)));
    const items = (state: string): number =>
      office.value(`SELECT count(*) FROM correction_items WHERE state = '${state}'`);
    expect(items('proposed')).toBe(misfiled);
    await doing(() => fireEvent.click(screen.getByTestId('apply-correction')));
    await doing(() => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Aplicar' })));
    await waitFor(() => expect(textAt('figure-applied')).toBe(shown(misfiled)));
    expect(items('applied')).toBe(misfiled);
    expect(textAt('corrections')).toContain('Aplicada');
    await waitFor(() => expect(textAt('corrections')).toContain('nenhum arquivo fora do lugar nem sem registro.'));
  });
});

describe('the next audit', () => {
  it('is compared with the one before, category by category', async () => {
    const page = await showOrphans();
    const older = page.state().audit.last!.id;
    const newer = await audited(page, 'Todos os meses');
    await doing(() => page.services.ui.setState(({ orphans }) => ({ orphans: { ...orphans, comparedWith: older } })));
    await screen.findByTestId('comparison');
    const keys = (audit: number, category: string): Set<string> =>
      new Set(
        office
          .sql<{ key: string }>(
            `SELECT coalesce(identity, '') || ' ' || coalesce(path, '') AS key FROM audit_findings
        WHERE audit_id = ${String(audit)} AND category = '${category}'`,
          )
          .map(({ key }) => key),
      );
    await waitFor(() => {
      const rows = cellsOf(
        within(screen.getByTestId('comparison')).getByRole('table', { name: 'Mudanças por categoria' }),
      );
      for (const [name, gone, fresh, same] of rows) {
        const category = Object.entries(NAMES).find(([, words]) => words === name)?.[0];
        if (category === undefined) continue;
        const [before, after] = [keys(older, category), keys(newer, category)];
        const both = [...before].filter((key) => after.has(key)).length;
        expect([gone, fresh, same], category).toEqual([before.size - both, after.size - both, both].map(shown));
      }
      expect(rows.map(([name]) => name)).toContain('Órfãos');
    });
  });
});

describe('a recovery that has ended', () => {
  it('is audited again within the scope of the audit that it came from, and no wider', async () => {
    const page = await showOrphans();
    const narrow = await audited(page, 'o mês');
    const scopeOf = (id: number): unknown =>
      JSON.parse(office.sql<{ scope: string }>(`SELECT scope FROM audits WHERE id = ${String(id)}`)[0]!.scope);
    expect(scopeOf(narrow)).toEqual({ months: [office.month], companies: null });
    // as if the recovery had been planned from it
    await doing(() => {
      const { recovery } = page.state();
      page.services.ui.setState(({ orphans }) => ({
        orphans: { ...orphans, tab: 'recovery', plan: { ...recovery!, auditId: narrow, id: recovery!.id + 1 } },
      }));
    });
    await clickOn('Auditar de novo');
    const { audit } = await page.until(({ audit: { last, running } }) => running === null && (last?.id ?? 0) > narrow);
    expect(scopeOf(audit.last!.id)).toEqual(scopeOf(narrow));
  });
});
