// @vitest-environment happy-dom
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { demonstrationOffice, officeAfter, type Office } from './support/office';
import { cellsOf, factsIn, plain, shown, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

usePage();
useWordsForPeople();

describe('a run while it goes on', () => {
  let office: Office;
  let host: HostProcess;
  beforeAll(async () => {
    office = await demonstrationOffice({ companies: 6, documents: 120 });
    host = await office.open('refused');
  }, 120_000);
  afterAll(() => office.close());

  it('shows what has come in, company by company, and promises no end that does not come', async () => {
    const page = await showOffice(host);
    await doing(() => fireEvent.click(screen.getByTestId('start-run')));
    const began = performance.now();
    /** When what was said to be left would be over, as the page said it. */
    const ends: number[] = [];
    let moved = 0;
    let most = 0;
    let progressing = 0;
    const phases = new Set<string>();
    while (page.state().run !== null || ends.length + moved === 0) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { run, companies } = page.state();
      if (run === null) break;
      const eta = run.etaSeconds;
      const told = screen.queryByTestId('run-card');
      if (told === null) continue;
      const facts = factsIn(told);
      // what the card says of the time that is left is what the engine has told, or nothing
      if (!('Restam' in facts)) expect(eta === null || run.paused || page.state().run !== run).toBe(true);
      if (eta !== null) ends.push(performance.now() - began + eta * 1_000);
      if (run.phase !== 'done')
        for (const [, phase = '', progress = '–'] of cellsOf(screen.getByRole('table'))) {
          phases.add(phase);
          if (progress !== '–') progressing += 1;
        }
      const arriving = companies.filter(({ archived }) => archived > 0).length;
      most = Math.max(most, arriving);
      if (
        run.phase === 'sweeping' &&
        companies.some(({ phase, ratePerMinute }) => phase === 'capturing' && ratePerMinute !== null)
      )
        moved += 1;
      expect(run.documents.archived).toBeLessThanOrEqual(office.value('SELECT count(*) FROM documents') + 1);
    }
    const took = performance.now() - began;
    await page.until(({ run, lastSummary }) => run === null && lastSummary !== null);
    expect(most, 'companies with documents while it ran').toBeGreaterThan(0);
    // "restam menos de 1 min" of a run of minutes: what is promised comes within thrice the time, or is not promised
    for (const end of ends) expect(end).toBeLessThan(took * 3 + 60_000);
    await waitFor(() =>
      expect(textAt('total-archived')).toBe(
        shown(office.value(`SELECT count(*) FROM documents WHERE month = '${page.state().month}'`)),
      ),
    );
    expect(cellsOf(screen.getByRole('table'))).toHaveLength(6);
    expect(progressing, 'rows that said how far they were, while it ran').toBeGreaterThan(0);
    expect(
      [...phases].filter((phase) => phase !== 'Esperando' && phase !== 'Baixando'),
      'phases while it ran',
    ).not.toEqual([]);
  });

  it('says of the notification that it did not get through, and why as far as that is known', async () => {
    await showOffice(host, { screen: 'alerts' });
    await waitFor(() =>
      expect(plain(document.body.textContent)).toMatch(/A notificação não pôde ser mostrada nesta tela: [^.]+\./),
    );
  });
});

describe('a run that begins while something is away', () => {
  let office: Office;
  let host: HostProcess;
  beforeAll(async () => {
    office = await officeAfter('complete');
    host = await office.open();
  }, 120_000);
  afterAll(() => office.close());

  it('does not call the workbook well that is not there', async () => {
    const page = await showOffice(host);
    await page.until(({ shares }) => shares.length > 0 && shares.every(({ state }) => state === 'ok'));
    await rm(join(office.workspace, 'empresas.xlsx'));
    await doing(() => fireEvent.click(screen.getByTestId('start-run')));
    await page.until(({ notices }) => notices.some(({ text }) => /planilha.* não foi encontrada/i.test(text)));
    expect(textAt('strip-workbook')).not.toBe('Planilha em ordem');
    await doing(() => fireEvent.click(screen.getByTestId('stop-now')));
    await doing(() => fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Parar agora' })));
    await page.until(({ run }) => run === null);
  });

  it('does not call the archive well that is not there', async () => {
    const page = await showOffice(host);
    await page.until(({ shares }) => shares.find(({ root }) => root === 'archive')?.state === 'ok');
    await rename(office.archive, `${office.archive}.fora`);
    await doing(() => fireEvent.click(screen.getByTestId('start-run')));
    await page.until(({ run }) => run !== null);
    await waitFor(() => expect(textAt('strip-archive')).not.toMatch(/em ordem/), { timeout: 15_000 });
  });
});
