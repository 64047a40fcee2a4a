// @vitest-environment happy-dom
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { demonstrationOffice, type Office } from './support/office';
import { counted, shown, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let host: HostProcess;
beforeAll(async () => {
  office = await demonstrationOffice({ companies: 6, documents: 200 });
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

const MEBIBYTE = 2 ** 20;
const LIMIT = 16;
const aside = (): string => `${office.archive}.fora`;
const held = (): number => office.value('SELECT count(*) FROM documents');
const pages = (): number => office.value('SELECT count(*) FROM spool');

/** Leaves room for so little that what is kept fills it. */
function limitSpool(): void {
  const file = join(office.workspace, 'settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as { shares?: object };
  writeFileSync(file, JSON.stringify({ ...settings, shares: { ...settings.shares, spoolMegabytes: LIMIT } }));
}

/** The archive goes away once the ledger holds some documents, and the first page that is kept is said to take all the room. */
function loseArchive(): () => void {
  const look = setInterval(() => {
    if (existsSync(office.archive) && held() >= 100) renameSync(office.archive, aside());
    if (pages() > 0) office.change(`UPDATE spool SET bytes = ${String(LIMIT * MEBIBYTE)} WHERE id = 1`);
  }, 20);
  return () => clearInterval(look);
}

describe('a run whose pages find no room on this computer while the archive is away', () => {
  it('says that nothing more is downloaded, and why, and how much is kept of how much', async () => {
    limitSpool();
    const page = await showOffice(host);
    await page.until(({ shares }) => shares.length > 0);
    expect(screen.queryByTestId('banner-spool-full')).toBeNull();
    await doing(() => fireEvent.click(screen.getByTestId('start-run')));
    await page.until(({ run }) => run !== null);
    const settle = loseArchive();
    await page.until(({ spool }) => spool.full);
    settle();
    const before = held();
    await waitFor(() => expect(textAt('banner-spool-full')).toContain('O Malote parou de baixar.'));
    expect(textAt('banner-spool-full')).toContain('continua sozinho quando ele voltar');
    await doing(() => fireEvent.click(within(screen.getByTestId('banner-spool-full')).getByText('Ver o que fazer')));
    expect(textAt('spool')).toContain('O espaço está cheio: o Malote parou de baixar');
    expect(textAt('spool')).toContain(counted(pages(), 'página', 'páginas'));
    expect(textAt('spool')).toContain('16 MB de 16 MB');
    expect(within(screen.getByTestId('spool')).getByRole('button', { name: 'Mudar o limite' })).toBeTruthy();
    // it is as it says, until the archive is back
    expect(held()).toBe(before);
  });

  it('goes on by itself once the archive is back, as it said, and keeps nothing here', async () => {
    const page = await showOffice(host, { screen: 'shares' });
    renameSync(aside(), office.archive);
    await page.until(({ run, spool }) => run === null && spool.pages === 0);
    expect(screen.queryByTestId('banner-spool-full')).toBeNull();
    await waitFor(() => expect(textAt('spool')).toContain('Nada guardado.'));
    expect(office.value("SELECT count(*) FROM runs WHERE outcome = 'complete'")).toBe(1);
    await doing(() => page.services.ui.setState({ screen: 'panel' }));
    await waitFor(() =>
      expect(textAt('total-archived')).toBe(
        shown(office.value(`SELECT count(*) FROM documents WHERE month = '${page.state().month}'`)),
      ),
    );
  });
});
