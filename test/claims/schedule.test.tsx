// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clickOn, usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { demonstrationOffice, type Office } from './support/office';
import { plain, showOffice } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let host: HostProcess;
beforeAll(async () => {
  office = await demonstrationOffice({ companies: 4, documents: 20, quirks: 'none' });
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

interface Due {
  readonly state: string;
  readonly by_hand: number;
  readonly kind: string;
  readonly job: string;
  readonly month: string;
  readonly started: number;
}

const line = (title: string): string =>
  plain(
    within(screen.getByTestId('schedule'))
      .getAllByRole('listitem')
      .find(({ textContent }) => textContent.startsWith(title))?.textContent,
  );

it('does what it says that it does, shows it like what a person begins, and says how it ended', async () => {
  const page = await showOffice(host, { dockTab: 'schedule' });
  expect(screen.getByText('Nada está programado: o Malote só faz o que alguém pede.')).toBeDefined();
  await clickOn('Programar o padrão do escritório');
  await page.until(({ schedule }) => schedule.length > 0);
  const stored = office.sql<{ work: string }>('SELECT work FROM schedules WHERE removed_at IS NULL ORDER BY id');
  expect(page.state().schedule.map(({ work }) => work)).toEqual(stored.map(({ work }) => work));
  // the next time is ahead, on the hour that stands beside it
  for (const { rule, nextAt } of page.state().schedule) {
    const next = new Date(nextAt ?? '');
    expect(next.getTime()).toBeGreaterThan(Date.now());
    expect('at' in rule ? rule.at : '').toBe(next.toTimeString().slice(0, 5));
  }
  expect(line('Mês anterior')).toContain('Última: ainda não foi feita');

  await clickOn('Fazer agora: Mês anterior');
  const { run } = await page.until((state) => state.run !== null);
  await page.until(({ schedule }) => schedule.every(({ current }) => current === null) && schedule[1]?.last !== null);
  await page.until((state) => state.run === null);
  const [due] = office.sql<Due>(
    `SELECT s.state, s.by_hand, j.kind, j.state AS job, r.month, unixepoch(s.started_at) AS started FROM schedule_runs s
     JOIN jobs j ON j.id = s.job_id JOIN runs r ON r.id = j.subject`,
  );
  expect(due).toMatchObject({ state: 'complete', by_hand: 1, kind: 'run', job: 'complete', month: run?.month });
  const today = new Date();
  expect(due?.month).toBe(new Date(today.getFullYear(), today.getMonth() - 1, 15).toISOString().slice(0, 7));
  expect(line('Mês anterior')).toMatch(/Última: \d\d:\d\d:\d\d, concluída/);

  await clickOn('Pausar: Mês anterior');
  await page.until(({ schedule }) => schedule[1]?.paused === true);
  expect(office.value('SELECT count(*) FROM schedules WHERE paused_at IS NOT NULL')).toBe(1);
  expect(line('Mês anterior')).toContain('Próxima: pausada');
  await clickOn('Remover: Mês anterior');
  await clickOn('Remover');
  await page.until(({ schedule }) => schedule.length === stored.length - 1);
  const written = office.sql<{ action: string }>(
    "SELECT action FROM journal WHERE action LIKE 'schedule.%' ORDER BY id",
  );
  expect(written.map(({ action }) => action).slice(stored.length)).toEqual([
    ...['schedule.begun', 'schedule.ended', 'schedule.paused', 'schedule.removed'],
  ]);
}, 120_000);
