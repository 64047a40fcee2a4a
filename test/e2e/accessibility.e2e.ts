import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { openApp, openDemonstration, type OpenApp } from './support/app';

/** As many companies as the assistant offers. */
const OFFICE = { companies: 40, documents: 60, seed: 1, quirks: 'all' };
const THEMES = ['light', 'dark'] as const;

/** By what the rail calls them. */
const SCREENS = [
  ['Compartilhamentos', 'shares'],
  ['Avisos', 'alerts'],
  ['Configurações', 'settings'],
] as const;

let app: OpenApp;

test.beforeAll(async () => {
  app = await openApp();
});

test.afterAll(async () => {
  await app.close();
});

/** What axe finds, in words short enough to read. Electron pages have no frames to open: hence the legacy mode. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

async function inTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
  await page.waitForTimeout(300);
}

test('axe finds nothing in the assistant, in either theme', async () => {
  const { page } = app;
  await expect(page.getByTestId('assistant')).toBeVisible();
  for (const theme of THEMES) {
    await inTheme(page, theme);
    expect(await findings(page)).toEqual([]);
  }
  await page.getByTestId('begin-work').click();
  await expect(page.getByTestId('sieg-generation')).toBeVisible();
  for (const theme of THEMES) {
    await inTheme(page, theme);
    expect(await findings(page)).toEqual([]);
  }
});

test('axe finds nothing on Painel and the screens beside it, in either theme', async () => {
  test.setTimeout(120_000);
  const { page } = app;
  await openDemonstration(page, OFFICE);
  await page.getByTestId('start-run').click();
  await expect(page.getByTestId('run-card')).toBeVisible();
  await expect(page.getByRole('row').nth(3)).toBeVisible({ timeout: 60_000 });
  for (const theme of THEMES) {
    await inTheme(page, theme);
    expect(await findings(page)).toEqual([]);
  }
  for (const [name, testId] of SCREENS) {
    await page.getByRole('navigation').getByText(name, { exact: true }).click();
    await expect(page.getByTestId(testId)).toBeVisible();
    for (const theme of THEMES) {
      await inTheme(page, theme);
      expect(await findings(page)).toEqual([]);
    }
  }
});
