// @vitest-environment happy-dom
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { screen, within } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usePage } from '../unit/renderer/page';
import type { HostProcess } from './support/host';
import { officeAfter, runCli, type Office } from './support/office';
import { counted, plain, showOffice, textAt } from './support/page';
import { useWordsForPeople } from './support/words';

let office: Office;
let host: HostProcess;
beforeAll(async () => {
  office = await officeAfter('spooled');
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

const pages = (): number => office.value('SELECT count(*) FROM spool');
const files = (): number => office.value("SELECT sum(json_array_length(batch, '$.files')) FROM spool");
const waiting = (): string =>
  `${counted(files(), 'arquivo recebido do SIEG ainda não foi arquivado', 'arquivos recebidos do SIEG ainda não foram arquivados')}: ${counted(pages(), 'página espera', 'páginas esperam')} neste computador pelo acervo`;

describe('pages that wait for an archive that is away', () => {
  it('are what the office was played for: nothing of them is on record as archived', () => {
    expect(pages()).toBeGreaterThanOrEqual(3);
    expect(files()).toBeGreaterThan(0);
    expect(
      office.value("SELECT count(*) FROM documents WHERE request_id IN (SELECT batch ->> '$.requestId' FROM spool)"),
    ).toBe(0);
  });

  it('stand on Compartilhamentos, as many as the ledger has', async () => {
    const { until } = await showOffice(host, { screen: 'shares' });
    await until(({ shares }) => shares.some(({ root, state }) => root === 'archive' && state === 'down'));
    expect(textAt('spool')).toContain(counted(pages(), 'página', 'páginas'));
    expect(textAt('spool')).not.toContain('Nada guardado.');
  });

  it('stand on the Painel among what is open, with what files them, and the month is not complete', async () => {
    const { until } = await showOffice(host, { panelTab: 'gaps' });
    await until(({ spool }) => spool.pages === pages());
    const lines = within(screen.getByTestId('gaps')).getAllByRole('listitem');
    const line = lines.map(({ textContent }) => plain(textContent)).find((text) => text.includes(waiting()));
    expect(line).toContain('A próxima execução começa por arquivar o que espera');
    expect(textAt('evidence')).not.toContain('Completo');
    expect(textAt('banner-shares-down')).toContain(
      `${counted(pages(), 'página do SIEG está guardada', 'páginas do SIEG estão guardadas')} neste computador.`,
    );
  });

  it('stand in the status and in the file of the month’s gaps', async () => {
    const status = plain(await runCli(office.home, 'status', '--month', office.month, '--workspace', office.workspace));
    expect(status).toContain(waiting());
    expect(status.match(/neste computador pelo acervo/g)).toHaveLength(1);
    const gaps = await readFile(join(office.workspace, `gaps-${office.month}.txt`), 'utf8');
    expect(plain(gaps).toLowerCase()).toContain(waiting().toLowerCase());
  });

  it('leave on the Diário nothing that says that they were archived, and the outage', async () => {
    const { until } = await showOffice(host, { screen: 'history' });
    await until(({ shares }) => shares.some(({ root, state }) => root === 'archive' && state === 'down'));
    const archived = office
      .sql<{ n: number }>(
        "SELECT json_array_length(detail, '$.documents') AS n FROM journal WHERE action = 'intake.accepted'",
      )
      .reduce((sum, { n }) => sum + n, 0);
    expect(archived).toBe(office.value('SELECT count(*) FROM documents'));
    const outages = office.value("SELECT count(*) FROM journal WHERE action = 'share.changed' AND subject = 'archive'");
    expect(outages).toBeGreaterThan(0);
  });
});
