// @vitest-environment happy-dom
import { rm } from 'node:fs/promises';
import { screen, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickOn, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { officeAfter, type Office } from './support/office';
import { counted, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let host: HostProcess;
beforeAll(async () => {
  office = await officeAfter('complete');
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

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
