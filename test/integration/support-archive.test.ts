import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes';
import { formatTaxId } from '../../src/engine';
import { createOffice, parseQuirks, startSimulator, type Simulator } from '../../src/simulator';
import { buildCli, type BuiltCli, type CliResult } from '../support/built-cli';
import { beginWith, makeWorkspace } from '../support/made-workspace';
import { secretForms } from '../support/secret-forms';
import { testFolder } from '../support/test-folder';
import { createWorkspace, removeWorkspace, TEST_SPEED, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const office = createOffice({ seed: 11, month: MONTH, companies: 3, documentsPerCompany: 4 });
const [company] = office.companies;
/** Known to the process by its environment, and to nobody but settings.json. */
const KEY = 'cAn4r10-aP1%2fkEy%2bQ7wZ9xK2vM5n%3d%3d';
const SETTINGS_KEY = 'cAn4r10Settings8fG2kL';
const MONITOR = 'https://monitor.exemplo.invalid/ping/cAn4r10-8f3a-monitor';
/** Of no client: somebody who appears on a document. */
const STRANGER = '11222333000181';

let cli: BuiltCli;
let simulator: Simulator;
let home: string;
let worked: Workspace;
let workspace: Workspace;

beforeAll(async () => {
  cli = await buildCli();
  home = await mkdtemp(join(await testFolder(), 'malote-suporte-'));
  simulator = await startSimulator(office, { quirks: parseQuirks('none'), speed: TEST_SPEED });
  worked = await makeWorkspace(office, (engine) => engine.run({ month: MONTH }));
  workspace = await createWorkspace({ office, generation: 'legacy', baseUrl: simulator.url });
  beginWith(worked, workspace);
  await plant(workspace);
}, 120_000);

afterAll(async () => {
  await cli.dispose();
  await simulator.close();
  for (const one of [worked, workspace]) await removeWorkspace(one);
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

/** Names that a company has anywhere. */
function namesOf({ name, folder, taxId }: NonNullable<typeof company>): string[] {
  return [name, folder, taxId, formatTaxId(taxId)];
}

/** The same text as it may lie in a log, each whole. */
function writingsOf(text: string): string[] {
  const base64 = ['', 'x', 'xy'].map((before) => Buffer.from(`${before}${text}`).toString('base64'));
  const once = encodeURIComponent(text);
  return [text, text.toLowerCase(), once, encodeURIComponent(once), Buffer.from(text).toString('hex'), ...base64];
}

async function plant({ folder }: Workspace): Promise<void> {
  const file = join(folder, 'settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as Record<string, Record<string, unknown>>;
  settings['sieg']!['apiKey'] = SETTINGS_KEY;
  settings['monitor'] = { url: MONITOR };
  await writeFile(file, JSON.stringify(settings));
  const names = office.companies.flatMap(namesOf).flatMap(writingsOf);
  const secrets = [...secretForms(KEY), SETTINGS_KEY, 'Bearer abc.def-ghi', 'senha=segredo-qualquer'];
  const key = `352603${company!.taxId}55001000000001123456789012`.slice(0, 44);
  const lines = [...names, ...secrets, key, STRANGER, formatTaxId(STRANGER), 'fulano@escritorio.invalid'];
  await mkdir(join(folder, 'logs'), { recursive: true });
  const entry = (text: string): string => `[2026-03-02 10:00:00.000] [info]  nota ${text} fim`;
  for (const name of ['malote.log', 'malote.old.log'])
    await writeFile(join(folder, 'logs', name), `${lines.map(entry).join('\n')}\n`);
}

async function archived(...options: string[]): Promise<{ result: CliResult; files: Record<string, string> }> {
  const file = join(home, `suporte-${String(options.length)}.zip`);
  const call = ['doctor', '--workspace', workspace.folder, '--archive', file, ...options];
  const env = { XDG_DATA_HOME: home, LOCALAPPDATA: home, HOME: home, MALOTE_SIEG_KEY: KEY };
  const [result] = await cli.runEach([call], env);
  const files = Object.entries(unzipSync(await readFile(file))).map(([name, bytes]) => [name, strFromU8(bytes)]);
  return { result: result!, files: Object.fromEntries(files) as Record<string, string> };
}

const formsOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => [...secretForms(text), ...writingsOf(text)]);

describe('the archive for the support', () => {
  it('holds diagnosis, settings, records and logs, no secret and no company', async () => {
    const { result, files } = await archived();
    expect(result.stderr).toContain('suporte-0.zip');
    expect(Object.keys(files).sort()).toEqual(
      [
        ...['LEIA-ME.txt', 'configuracoes.json', 'diagnostico.json', 'diagnostico.txt'],
        ...['logs/malote.log', 'logs/malote.old.log', 'registro.json'],
      ].sort(),
    );
    const everything = Object.values(files).join('\n');
    const hidden = [KEY, SETTINGS_KEY, 'cAn4r10', 'abc.def-ghi', 'segredo-qualquer', STRANGER, formatTaxId(STRANGER)];
    const wanted = formsOf([...hidden, ...office.companies.flatMap(namesOf)]);
    expect(wanted.filter((form) => everything.toLowerCase().includes(form.toLowerCase()))).toEqual([]);
    expect(everything).not.toContain('fulano@');
    expect(everything).not.toContain('/ping/');
  });

  it('lets who helps tell one company from another, and read the rest', async () => {
    const { files } = await archived();
    const log = files['logs/malote.log']!;
    for (const [index] of office.companies.entries()) {
      expect(log).toContain(`nota EMPRESA-${String(index + 1)} fim`);
      expect(log).toContain(`nota CNPJ-${String(index + 1)} fim`);
    }
    expect(log.split('\n').filter((line) => line.includes('[info]  nota')).length).toBeGreaterThan(40);
    expect(JSON.parse(files['configuracoes.json']!)).toMatchObject({
      archive: { root: workspace.archive },
      monitor: { url: 'https://monitor.exemplo.invalid/…' },
    });
    expect(JSON.parse(files['registro.json']!)).toMatchObject({ tables: { companies: 3, documents: 12 } });
    expect(files['diagnostico.txt']).toContain('Configurações');
  });

  it('names the companies where that is wanted, and still no secret', async () => {
    const { files } = await archived('--with-companies', '--json');
    const everything = Object.values(files).join('\n');
    expect(everything).toContain(company!.name);
    const secrets = formsOf([KEY, SETTINGS_KEY]);
    expect(secrets.filter((form) => everything.includes(form))).toEqual([]);
  });

  it('leaves the logs out where nobody knows what names are in them', async () => {
    const ledger = await readFile(workspace.ledger);
    await writeFile(workspace.ledger, 'isto não é um banco de dados'.repeat(500));
    const { result, files } = await archived();
    await writeFile(workspace.ledger, ledger);
    expect(result.code).toBe(EXIT.ledgerDamaged);
    expect(Object.keys(files).filter((name) => name.startsWith('logs/'))).toEqual([]);
    expect(files['LEIA-ME.txt']).toContain('ficaram de fora');
    expect(JSON.parse(files['registro.json']!)).toMatchObject({ why: 'LEDGER_DAMAGED' });
  });

  it('says of a place that takes no file that it does not', async () => {
    const call = ['doctor', '--workspace', workspace.folder, '--archive', join(home, 'nada', 'suporte.zip')];
    const [result] = await cli.runEach([call], { XDG_DATA_HOME: home, LOCALAPPDATA: home, HOME: home });
    expect(result).toMatchObject({ code: EXIT.storage, stdout: '' });
  });
});
