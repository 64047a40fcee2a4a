// @vitest-environment happy-dom
import { screen, waitFor } from '@testing-library/react';
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
});
