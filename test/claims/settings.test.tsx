// @vitest-environment happy-dom
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { emptyOffice, officeAfter, type Office } from './support/office';
import { counted, plain, showOffice, textAt } from './support/page';
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

type Stored = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const stored = async (): Promise<Stored> =>
  JSON.parse(await readFile(join(office.workspace, 'settings.json'), 'utf8')) as Stored;
const valueOf = (label: RegExp | string): string => screen.getByLabelText<HTMLInputElement>(label).value;
const test = async (what: string): Promise<string> => {
  await doing(() => fireEvent.click(screen.getByTestId(`test-${what}`)));
  await waitFor(() => expect(textAt(`test-${what}-result`)).toMatch(/\.$/));
  return textAt(`test-${what}-result`);
};

describe('Configurações', () => {
  it('show what the file of settings holds', async () => {
    await showOffice(host, { screen: 'settings' });
    await screen.findByTestId('settings');
    const { sieg, archive, importShare, companies, previousMonth, capture } = await stored();
    const place = (field: string): string => screen.getByTestId<HTMLInputElement>(`place-${field}`).value;
    expect(place('archive.root')).toBe(archive?.['root']);
    expect(place('importShare.root')).toBe(importShare?.['root']);
    expect(place('importShare.cancelledRoot')).toBe('');
    expect(place('companies.workbook')).toBe(companies?.['workbook']);
    expect(valueOf('Endereço')).toBe(sieg?.['baseUrl']);
    expect(valueOf(/^Versão da API/)).toBe(sieg?.['generation']);
    expect(valueOf(/^Dias copiados/)).toBe(String(previousMonth?.['days']));
    expect(valueOf(/^Fechar o mês depois/)).toBe(String(capture?.['graceDays']));
    expect(valueOf(/^Relatórios do SIEG ao fechar/)).toBe(capture?.['reports']);
    const rescan = screen.getByRole('switch', { name: /^Buscar de novo o mês anterior/ });
    expect(rescan.getAttribute('aria-checked')).toBe(String(capture?.['rescanPreviousMonth']));
    expect(textAt('settings-state')).toBe('Tudo salvo.');
    expect(textAt('key-held')).toContain('Chave guardada, cifrada pelo sistema.');
  });

  it('say of a tried workbook how many companies it has, and of one that is not there that it is not', async () => {
    await showOffice(host, { screen: 'settings' });
    await screen.findByTestId('settings');
    const listed = office.value('SELECT count(*) FROM companies WHERE active = 1');
    expect(await test('workbook')).toContain(counted(listed, 'empresa', 'empresas'));
    await rm(join(office.workspace, 'empresas.xlsx'));
    expect(await test('workbook')).toMatch(/não foi encontrada/);
    expect(screen.getByTestId('test-workbook-result').querySelector('[data-ok]')?.getAttribute('data-ok')).toBe(
      'false',
    );
  });

  it('say of a tried folder that it can be written to, and of one that is gone that it cannot', async () => {
    await showOffice(host, { screen: 'settings' });
    await screen.findByTestId('settings');
    const ok = (what: string): string | null | undefined =>
      screen.getByTestId(`test-${what}-result`).querySelector('[data-ok]')?.getAttribute('data-ok');
    await test('archive');
    expect(ok('archive')).toBe('true');
    await rm(office.import, { recursive: true });
    await test('import');
    expect(ok('import')).toBe('false');
  });

  it('say of SIEG that nobody answers where nobody does', async () => {
    await showOffice(host, { screen: 'settings' });
    await screen.findByTestId('settings');
    await test('sieg');
    expect(screen.getByTestId('test-sieg-result').querySelector('[data-ok]')?.getAttribute('data-ok')).toBe('false');
  });
});

describe('Configurações of a workspace without any', () => {
  it('choose nothing by themselves', async () => {
    const empty = await emptyOffice();
    await showOffice(await empty.open(), { screen: 'settings' });
    await screen.findByTestId('settings');
    for (const field of ['archive.root', 'importShare.root', 'companies.workbook'])
      expect(screen.getByTestId<HTMLInputElement>(`place-${field}`).value).toBe('');
    expect(screen.queryByTestId('key-held')).toBeNull();
    expect(plain(screen.getByTestId('settings').textContent)).not.toContain('Chave guardada');
    await empty.close();
  });
});
