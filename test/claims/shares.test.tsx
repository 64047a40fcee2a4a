// @vitest-environment happy-dom
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { screen, waitFor } from '@testing-library/react';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clickOn, usePage } from '../unit/renderer/page';
import { monthFacts } from './month-facts';
import type { HostProcess } from './support/host';
import { emptyOffice, officeAfter, type Office } from './support/office';
import { counted, factsIn, plain, shown, showOffice, textAt, type OfficePage } from './support/page';
import { useWordsForPeople } from './support/words';

const WAITING = 7;
let office: Office;
let host: HostProcess;

/** Deliveries are taken back into the outbox, as if the share had gone before they left. */
beforeAll(async () => {
  office = await officeAfter('complete');
  office.change(
    `UPDATE deliveries SET state = 'pending', size = NULL, sha256 = NULL, verified_at = NULL, placement = NULL
     WHERE id IN (SELECT id FROM deliveries WHERE state = 'delivered' AND document_id IS NOT NULL ORDER BY id DESC LIMIT ${String(WAITING)})`,
  );
  await rename(office.import, `${office.import}.fora`);
  host = await office.open();
}, 120_000);
afterAll(() => office.close());

usePage();
useWordsForPeople();

const STATES: Readonly<Record<string, string>> = {
  ok: 'Em ordem',
  degraded: 'Com dificuldade',
  down: 'Fora do ar',
  recovering: 'Voltando',
};
/** Test again and again, as somebody does who waits, until a root is as it is wanted. */
async function testedUntil({ until, state }: OfficePage, root: string, wanted: string): Promise<void> {
  const is = (): string | undefined => state().shares.find((line) => line.root === root)?.state;
  await until(({ shares }) => shares.length > 0);
  for (let look = 0; look < 6 && is() !== wanted; look += 1) {
    await until(({ shares }) => shares.every(({ checking }) => !checking));
    await clickOn('Testar todas');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await until(() => is() === wanted);
}
const pendingRows = "FROM deliveries WHERE state IN ('pending', 'copying', 'failed')";

describe('Compartilhamentos', () => {
  it('names the folder that is away, why, and what waits for it', async () => {
    const page = await showOffice(host, { screen: 'shares' });
    await testedUntil(page, 'import', 'down');
    await waitFor(() => expect(textAt('share-import-state')).toBe('Fora do ar'));
    expect(textAt('shares-lead')).toBe('1 de 3 pastas fora do ar; as outras seguem trabalhando.');
    expect(textAt('share-import-cause')).toMatch(/a pasta não foi encontrada/i);
    expect(factsIn(screen.getByTestId('share-import'))['Responde em']).toBe('não responde');
    for (const root of ['archive', 'workbook']) {
      const [sample] = office.sql<{ latency_ms: number | null; free_bytes: number | null }>(
        `SELECT latency_ms, free_bytes FROM share_samples WHERE root = '${root}' ORDER BY id DESC LIMIT 1`,
      );
      expect(textAt(`share-${root}-state`), root).toBe(STATES['ok']);
      expect(factsIn(screen.getByTestId(`share-${root}`))['Responde em'], root).toMatch(
        sample!.latency_ms! < 1 ? /^< 1 ms$/ : /^[\d.,]+ m?s$/,
      );
    }
    const pending = office.value(`SELECT count(*) ${pendingRows}`);
    expect(pending).toBe(WAITING);
    const outbox = textAt('outbox');
    expect(outbox).toContain(counted(pending, 'arquivo', 'arquivos'));
    expect(outbox).toContain('Espera a pasta de importação voltar.');
    expect(textAt('spool')).toContain('Nada guardado.');
    const { cause } = office.sql<{ cause: string }>(
      "SELECT code AS cause FROM share_events WHERE root = 'import' AND state = 'down' ORDER BY id DESC LIMIT 1",
    )[0]!;
    expect(page.state().shares.find(({ root }) => root === 'import')?.cause?.code).toBe(cause);
  });

  it('says so on the Painel too, and counts what waits', async () => {
    const { until } = await showOffice(host, { screen: 'panel' });
    await until(({ shares }) => shares.some(({ state }) => state === 'down'));
    const pending = office.value(`SELECT count(*) ${pendingRows}`);
    expect(textAt('banner-shares-down')).toContain('Pasta de importação fora do ar.');
    expect(textAt('banner-shares-down')).toContain(
      `${shown(pending)} arquivos esperam e seguem sozinhos quando ela voltar.`,
    );
    expect(textAt('total-pending')).toBe(shown(pending));
    expect(textAt('total-verified')).toBe(shown(monthFacts(office, office.month).verified));
    expect(textAt('strip-import')).toBe('Importação fora do ar');
    // what waits is on its way: nobody calls it lost
    expect(screen.queryByTestId('banner-orphans')).toBeNull();
    expect(textAt('evidence')).not.toContain('Completo ');
  });

  it('tells of an alert where it leads, and how it went out', async () => {
    await showOffice(host, { screen: 'alerts' });
    const alerts = office.sql<{ id: number; title: string; text: string; read_at: string | null }>(
      'SELECT id, title, text, read_at FROM alerts ORDER BY id DESC',
    );
    expect(alerts.length).toBeGreaterThan(0);
    const unread = alerts.filter(({ read_at: read }) => read === null).length;
    await waitFor(() =>
      expect(textAt('alerts-unread')).toBe(`${counted(unread, 'aviso não lido', 'avisos não lidos')}.`),
    );
    for (const { id, title, text } of alerts) {
      const row = textAt(`alert-${String(id)}`);
      expect(row).toContain(title);
      expect(row).toContain(plain(text));
      for (const { channel, state } of office.sql<{ channel: string; state: string }>(
        `SELECT channel, state FROM alert_sends WHERE alert_id = ${String(id)}`,
      ))
        if (channel === 'desktop')
          expect(row).toContain(
            {
              sent: 'notificação mostrada',
              waiting: 'notificação na fila',
              held: 'notificação',
              failed: 'notificação falhou',
            }[state],
          );
    }
  });

  it('delivers what waited when the folder is back, and says how much that was', async () => {
    await rename(`${office.import}.fora`, office.import);
    const page = await showOffice(host, { screen: 'shares' });
    await testedUntil(page, 'import', 'ok');
    await page.until(({ outbox }) => outbox.destinations.every(({ pending }) => pending === 0));
    expect(office.value(`SELECT count(*) ${pendingRows}`)).toBe(0);
    await waitFor(() => expect(textAt('shares-lead')).toBe('Todas as pastas respondem.'));
    expect(textAt('outbox')).toContain('Nada espera para ser entregue.');
    expect(textAt('outbox')).not.toContain('Espera a pasta');
    await waitFor(() => expect(textAt('history-import')).toMatch(/1 queda, .+ fora do ar\.$/));
    await waitFor(() => expect(screen.getByTestId('share-import').querySelector('table')?.textContent).toBeDefined());
    const rows = [...screen.getByTestId('share-import').querySelectorAll('tbody tr')];
    expect(plain(rows[0]?.lastElementChild?.textContent)).toBe(String(WAITING));
  });

  it('reads delivered files once more, and counts what it found', async () => {
    // the BI program takes one, somebody changes another
    const delivered = office.sql<{ target_path: string }>(
      `SELECT target_path FROM deliveries v JOIN destinations d ON d.id = v.destination_id
       WHERE d.name = 'import' AND v.state = 'delivered' AND v.document_id IS NOT NULL ORDER BY v.id LIMIT 1`,
    );
    await rm(join(office.import, delivered[0]!.target_path));
    const page = await showOffice(host, { screen: 'shares' });
    expect(screen.getByTestId('scrub').querySelector('dl')).toBeNull();
    await clickOn('Todos os meses');
    await page.until(({ scrub }) => scrub !== null && !scrub.running && scrub.endedAt !== null);
    const checked = (what: string): number => office.value(`SELECT count(*) FROM deliveries WHERE recheck = '${what}'`);
    const done = office.value('SELECT count(*) FROM deliveries WHERE rechecked_at IS NOT NULL');
    await waitFor(() => expect(textAt('scrub')).toContain(`${shown(done)} arquivos lidos de novo até`));
    const text = textAt('scrub');
    expect(text).toContain(`Iguais ao que foi entregue${shown(checked('same'))}`);
    expect(text).toContain(`Não estão mais lá${shown(checked('absent'))}`);
    expect(text).toContain(`Com outro conteúdo${shown(checked('altered'))}`);
    expect(checked('absent')).toBe(1);
  });
});

describe('a workspace without settings', () => {
  it('has no folders, and says so', async () => {
    const empty = await emptyOffice();
    await showOffice(await empty.open(), { screen: 'shares' });
    expect(screen.getByText('Nenhuma pasta configurada')).toBeDefined();
    await empty.close();
  });

  it('has no alerts', async () => {
    const empty = await emptyOffice();
    await showOffice(await empty.open(), { screen: 'alerts' });
    expect(screen.getByText('Nenhum aviso')).toBeDefined();
    expect(textAt('alerts-unread')).toBe('');
    await empty.close();
  });
});
