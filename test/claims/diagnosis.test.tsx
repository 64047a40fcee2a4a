// @vitest-environment happy-dom
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screen, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickOn, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { officeAfter, type Office } from './support/office';
import { counted, plain, shown, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let host: HostProcess;
beforeAll(async () => {
  office = await officeAfter('complete');
  await copyTo(join(office.home, 'copias'));
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

/** Where the settings say from now on that copies of the workspace go. */
async function copyTo(folder: string): Promise<void> {
  await mkdir(folder);
  const file = join(office.workspace, 'settings.json');
  const settings = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...settings, backup: { folder, sameDisk: true } }));
}

/** What a line of the table of space says, from its title on. */
const growth = async (name: string): Promise<string> =>
  plain((await screen.findByTestId(`growth-${name}`, {}, { timeout: 60_000 })).closest('[role="row"]')?.textContent);

const ended = (): Promise<void> =>
  waitFor(() => expect(textAt('diagnosis-lead')).toMatch(/^(?!Falta|Verificando).*\.$/), { timeout: 60_000 });

describe('Diagnóstico', () => {
  it('says of the ledger, the folders and what waits what is so', async () => {
    await showOffice(host, { screen: 'diagnosis' });
    await ended();
    const documents = office.value('SELECT count(*) FROM documents');
    expect(textAt('diagnosis-ledger-log')).toContain(counted(documents, 'documento', 'documentos'));
    expect(textAt('diagnosis-ledger')).toContain('sem danos');
    const listed = office.value('SELECT count(*) FROM companies WHERE active = 1');
    expect(textAt('diagnosis-workbook')).toContain(counted(listed, 'empresa', 'empresas'));
    const waiting = office.value("SELECT count(*) FROM deliveries WHERE state IN ('pending', 'copying', 'failed')");
    expect(waiting).toBe(0);
    expect(textAt('diagnosis-outbox')).toContain('foi entregue');
    expect(textAt('diagnosis-archive')).toContain(office.archive);
    const [pulse] = office.sql<{ value: string }>("SELECT value FROM upkeep WHERE name LIKE 'pulse %'");
    const { pid } = JSON.parse(pulse!.value) as { pid: number };
    expect(textAt('diagnosis-engine')).toContain(`no processo ${String(pid)};`);
    // nobody is behind the address of a demonstration that has ended
    expect(textAt('diagnosis-sieg')).toContain('Falha');
  });

  it('says of everything that grows how much the ledger and the folders hold of it', async () => {
    await showOffice(host, { screen: 'diagnosis', diagnosisTab: 'growth' });
    const tables = {
      journal: 'journal',
      requests: 'requests',
      findings: 'audit_findings',
      jobs: 'jobs',
      alerts: 'alerts',
    };
    for (const [name, table] of Object.entries(tables))
      expect(await growth(name)).toContain(counted(office.value(`SELECT count(*) FROM ${table}`), 'linha', 'linhas'));
    const files = await readdir(office.workspace);
    const ofLedger = files.filter((name) => /^malote\.db(?:-wal|-shm)?$/.test(name));
    expect(await growth('ledger')).toContain(counted(ofLedger.length, 'arquivo', 'arquivos'));
    const kept = await readdir(join(office.workspace, 'guardados'), { recursive: true, withFileTypes: true }).catch(
      () => [],
    );
    expect(await growth('kept')).toContain(
      counted(kept.filter((entry) => entry.isFile()).length, 'arquivo', 'arquivos'),
    );
    // nobody has looked into the folder of the copies
    expect(await growth('backups')).toMatch(/–––$/);
  });

  it('makes a copy and proves it by its buttons, and lists it with what it holds', async () => {
    await showOffice(host, { screen: 'diagnosis', diagnosisTab: 'copies' });
    await screen.findByText('Ainda não há nenhuma cópia', {}, { timeout: 60_000 });
    await clickOn('Fazer agora');
    const proof = await screen.findByText('Ainda não feita', {}, { timeout: 60_000 });
    const documents = office.value('SELECT count(*) FROM documents');
    expect(plain(proof.closest('[role="row"]')?.textContent)).toContain(shown(documents));
    await clickOn('Provar');
    await screen.findByText(/^Passou em/, {}, { timeout: 60_000 });
    const jobs = office.sql<{ kind: string; state: string }>(
      "SELECT kind, state FROM jobs WHERE kind LIKE 'backup%' ORDER BY id",
    );
    expect(jobs).toEqual([
      { kind: 'backup', state: 'complete' },
      { kind: 'backup-proof', state: 'complete' },
    ]);
  });

  it('says of a folder that is gone that it is, when it is asked again', async () => {
    await showOffice(host, { screen: 'diagnosis' });
    await ended();
    expect(textAt('diagnosis-import')).not.toContain('Falha');
    await rm(office.import, { recursive: true });
    await clickOn('Testar de novo: Pastas');
    await waitFor(() => expect(textAt('diagnosis-import')).toContain('Falha'), { timeout: 60_000 });
    expect(screen.getByTestId('diagnosis-import').querySelectorAll('button').length).toBeGreaterThan(0);
  });
});
