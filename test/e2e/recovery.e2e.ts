import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openApp, openDemonstration, type OpenApp } from './support/app';

/** To the end of a month of the demonstration, on a busy machine. */
const WHOLE_MONTH_MS = 240_000;
/** What is lost and brought back does not depend on how much lies beside it; `console.e2e.ts` has the office that the assistant offers. */
const OFFICE = { companies: 12, documents: 100, seed: 1, quirks: 'all' };

let app: OpenApp;

test.beforeEach(async () => {
  app = await openApp();
});

test.afterEach(async () => {
  await app.close();
});

/** A note in the demonstration's archive, which alone keeps directions apart. */
async function someArchivedNote(home: string): Promise<string> {
  const files = await readdir(home, { recursive: true });
  const note = files.find((file) => /NFe.Entrada.\d{44}\.xml$/.test(file));
  if (note === undefined) throw new Error('the demonstration has archived nothing');
  return join(home, note);
}

test('what is lost from the disk is found by an audit, planned, brought back and proven', async () => {
  test.setTimeout(2 * WHOLE_MONTH_MS);
  const { page, home } = app;
  await openDemonstration(page, OFFICE);
  await page.getByTestId('start-run').click();
  await expect(page.getByTestId('evidence-closing')).toContainText('Cada um dos 1.200 documentos', {
    timeout: WHOLE_MONTH_MS,
  });
  await expect(page.getByTestId('banner-orphans')).toHaveCount(0);
  const note = await someArchivedNote(home);
  await rm(note);

  await page.getByRole('button', { name: 'Órfãos e recuperação' }).click();
  await expect(page.getByTestId('orphans-lead')).toHaveText('Nenhum documento guardado está sem entrega comprovada.');
  const audit = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Auditar agora' }).click();
    await page.getByRole('radio', { name: 'Todos os meses' }).check();
    await page.getByTestId('confirm-audit').click();
  };
  await audit();
  await expect(page.getByTestId('category-ghost')).toContainText('1', { timeout: WHOLE_MONTH_MS });
  await page.getByTestId('category-ghost').click();
  await page.getByRole('radio', { name: 'Um a um' }).check();
  const key = /(\d{44})\.xml$/.exec(note)?.[1] ?? '';
  await expect(page.getByTestId('findings-pane')).toContainText(key);

  await page.getByTestId('plan-recovery').click();
  await expect(page.getByTestId('plan-preview')).toBeVisible();
  await page.getByTestId('execute-recovery').click();
  await expect(page.getByTestId('recovery-report')).toBeVisible({ timeout: WHOLE_MONTH_MS });
  await access(note);

  await page.getByRole('tab', { name: 'Auditoria' }).click();
  await audit();
  await expect(page.getByTestId('category-ghost').or(page.getByText('Nada discorda'))).not.toContainText(
    'Sumidos do disco1',
    {
      timeout: WHOLE_MONTH_MS,
    },
  );
  await page.getByRole('button', { name: 'Histórico e diário' }).click();
  await page.getByTestId('journal-topic').selectOption('audits');
  await expect(page.getByRole('table', { name: 'Diário' })).toContainText('Auditoria e recuperação');
});
