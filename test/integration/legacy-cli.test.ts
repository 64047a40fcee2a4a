import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/cli';
import { saveSettings } from '../../src/engine';
import { legacyImportSchema, type LegacyImportView } from '../../src/shared/ipc/legacy';
import { buildIncident, smaller, type Incident } from '../support/incident';
import { queryLedger } from '../support/ledger-dump';
import { testFolder } from '../support/test-folder';
import { testHost, type TestHost } from '../unit/cli/support';

const OPTIONS = { ...smaller(200), companies: 30, documents: 400, transactions: 40 };

let incident: Incident;
let workspace: string;

beforeAll(async () => {
  incident = await buildIncident(await mkdtemp(join(await testFolder(), 'malote-legado-cli-')), OPTIONS);
  workspace = join(incident.folder, 'trabalho');
  await configure(incident.archive);
});
afterAll(() => rm(incident.folder, { recursive: true, force: true, maxRetries: 5 }));

async function configure(archive: string): Promise<void> {
  await mkdir(workspace, { recursive: true });
  await saveSettings(workspace, {
    sieg: { generation: 'legacy', baseUrl: 'https://api.sieg.com' },
    archive: { root: archive },
    importShare: { root: incident.import, layout: 'flat' },
    companies: { workbook: incident.workbook },
    previousMonth: { days: 0 },
    capture: { reports: 'always', rescanPreviousMonth: true },
  });
}

async function malote(...args: readonly string[]): Promise<TestHost & { code: number }> {
  const host = testHost();
  const code = await runCli(['import-legacy', ...args, '--workspace', workspace], host);
  return Object.assign(host, { code });
}

function viewOf({ stdout }: TestHost): LegacyImportView {
  return legacyImportSchema.parse(JSON.parse(stdout.lines.at(-1) ?? ''));
}

describe('malote import-legacy', () => {
  it('rehearses, says what would come and how to go on, and writes nothing', async () => {
    const { code, stdout } = await malote(incident.old, '--dry-run');
    expect(code).toBe(2);
    expect(stdout.text).toContain(`Ensaio da importação de ${incident.old}`);
    expect(stdout.text).toContain('Nada foi gravado.');
    expect(stdout.text).toContain(`malote import-legacy "${incident.old}"`);
    expect(stdout.text).toMatch(/Buscados um a um/);
    expect(stdout.text).toMatch(/O XML está cortado/);
    expect(queryLedger(join(workspace, 'malote.db'), 'SELECT 1 FROM documents')).toEqual([]);
  });

  it('imports, with the companies of the workbook, and tells it as JSON', async () => {
    const { code, ...host } = await malote(incident.old, '--json');
    expect(code).toBe(2);
    const view = viewOf(host);
    expect(view).toMatchObject({ dryRun: false, outcome: 'complete', files: { states: 3, transactions: 40 } });
    const [held] = queryLedger<{ n: number }>(join(workspace, 'malote.db'), 'SELECT count(*) AS n FROM documents');
    expect(view.documents.adopted).toBe(held?.n);
    const unassigned = 'SELECT 1 FROM filings WHERE company_id IS NULL';
    expect(queryLedger(join(workspace, 'malote.db'), unassigned)).toEqual([]);
  });

  it('ends well when every file could be read', async () => {
    const old = join(incident.folder, 'outro');
    const empty = join(incident.folder, 'acervo vazio');
    await mkdir(empty, { recursive: true });
    await configure(empty);
    await mkdir(join(old, 'logs'), { recursive: true });
    await writeFile(join(old, 'logs', 'sistema.log'), 'tudo bem\n');
    const { code, stdout } = await malote(old);
    expect(code).toBe(0);
    expect(stdout.text).toContain('Os dados do sistema anterior foram importados.');
  });

  it.each([
    ['vazia', 4, 'não há dados do sistema anterior'],
    ['que não existe', 7, ''],
  ])('refuses a folder %s', async (name, exit, words) => {
    const { code, stderr } = await malote(name === 'vazia' ? incident.import : join(incident.folder, name));
    expect(code).toBe(exit);
    expect(stderr.text).toContain(words);
  });
});
