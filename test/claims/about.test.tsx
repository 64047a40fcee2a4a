// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usePage } from '../unit/renderer/page';
import { emptyOffice, type Office } from './support/office';
import { plain, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
beforeAll(async () => {
  office = await emptyOffice();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

describe('Sobre', () => {
  it('says what the engine runs on, and where the workspace is', async () => {
    await showOffice(await office.open(), { screen: 'about' });
    await waitFor(() => expect(textAt('runtime-status')).toBe('O motor responde e lê o SQLite.'));
    const runtime = (name: string): string => plain(document.querySelector(`[data-runtime=${name}]`)?.textContent);
    expect(runtime('node')).toBe(process.versions.node);
    expect(runtime('napi')).toBe(process.versions['napi']);
    // the engine's process of this test is a plain Node
    expect(runtime('electron')).toBe('nenhum');
    expect(runtime('journalMode')).toBe('wal');
    expect(runtime('sqlite')).toBe(
      String(office.sql<{ version: string }>('SELECT sqlite_version() AS version')[0]?.version),
    );
    expect(plain(screen.getByTestId('about').textContent)).toContain(office.workspace);
  });

  it('counts the components of others by their licences, and finds each by its name or licence', async () => {
    const notices = [
      { name: 'alfa', version: '1.2.3', licence: 'MIT', text: 'Words of alfa.' },
      { name: 'beta', version: '2.0.0', licence: 'MIT', text: 'Words of beta.' },
      { name: 'gama', version: '3.0.0', licence: 'ISC', text: 'Words of gama.' },
    ];
    const { main } = await showOffice(
      await office.open(),
      { screen: 'about' },
      { noticesOfOthers: () => notices, openFolder: () => undefined },
    );
    await waitFor(() => expect(textAt('others')).toBe('3 componentes: 2 MIT · 1 ISC.'));
    fireEvent.click(screen.getByRole('button', { name: 'Abrir a pasta com o SBOM' }));
    await waitFor(() => expect(main.calls.at(-1)).toMatchObject({ name: 'openFolder', input: { folder: 'notices' } }));
    fireEvent.click(screen.getByRole('button', { name: 'Ver componentes e licenças' }));
    const box = await screen.findByPlaceholderText('Procurar por nome ou licença');
    const dialog = within(screen.getByRole('dialog'));
    const listed = (): string[] => dialog.queryAllByRole('listitem').map(({ textContent }) => plain(textContent));
    expect(listed()).toEqual(notices.map(({ name, version, licence, text }) => `${name} ${version}${licence}${text}`));
    for (const [search, found, sentence] of [
      ['GAM', ['gama'], '1 de 3 componentes'],
      ['mit', ['alfa', 'beta'], '2 de 3 componentes'],
      ['zeta', [], 'Nenhum componente tem "zeta" no nome ou na licença.'],
    ] as const) {
      fireEvent.change(box, { target: { value: search } });
      expect(listed().map((line) => line.slice(0, 4))).toEqual(found);
      expect(dialog.getByRole('status').textContent).toBe(sentence);
    }
  });
});
