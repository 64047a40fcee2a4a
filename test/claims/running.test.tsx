// @vitest-environment happy-dom
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doing, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { monthFacts } from './month-facts';
import { demonstrationOffice, officeAfter, type Facts, type Office } from './support/office';
import { cellsOf, factsIn, plain, rowsOf, shown, showOffice, textAt, type OfficePage } from './support/page';
import { useWordsForPeople } from './support/words';

usePage();
useWordsForPeople();

/** The whole minutes of a time that is left, as it is written; of none: none. */
function minutesOf(text: string): number {
  if (text === 'nada') return -1;
  if (/^(?:menos de|<) 1 min$/.test(text)) return 0;
  const [, hours = '0', minutes = '0'] = /^(?:cerca de )?(?:(\d+) h ?)?(?:(\d+)(?: min)?)?$/.exec(text) ?? [];
  return Number(hours) * 60 + Number(minutes);
}

/** How much of a run is left, by looks of the test's own at its ledger. */
class Measured {
  readonly #looks: { readonly at: number; readonly archived: number; readonly delivered: number }[] = [];
  #lost = 0;

  constructor(private readonly office: Facts) {}

  /** The seconds that it takes at least, at the pace since the first look that saw something; 0 while there is no pace. */
  secondsLeft(phase: string): number {
    const { archived, verified, pending, short } = this.#facts();
    if (archived > 0 && verified > 0) this.#looks.push({ at: performance.now(), archived, delivered: verified });
    const toCome = phase === 'sweeping' ? this.#secondsFor('archived', short) : 0;
    return Math.max(toCome, this.#secondsFor('delivered', pending));
  }

  /** False where something has been short for a second although the pages have all been asked for, and nobody has named it yet. */
  knowsTheWay(phase: string): boolean {
    this.#lost = ['comparing', 'reports'].includes(phase) && this.#facts().short > 0 ? this.#lost + 1 : 0;
    return this.#lost < 10;
  }

  #facts(): { readonly short: number } & ReturnType<typeof monthFacts> {
    const month = this.office.sql<{ month: string }>('SELECT month FROM runs ORDER BY id DESC LIMIT 1')[0]?.month ?? '';
    const facts = monthFacts(this.office, month);
    return { ...facts, short: facts.expected - facts.archived };
  }

  #secondsFor(what: 'archived' | 'delivered', amount: number): number {
    const [first, last] = [this.#looks[0], this.#looks.at(-1)];
    if (first === undefined || last === undefined || last[what] <= first[what]) return 0;
    return (amount * (last.at - first.at)) / (last[what] - first[what]) / 1_000;
  }
}

/** The card may be a moment behind what the engine has told; it catches up. */
function expectToldAsKnown(page: OfficePage): void {
  const seconds = page.state().run?.etaSeconds ?? null;
  if (seconds === null || screen.queryByTestId('run-card') === null) return;
  const told = factsIn(screen.getByTestId('run-card'))['Restam'];
  expect(minutesOf(told ?? 'nada')).toBe(seconds < 60 ? 0 : Math.round(seconds / 60));
}

describe('a run while it goes on', () => {
  let office: Office;
  let host: HostProcess;
  beforeAll(async () => {
    office = await demonstrationOffice({ companies: 12, documents: 250, quirks: 'all' });
    host = await office.open('refused');
  }, 120_000);
  afterAll(() => office.close());

  it('shows what has come in, company by company, and promises no end that does not come', async () => {
    const page = await showOffice(host);
    await doing(() => fireEvent.click(screen.getByTestId('start-run')));
    const began = performance.now();
    const measured = new Measured(office);
    /** When what was said to be left would be over, as the page said it. */
    const ends: number[] = [];
    let most = 0;
    let progressing = 0;
    let rowsPromised = 0;
    const phases = new Set<string>();
    await page.until(({ run }) => run !== null);
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { run, companies } = page.state();
      if (run === null) break;
      if (screen.queryByTestId('run-card') === null) continue;
      const told = factsIn(screen.getByTestId('run-card'))['Restam'];
      const rows = rowsOf(screen.getByRole('table'));
      // what the card says of the time that is left is what the engine has told, or nothing
      if (told === undefined) expect(run.etaSeconds === null || run.paused || page.state().run !== run).toBe(true);
      else if (page.state().run === run) await waitFor(() => expectToldAsKnown(page));
      const least = measured.secondsLeft(run.phase);
      if (run.etaSeconds !== null) {
        ends.push(performance.now() - began + run.etaSeconds * 1_000);
        expect(measured.knowsTheWay(run.phase), `the way of what is short in ${run.phase}`).toBe(true);
        expect(run.etaSeconds, `what is left in ${run.phase}`).toBeGreaterThanOrEqual(least / 2 - 1);
      }
      for (const { folder, etaSeconds } of companies)
        if (etaSeconds !== null) expect(etaSeconds, folder).toBeLessThanOrEqual(run.etaSeconds ?? -1);
      for (const { phase = '', progress = '–', etaSeconds = '–' } of run.phase === 'done' ? [] : rows) {
        phases.add(phase);
        if (progress !== '–') progressing += 1;
        if (etaSeconds === '–') continue;
        rowsPromised += 1;
        expect(minutesOf(etaSeconds)).toBeLessThanOrEqual(minutesOf(told ?? 'nada'));
      }
      most = Math.max(most, companies.filter(({ archived }) => archived > 0).length);
      expect(run.documents.archived).toBeLessThanOrEqual(office.value('SELECT count(*) FROM documents') + 1);
    }
    const took = performance.now() - began;
    await page.until(({ run, lastSummary }) => run === null && lastSummary !== null);
    expect(most, 'companies with documents while it ran').toBeGreaterThan(0);
    expect(ends.length, 'times that were promised').toBeGreaterThan(0);
    // "restam menos de 1 min" of a run of minutes: what is promised comes within thrice the time, or is not promised
    for (const end of ends) expect(end).toBeLessThan(took * 3 + 60_000);
    await waitFor(() =>
      expect(textAt('total-archived')).toBe(
        shown(office.value(`SELECT count(*) FROM documents WHERE month = '${page.state().month}'`)),
      ),
    );
    expect(cellsOf(screen.getByRole('table'))).toHaveLength(12);
    expect(progressing, 'rows that said how far they were, while it ran').toBeGreaterThan(0);
    expect(rowsPromised, 'rows that said when they would be over').toBeGreaterThan(0);
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
